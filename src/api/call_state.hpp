#pragma once

#include "common/error_facts.hpp"
#include "common/if_memory_allows.hpp"

#include <clerk/detail/prepared_call.hpp>
#include <clerk/result.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace clerk::detail {

/// The request of a call; later its result, which has memory of its own, so that calls that wait for a connection are small.
template <class T>
class CallState
{
public:
    explicit CallState(PreparedCall&& prepared) noexcept : content_{std::in_place_type<Request>, std::move(prepared)} {}

    /// Returns the request line. Empty if it is that of the operation.
    [[nodiscard]] std::string_view line() const noexcept { return std::string_view{text()}.substr(0, request().line_size); }

    /// Returns the body of the request.
    [[nodiscard]] std::string_view body() const noexcept { return std::string_view{text()}.substr(request().line_size); }

    [[nodiscard]] bool has_body() const noexcept { return request().has_body; }

    /// Releases spare memory of the request.
    void shrink() { std::get<Request>(content_).text.shrink_to_fit(); }

    /// Replaces the request by a value to be filled in. Nothing is sent again after it.
    ///
    /// @throws std::bad_alloc without any effect
    [[nodiscard]] Result<T>& make_result() { return *content_.template emplace<StoredResult>(std::make_unique<Result<T>>()); }

    /// Replaces the request or an earlier result.
    ///
    /// @throws std::bad_alloc without any effect
    void set(Result<T>&& result) { content_ = std::make_unique<Result<T>>(std::move(result)); }

    /// Replaces the request or an earlier result. Without memory for the error, its facts are stored.
    void fail(ClerkError&& error) noexcept
    {
        content_.template emplace<ErrorFacts>(error);
        if_memory_allows([&] { content_ = std::make_unique<Result<T>>(std::unexpect, std::move(error)); });
    }

    /// Returns the result. Null if there was no memory for its error.
    [[nodiscard]] Result<T>* result() noexcept
    {
        auto* const stored = std::get_if<StoredResult>(&content_);
        return stored == nullptr ? nullptr : stored->get();
    }

    /// Returns the error that there was no memory for.
    [[nodiscard]] ErrorFacts const& facts() const { return std::get<ErrorFacts>(content_); }

private:
    /// Kept until the response arrives, because it may be sent again.
    struct Request
    {
        explicit Request(PreparedCall&& prepared) noexcept
            : text{std::move(prepared.text)}, line_size{static_cast<std::uint32_t>(prepared.line_size)},
              has_body{prepared.has_body}
        {}

        std::string text;
        std::uint32_t line_size;
        bool has_body;
    };

    using StoredResult = std::unique_ptr<Result<T>>;

    [[nodiscard]] Request const& request() const { return std::get<Request>(content_); }

    [[nodiscard]] std::string const& text() const { return request().text; }

    std::variant<Request, StoredResult, ErrorFacts> content_;
};

} // namespace clerk::detail

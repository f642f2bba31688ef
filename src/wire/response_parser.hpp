#pragma once

#include "wire/response.hpp"

#include <boost/beast/http/basic_parser.hpp>

#include <cstddef>
#include <string_view>

namespace clerk::detail {

/// Beast's parser for one answer, writing straight into a `Response`, without a container of fields.
///
/// Stricter than its base: a transfer coding other than `chunked`, any content coding, too many fields and a status outside of
/// 100 to 599 are errors.
class ResponseParser final : public boost::beast::http::basic_parser<false>
{
public:
    /// @param has_body  whether there may be a body: where there is none, what the fields say of it is ignored
    ResponseParser(Response& response, std::size_t max_body_bytes, bool has_body);

    /// Why the parser failed where Beast has no error of its own for it; empty otherwise.
    [[nodiscard]] std::string_view refusal() const noexcept { return refusal_; }

    /// Whether the next byte belongs to a chunk's first line, or to the end of the line before it.
    [[nodiscard]] bool between_chunks() const noexcept { return !in_header_ && chunked() && chunk_left_ == 0; }

    /// Whether a chunk has come already.
    [[nodiscard]] bool behind_chunk() const noexcept { return behind_chunk_; }

    /// More fields than any server needs.
    static constexpr std::size_t max_fields = 256;

private:
    using Code = boost::beast::error_code;
    using Text = boost::beast::string_view;
    using Field = boost::beast::http::field;

    void on_request_impl(boost::beast::http::verb, Text, Text, int, Code&) override {}

    void on_response_impl(int status, Text reason, int version, Code& ec) override;
    void on_field_impl(Field field, Text name, Text value, Code& ec) override;
    void on_header_impl(Code& ec) override;
    void on_body_init_impl(boost::optional<std::uint64_t> const& length, Code& ec) override;
    std::size_t on_body_impl(Text body, Code& ec) override;

    void on_chunk_header_impl(std::uint64_t size, Text extensions, Code& ec) override;

    std::size_t on_chunk_body_impl(std::uint64_t remain, Text body, Code& ec) override;

    void on_finish_impl(Code&) override {}

    void refuse(std::string_view why, Code& ec);
    void on_unknown_field(std::string_view name, std::string_view value);

    Response& response_;
    bool has_body_;
    std::string_view refusal_;
    std::size_t fields_{0};
    std::uint64_t chunk_left_{0};
    bool behind_chunk_{false};
    bool http_1_0_{false};
    bool in_header_{true};
};

} // namespace clerk::detail

#pragma once

#include "wire/response.hpp"
#include "wire/response_parser.hpp"

#include <clerk/client_options.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace clerk::detail {

/// Reads the answers of one connection from bytes, one after the other (RFC 9112); knows no socket.
class ResponseReader
{
public:
    enum class Progress
    {
        incomplete,
        complete,
        failed
    };

    enum class Body
    {
        as_told, ///< by the answer's own fields
        absent   ///< whatever they say: the answer to a CONNECT ends with its header
    };

    explicit ResponseReader(LimitOptions const& limits, Body body = Body::as_told);

    /// Makes ready for the answer to the next request. The memory of the last one is kept for it.
    /// @param keep_fields  whether `Response::fields` is to hold all of them
    void begin(bool keep_fields = false);

    /// Lets go of the memory of a large body, which nobody needs any more.
    void discard_body();

    /// Takes the next bytes. Those behind the end of the answer are dropped, and `surplus` tells of them.
    [[nodiscard]] Progress feed(std::string_view bytes);

    /// The connection has ended: completes an answer that is delimited by that.
    ///
    /// @param clean  whether the peer said so (close_notify): otherwise the end may be an attacker's
    [[nodiscard]] Progress end(bool clean);

    /// Whether any byte of the answer has come.
    [[nodiscard]] bool begun() const noexcept { return begun_; }

    /// Whether more came than the answer.
    [[nodiscard]] bool surplus() const noexcept { return surplus_; }

    /// The answer; while it is incomplete or failed, what is known of it.
    [[nodiscard]] Response const& response() const noexcept { return response_; }

    /// What was wrong, in this library's words.
    [[nodiscard]] std::string const& failure() const noexcept { return failure_; }

    /// Interim answers (1xx) accepted before the final one.
    static constexpr int max_interim = 64;

private:
    Progress parse(std::string_view& bytes);
    bool on_message(std::string_view& rest);
    Progress fail(std::string_view why);
    Progress fail(boost::beast::error_code const& ec);
    void next_message();
    void forget_fields();

    LimitOptions limits_;
    Body body_;
    Response response_;
    std::optional<ResponseParser> parser_;
    std::string pending_; ///< bytes of an unfinished line, or of header fields
    std::string failure_;
    std::size_t header_bytes_{0};
    int interim_{0};
    bool begun_{false};
    bool surplus_{false};
    bool complete_{false};
};

} // namespace clerk::detail

#pragma once

#include "wire/chunked_decoder.hpp"
#include "wire/response.hpp"
#include "wire/response_parser.hpp"

#include <clerk/client_options.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace clerk::detail {

/// Reads the responses of one connection from bytes (RFC 9112). No I/O.
///
/// Determines the ends of heads and bodies and applies the limits; Beast parses the lines of complete heads. The result therefore
/// depends neither on the version of Beast nor on how the bytes are split.
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
        as_told, ///< as the fields of the response say
        absent   ///< the response to a CONNECT has only a head
    };

    explicit ResponseReader(LimitOptions const& limits, Body body = Body::as_told);

    /// Prepares for the response to the next request. Keeps the memory of the last one for it.
    void begin(ExpectedResponse const& expected = {});

    /// Releases the memory of a large body.
    void discard_body();

    /// Takes the next bytes. Drops those that follow the end of the response; `surplus` reports them.
    [[nodiscard]] Progress feed(std::string_view bytes);

    /// The connection has ended. Completes a response that is delimited by the end of the connection.
    ///
    /// @param clean  whether the peer sent close_notify; otherwise an attacker may have ended the connection
    [[nodiscard]] Progress end(bool clean);

    /// Whether any byte of the response has arrived.
    [[nodiscard]] bool begun() const noexcept { return begun_; }

    /// Whether bytes followed the response.
    [[nodiscard]] bool surplus() const noexcept { return surplus_; }

    /// Returns the response; if it is incomplete or failed, the known part.
    [[nodiscard]] Response const& response() const noexcept { return response_; }

    /// Returns the reason of a failure, in this library's words.
    [[nodiscard]] std::string const& failure() const noexcept { return failure_; }

    /// Interim responses (1xx) accepted before the final one.
    static constexpr int max_interim = 64;

private:
    /// The part of the response that the next byte belongs to.
    enum class Part
    {
        head,
        sized_body,   ///< delimited by Content-Length
        chunked_body, ///<
        open_body,    ///< delimited by the end of the connection
        nothing       ///< the response is complete
    };

    Progress read_head(std::string_view& bytes);
    bool parse_line_without_space(std::string_view block);
    Progress on_head();
    Progress read_sized_body(std::string_view& bytes);
    Progress read_chunked_body(std::string_view& bytes);
    Progress read_open_body(std::string_view& bytes);
    Progress complete();
    Progress fail(std::string_view why);
    void next_message();
    void forget_fields();

    LimitOptions limits_;
    std::size_t max_body_bytes_{limits_.max_body_bytes};
    Response response_;
    std::optional<ResponseParser> parser_;
    std::optional<ChunkedDecoder> chunks_;
    std::string head_; ///< the bytes of an incomplete head
    std::string failure_;
    std::size_t parsed_{0};      ///< bytes of the head that the parser has seen
    std::uint64_t body_left_{0}; ///< of a sized body
    int interim_{0};
    Body body_;
    Part part_{Part::head};
    bool begun_{false};
    bool surplus_{false};
};

} // namespace clerk::detail

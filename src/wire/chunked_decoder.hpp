#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace clerk::detail {

/// Decodes a chunked body with its trailer section (RFC 9112, 7.1).
///
/// Checks each byte as it arrives. The outcome therefore does not depend on how the bytes are split, and a peer that stalls in
/// the middle of a malformed line is refused at once instead of at a timeout.
class ChunkedDecoder
{
public:
    struct Limits
    {
        std::size_t line_bytes;     ///< of each chunk line, and of the trailer section, line ends included
        std::uint64_t body_bytes;   ///< of all chunks together
        std::size_t trailer_fields; ///< fields of the trailer section
    };

    explicit ChunkedDecoder(Limits const& limits) noexcept : limits_{limits} {}

    /// Consumes bytes from the front of `bytes`: up to the end of the next piece of chunk data, the end of the body, or an error.
    ///
    /// @returns the piece of chunk data, a part of `bytes`; may be empty
    [[nodiscard]] std::string_view next(std::string_view& bytes) noexcept;

    [[nodiscard]] bool done() const noexcept { return state_ == State::done; }

    /// Returns the reason for refusing the body, or an empty text.
    [[nodiscard]] std::string_view failure() const noexcept { return failure_; }

private:
    enum class State : std::uint8_t
    {
        size_start, ///< before the first digit of a chunk size
        size,
        size_space,       ///< blanks after the size: only an extension may follow
        extension_start,  ///< after `;`
        extension_name,   ///<
        extension_space,  ///< blanks after an extension's name
        value_start,      ///< after `=`
        value_token,      ///<
        value_quoted,     ///< inside a quoted-string
        value_escaped,    ///< after a backslash inside a quoted-string
        value_end,        ///< after a quoted-string
        value_space,      ///< blanks after an extension's value
        line_end,         ///< after the CR of a chunk line
        data,             ///< inside chunk data
        data_end,         ///< at the CR after chunk data
        data_line_end,    ///< after the CR after chunk data
        trailer_start,    ///< at the start of a line of the trailer section
        trailer_name,     ///<
        trailer_value,    ///<
        trailer_line_end, ///< after the CR of a trailer field
        last_line_end,    ///< after the CR of the empty line that ends the body
        done
    };

    State step(char c) noexcept;
    State after_extension(char c, State blank) noexcept;
    State on_size_digit(unsigned digit) noexcept;
    State on_line_end() noexcept;
    State on_trailer_start(char c) noexcept;
    State on_trailer_name(char c) noexcept;
    State expect(bool accepted, State next) noexcept;
    State fail(std::string_view why) noexcept;

    Limits limits_;
    std::string_view failure_;
    std::uint64_t chunk_left_{0};
    std::size_t line_bytes_{0};
    std::size_t trailer_fields_{0};
    std::array<char, 17> name_{}; ///< the start of a trailer field's name, in lower case
    std::size_t name_size_{0};
    std::uint8_t size_digits_{0}; ///< without leading zeros
    State state_{State::size_start};
};

} // namespace clerk::detail

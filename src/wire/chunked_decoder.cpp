#include "wire/chunked_decoder.hpp"

#include "portable/ascii.hpp"

#include <algorithm>

namespace clerk::detail {

namespace {

// 64 bits.
constexpr std::uint8_t max_size_digits = 16;

// HTAB, SP, VCHAR and obs-text: the characters of field values and quoted-strings.
constexpr bool is_text(char c) noexcept
{
    return c == '\t' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f);
}

} // namespace

std::string_view ChunkedDecoder::next(std::string_view& bytes) noexcept
{
    while (!bytes.empty() && state_ != State::done && failure_.empty())
    {
        if (state_ == State::data)
        {
            auto const data = bytes.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(chunk_left_, bytes.size())));
            bytes.remove_prefix(data.size());
            chunk_left_ -= data.size();
            if (chunk_left_ == 0) state_ = State::data_end;
            return data;
        }
        if (++line_bytes_ > limits_.line_bytes)
        {
            fail(state_ < State::data ? "chunk-size line larger than max_header_bytes"
                                      : "trailer section larger than max_header_bytes");
            break;
        }
        state_ = step(bytes.front());
        bytes.remove_prefix(1);
    }
    return {};
}

ChunkedDecoder::State ChunkedDecoder::step(char c) noexcept
{
    using enum State;
    switch (state_)
    {
    case size_start:
        chunk_left_ = 0;
        size_digits_ = 0;
        return on_size_digit(hex_digit(c));
    case size:
        if (auto const digit = hex_digit(c); digit != not_a_digit) return on_size_digit(digit);
        return after_extension(c, size_space);
    case size_space:
    case value_space:
        return is_blank(c) ? state_ : expect(c == ';', extension_start);
    case extension_start:
        return is_blank(c) ? extension_start : expect(is_token_character(c), extension_name);
    case extension_name:
        if (is_token_character(c)) return extension_name;
        return c == '=' ? value_start : after_extension(c, extension_space);
    case extension_space:
        if (is_blank(c)) return extension_space;
        return c == '=' ? value_start : expect(c == ';', extension_start);
    case value_start:
        if (is_blank(c)) return value_start;
        return c == '"' ? value_quoted : expect(is_token_character(c), value_token);
    case value_token:
        return is_token_character(c) ? value_token : after_extension(c, value_space);
    case value_quoted:
        if (c == '"') return value_end;
        return c == '\\' ? value_escaped : expect(is_text(c), value_quoted);
    case value_escaped:
        return expect(is_text(c), value_quoted);
    case value_end:
        return after_extension(c, value_space);
    case line_end:
        return c == '\n' ? on_line_end() : expect(false, line_end);
    case data_end:
        return expect(c == '\r', data_line_end);
    case data_line_end:
        line_bytes_ = 0;
        return expect(c == '\n', size_start);
    case trailer_start:
        return on_trailer_start(c);
    case trailer_name:
        return on_trailer_name(c);
    case trailer_value:
        if (c == '\r') return trailer_line_end;
        return is_text(c) ? trailer_value : fail("malformed trailer field");
    case trailer_line_end:
        return c == '\n' ? trailer_start : fail("malformed trailer field");
    case last_line_end:
        return c == '\n' ? done : fail("malformed trailer field");
    case data:
    case done:
        break;
    }
    return state_;
}

/// The size, a name or a value of an extension ends: by the end of the line, another extension, or blanks before one.
ChunkedDecoder::State ChunkedDecoder::after_extension(char c, State blank) noexcept
{
    if (c == '\r') return State::line_end;
    return c == ';' ? State::extension_start : expect(is_blank(c), blank);
}

ChunkedDecoder::State ChunkedDecoder::on_size_digit(unsigned digit) noexcept
{
    if (size_digits_ > 0 || digit > 0) ++size_digits_;
    if (digit == not_a_digit || size_digits_ > max_size_digits) return expect(false, State::size);
    chunk_left_ = chunk_left_ * 16 + digit;
    return State::size;
}

ChunkedDecoder::State ChunkedDecoder::on_line_end() noexcept
{
    line_bytes_ = 0;
    if (chunk_left_ == 0) return State::trailer_start;
    if (chunk_left_ > limits_.body_bytes) return fail("body larger than max_body_bytes");
    limits_.body_bytes -= chunk_left_;
    return State::data;
}

ChunkedDecoder::State ChunkedDecoder::on_trailer_start(char c) noexcept
{
    if (c == '\r') return State::last_line_end;
    if (is_blank(c) && trailer_fields_ > 0) return State::trailer_value; // obs-fold
    if (++trailer_fields_ > limits_.trailer_fields) return fail("too many header fields");
    name_size_ = 0;
    return c == ':' ? fail("malformed trailer field") : on_trailer_name(c);
}

ChunkedDecoder::State ChunkedDecoder::on_trailer_name(char c) noexcept
{
    if (c == ':')
    {
        std::string_view const name{name_.data(), std::min(name_size_, name_.size())};
        // The framing is settled when the trailer section arrives: another one is an attack or a mistake (RFC 9110, 6.5.1).
        bool const framing = name_size_ <= name_.size() && (name == "content-length" || name == "transfer-encoding");
        return framing ? fail("trailer field that affects framing") : State::trailer_value;
    }
    if (!is_token_character(c)) return fail("malformed trailer field");
    if (name_size_ < name_.size()) name_[name_size_] = to_lower(c);
    ++name_size_;
    return State::trailer_name;
}

ChunkedDecoder::State ChunkedDecoder::expect(bool accepted, State next) noexcept
{
    return accepted ? next : fail("malformed chunk");
}

ChunkedDecoder::State ChunkedDecoder::fail(std::string_view why) noexcept
{
    failure_ = why;
    return state_;
}

} // namespace clerk::detail

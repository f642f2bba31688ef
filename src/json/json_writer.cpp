#include "json/json_writer.hpp"

#include "common/text.hpp"
#include "json/plain_text.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace clerk::detail {

namespace {

/// Minimum number of bytes to reserve.
constexpr std::size_t least_room{512};
constexpr std::size_t longest_double{24};
constexpr std::size_t longest_escape{6};

/// For each byte: zero to copy it, the character after the backslash of its short escape, 'u' if it has no short escape, and
/// `multibyte` for the other special bytes, which are part of a UTF-8 sequence.
constexpr char multibyte{'\x80'};

constexpr std::array<char, 256> escapes = [] {
    std::array<char, 256> table{};
    for (std::size_t i = 0; i < 0x20; ++i) table[i] = 'u';
    for (std::size_t i = 0x7f; i < 0x100; ++i) table[i] = multibyte;
    table['"'] = '"';
    table['\\'] = '\\';
    table['\b'] = 'b';
    table['\f'] = 'f';
    table['\n'] = 'n';
    table['\r'] = 'r';
    table['\t'] = 't';
    return table;
}();

constexpr char escape_of(char c) noexcept
{
    return escapes[static_cast<unsigned char>(c)];
}

constexpr std::size_t plain_padding{16};

/// Returns whether no byte is special. Reads up to `plain_padding` bytes beyond them.
bool is_plain(char const* text, std::size_t n) noexcept
{
#ifdef __SSE2__
    for (; n > 16; n -= 16, text += 16)
        if (special(text) != 0) return false;
    return (special(text) & ((1U << n) - 1)) == 0;
#else
    return find_special(text, text + n) == text + n;
#endif
}

/// Returns the length of the longest prefix of ASCII that needs no escape.
std::size_t plain_prefix(std::string_view text) noexcept
{
    return static_cast<std::size_t>(find_special(text.data(), text.data() + text.size()) - text.data());
}

char* put_escape(char* to, char c) noexcept
{
    constexpr std::string_view digits{"0123456789abcdef"};
    char const escape = escape_of(c);
    *to++ = '\\';
    *to++ = escape;
    if (escape != 'u') return to;
    auto const byte = static_cast<unsigned char>(c);
    *to++ = '0';
    *to++ = '0';
    *to++ = digits[byte >> 4];
    *to++ = digits[byte & 0x0f];
    return to;
}

} // namespace

JsonWriter::JsonWriter(std::string& out) : out_{out}
{
    resize(out.size(), out.size() + least_room);
}

void JsonWriter::grow(std::size_t n)
{
    auto const used = static_cast<std::size_t>(at_ - out_.data());
    resize(used, std::max(used + n + least_room, used * 2));
}

void JsonWriter::resize(std::size_t used, std::size_t size)
{
    out_.resize(size);
    at_ = out_.data() + used;
    end_ = out_.data() + size;
}

JsonTextError JsonWriter::real(double number)
{
    if (!std::isfinite(number)) return JsonTextError::not_finite;
    char* const begin = room(longest_double);
    at_ = std::to_chars(begin, end_, number).ptr;
    // Without a point or an exponent, it would be parsed as an integer.
    if (std::none_of(begin, at_, [](char c) { return c == '.' || c == 'e'; })) raw(".0");
    return JsonTextError::none;
}

JsonTextError JsonWriter::string(std::string_view text)
{
    return plain_string(text) ? JsonTextError::none : escaped(text);
}

bool JsonWriter::plain_string(std::string_view text)
{
    char* const to = room(text.size() + 2 + plain_padding);
    text.copy(to + 1, text.size());
    if (!is_plain(to + 1, text.size())) return false;
    *to = '"';
    to[text.size() + 1] = '"';
    at_ = to + text.size() + 2;
    return true;
}

JsonTextError JsonWriter::escaped(std::string_view text)
{
    put('"');
    for (;;)
    {
        std::size_t run = plain_prefix(text);
        while (run < text.size() && escape_of(text[run]) == multibyte)
        {
            std::size_t const length = utf8_sequence(text.substr(run));
            if (length == 0) return JsonTextError::invalid_utf8;
            run += length;
            run += plain_prefix(text.substr(run));
        }
        char* to = room(run + longest_escape);
        std::memcpy(to, text.data(), run);
        to += run;
        if (run < text.size()) to = put_escape(to, text[run++]);
        at_ = to;
        text.remove_prefix(run);
        if (text.empty()) break;
    }
    put('"');
    return JsonTextError::none;
}

JsonTextError JsonWriter::array(boost::json::array const& array, std::size_t max_depth)
{
    if (max_depth == 0) return JsonTextError::too_deep;
    put('[');
    for (bool first = true; auto const& element : array)
    {
        if (!first) put(',');
        first = false;
        if (auto const error = value(element, max_depth - 1); error != JsonTextError::none) return error;
    }
    put(']');
    return JsonTextError::none;
}

JsonTextError JsonWriter::object(boost::json::object const& object, std::size_t max_depth)
{
    if (max_depth == 0) return JsonTextError::too_deep;
    put('{');
    for (bool first = true; auto const& member : object)
    {
        if (!first) put(',');
        first = false;
        if (auto const error = string(member.key()); error != JsonTextError::none) return error;
        put(':');
        if (auto const error = value(member.value(), max_depth - 1); error != JsonTextError::none) return error;
    }
    put('}');
    return JsonTextError::none;
}

JsonTextError JsonWriter::value(boost::json::value const& value, std::size_t max_depth)
{
    switch (value.kind())
    {
    case boost::json::kind::null:
        raw("null");
        break;
    case boost::json::kind::bool_:
        value.get_bool() ? raw("true") : raw("false");
        break;
    case boost::json::kind::int64:
        integer(value.get_int64());
        break;
    case boost::json::kind::uint64:
        integer(value.get_uint64());
        break;
    case boost::json::kind::double_:
        return real(value.get_double());
    case boost::json::kind::string:
        return string(value.get_string());
    case boost::json::kind::array:
        return array(value.get_array(), max_depth);
    case boost::json::kind::object:
        return object(value.get_object(), max_depth);
    }
    return JsonTextError::none;
}

} // namespace clerk::detail

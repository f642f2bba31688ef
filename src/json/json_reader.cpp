#include "json/json_reader.hpp"

#include "common/swar.hpp"
#include "common/text.hpp"
#include "portable/ascii.hpp"

#include <bit>
#include <charconv>
#include <system_error>

namespace clerk::detail {

namespace {

void append_utf8(std::string& out, unsigned scalar)
{
    auto const tail = [&](unsigned shift) { out.push_back(static_cast<char>(0x80 | (scalar >> shift & 0x3f))); };
    if (scalar < 0x80)
        out.push_back(static_cast<char>(scalar));
    else if (scalar < 0x800)
    {
        out.push_back(static_cast<char>(0xc0 | scalar >> 6));
        tail(0);
    }
    else if (scalar < 0x10000)
    {
        out.push_back(static_cast<char>(0xe0 | scalar >> 12));
        tail(6);
        tail(0);
    }
    else
    {
        out.push_back(static_cast<char>(0xf0 | scalar >> 18));
        tail(12);
        tail(6);
        tail(0);
    }
}

/// Returns the length of the UTF-8 sequence that `lead` begins, if it begins one.
constexpr std::size_t sequence_length(char lead) noexcept
{
    auto const byte = static_cast<unsigned char>(lead);
    return byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
}

} // namespace

// Out of line, because most bodies have no white space.
char JsonReader::skip_space() noexcept
{
    while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t')) ++at_;
    return at_ == end_ ? '\0' : *at_;
}

std::string_view JsonReader::long_string(char const* begin)
{
    at_ = find_special(begin, end_);
    if (at_ != end_ && *at_ == '"') return {begin, static_cast<std::size_t>(at_++ - begin)};
    return decode_string(begin);
}

std::string_view JsonReader::decode_string(char const* begin)
{
    decoded_.clear();
    char const* copied = begin;
    for (; at_ != end_; at_ = find_special(at_, end_))
    {
        char const c = *at_;
        if (c == '"')
        {
            char const* const last = at_++;
            if (copied == begin) return {begin, static_cast<std::size_t>(last - begin)};
            return decoded_.append(copied, last);
        }
        if (c == '\\')
        {
            decoded_.append(copied, at_);
            if (!decode_escape()) return {};
            copied = at_;
            continue;
        }
        std::string_view const rest{at_, end_};
        std::size_t const length = static_cast<unsigned char>(c) < 0x20 ? 0 : utf8_sequence(rest);
        if (length == 0)
        {
            if (static_cast<unsigned char>(c) >= 0xc0 && rest.size() < sequence_length(c)) at_ = end_;
            break;
        }
        at_ += length;
    }
    fail();
    return {};
}

bool JsonReader::decode_escape()
{
    if (++at_ == end_) return fail();
    char const c = *at_;
    switch (c)
    {
    case '"':
    case '\\':
    case '/':
        decoded_.push_back(c);
        break;
    case 'b':
        decoded_.push_back('\b');
        break;
    case 'f':
        decoded_.push_back('\f');
        break;
    case 'n':
        decoded_.push_back('\n');
        break;
    case 'r':
        decoded_.push_back('\r');
        break;
    case 't':
        decoded_.push_back('\t');
        break;
    case 'u':
        ++at_;
        return decode_code_point();
    default:
        return fail();
    }
    ++at_;
    return true;
}

bool JsonReader::decode_code_point()
{
    unsigned code = 0;
    if (!code_unit(code)) return false;
    if (code >= 0xdc00 && code <= 0xdfff) return fail();
    if (code >= 0xd800 && code <= 0xdbff)
    {
        unsigned low = 0;
        if (!literal("\\u") || !code_unit(low)) return false;
        if (low < 0xdc00 || low > 0xdfff) return fail();
        code = 0x10000 + ((code & 0x3ff) << 10 | (low & 0x3ff));
    }
    append_utf8(decoded_, code);
    return true;
}

bool JsonReader::code_unit(unsigned& unit) noexcept
{
    for (int i = 0; i < 4; ++i, ++at_)
    {
        unsigned const digit = at_ == end_ ? not_a_digit : hex_digit(*at_);
        if (digit == not_a_digit) return fail();
        unit = unit << 4 | digit;
    }
    return true;
}

bool JsonReader::digits() noexcept
{
    if (at_ == end_ || !is_digit(*at_)) return fail();
    while (at_ != end_ && is_digit(*at_)) ++at_;
    return true;
}

bool JsonReader::number(JsonNumber& number) noexcept
{
    constexpr std::ptrdiff_t safe_digits = 18; // always fit an int64
    char const* const begin = at_;
    char const* const first = begin + (begin != end_ && *begin == '-');
    char const* const last = end_ - first > safe_digits ? first + safe_digits : end_;
    char const* at = first;
    std::int64_t magnitude = 0;
    if (std::endian::native == std::endian::little && last - at >= 8 && swar::digits(swar::load(at)))
    {
        magnitude = swar::number(swar::load(at));
        at += 8;
    }
    for (; at != last; ++at)
    {
        auto const digit = static_cast<unsigned char>(*at - '0');
        if (digit > 9) break;
        magnitude = magnitude * 10 + digit;
    }
    at_ = at;
    if (at == first) return fail();
    if (*first == '0' && at - first > 1)
    {
        at_ = first + 1;
        return fail();
    }
    number.kind = JsonNumber::Kind::integer;
    number.integer = first == begin ? magnitude : -magnitude;
    number.text = {begin, at};
    if (at != end_ && (is_digit(*at) || *at == '.' || *at == 'e' || *at == 'E')) return long_number(begin, number);
    return true;
}

bool JsonReader::long_number(char const* begin, JsonNumber& number) noexcept
{
    while (at_ != end_ && is_digit(*at_)) ++at_;
    bool integer = true;
    if (at_ != end_ && *at_ == '.')
    {
        integer = false;
        ++at_;
        if (!digits()) return false;
    }
    if (at_ != end_ && (*at_ == 'e' || *at_ == 'E'))
    {
        integer = false;
        ++at_;
        if (at_ != end_ && (*at_ == '+' || *at_ == '-')) ++at_;
        if (!digits()) return false;
    }
    number.text = {begin, at_};
    if (integer && std::from_chars(begin, at_, number.integer).ec == std::errc{}) return true;
    number.kind = JsonNumber::Kind::real;
    if (integer && *begin != '-' && std::from_chars(begin, at_, number.unsigned_integer).ec == std::errc{})
        number.kind = JsonNumber::Kind::unsigned_integer;
    return true;
}

bool JsonReader::literal(std::string_view name) noexcept
{
    for (char const c : name)
    {
        if (at_ == end_ || *at_ != c) return fail();
        ++at_;
    }
    return true;
}

bool JsonReader::skip()
{
    JsonNumber ignored;
    switch (peek())
    {
    case '{':
        return object([this](std::string_view) { return skip(); });
    case '[':
        return array([this] { return skip(); });
    case '"':
        return string().data() != nullptr;
    case 't':
        return literal("true");
    case 'f':
        return literal("false");
    case 'n':
        return literal("null");
    default:
        return number(ignored);
    }
}

} // namespace clerk::detail

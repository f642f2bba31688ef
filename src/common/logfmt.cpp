#include "common/logfmt.hpp"

#include "portable/ascii.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace clerk::detail {

namespace {

bool needs_no_quotes(char c) noexcept
{
    return is_visible_ascii(c) && c != '"' && c != '=' && c != '\\';
}

void append_escaped(std::string& out, char c)
{
    constexpr std::string_view digits = "0123456789abcdef";
    auto const byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\')
        out.append({'\\', c});
    else if (c == '\n')
        out.append("\\n");
    else if (c == ' ' || is_visible_ascii(c))
        out.push_back(c);
    else
        out.append("\\x").append({digits[byte >> 4U], digits[byte & 15U]});
}

} // namespace

void LogfmtLine::key(std::string_view name)
{
    if (!line_.empty()) line_ += ' ';
    line_.append(name).append("=");
}

LogfmtLine& LogfmtLine::text(std::string_view name, std::string_view value)
{
    if (value.empty()) return *this;
    key(name);
    if (std::ranges::all_of(value, needs_no_quotes))
    {
        line_ += value;
        return *this;
    }
    line_ += '"';
    for (char const c : value) append_escaped(line_, c);
    line_ += '"';
    return *this;
}

LogfmtLine& LogfmtLine::number(std::string_view name, std::uint64_t value)
{
    return value == 0 ? *this : text(name, std::to_string(value));
}

LogfmtLine& LogfmtLine::milliseconds(std::string_view name, std::chrono::nanoseconds value)
{
    auto const microseconds = std::chrono::round<std::chrono::microseconds>(value).count();
    std::array<char, 32> digits{};
    auto const* const end =
        std::to_chars(digits.data(), digits.data() + digits.size(), static_cast<double>(microseconds) / 1000).ptr;
    return text(name, {digits.data(), end});
}

LogfmtLine& LogfmtLine::flag(std::string_view name, bool value)
{
    return value ? text(name, "true") : *this;
}

} // namespace clerk::detail

#include "url/authority.hpp"

#include "url/host.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <system_error>

namespace clerk::detail {

namespace {

constexpr std::uint32_t huge_port = std::numeric_limits<std::uint32_t>::max();

bool is_digit(char c) noexcept
{
    return c >= '0' && c <= '9';
}

std::uint32_t port_of(std::string_view digits) noexcept
{
    std::uint32_t port = 0;
    auto const result = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    return result.ec == std::errc{} ? port : huge_port;
}

} // namespace

std::optional<Authority> parse_authority(std::string_view text)
{
    bool const bracketed = text.starts_with('[');
    auto const end = bracketed ? text.find(']') : std::min(text.find(':'), text.size());
    if (end == std::string_view::npos) return std::nullopt;

    auto const host = text.substr(bracketed ? 1 : 0, bracketed ? end - 1 : end);
    if (bracketed)
    {
        auto const address = address_of(host);
        if (!address || !address->is_v6()) return std::nullopt;
    }
    auto rest = text.substr(bracketed ? end + 1 : end);
    Authority result{std::string{host}, std::nullopt};
    if (rest.empty()) return result;
    if (rest.front() != ':') return std::nullopt;
    rest.remove_prefix(1);
    if (!std::ranges::all_of(rest, is_digit)) return std::nullopt;
    if (!rest.empty()) result.port = port_of(rest);
    return result;
}

} // namespace clerk::detail

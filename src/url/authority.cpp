#include "url/authority.hpp"

#include "portable/ascii.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <system_error>

namespace clerk::detail {

namespace {

constexpr std::uint32_t huge_port = std::numeric_limits<std::uint32_t>::max();

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

std::optional<boost::asio::ip::address> address_of(std::string_view host)
{
    if (host.contains('%')) return std::nullopt; // the meaning of a zone depends on the interfaces of the machine
    boost::system::error_code not_an_address;
    auto address = boost::asio::ip::make_address(host, not_an_address);
    if (not_an_address) return std::nullopt;
    return address;
}

bool is_plain_host(std::string_view host) noexcept
{
    return std::ranges::all_of(host,
                               [](char c) { return is_visible_ascii(c) && !std::string_view{"%/\\@\"<>[]^`{|}"}.contains(c); });
}

bool is_loopback_host(std::string_view host)
{
    auto const address = address_of(host);
    return address ? address->is_loopback() : equal_ignoring_case(host, "localhost");
}

std::string host_and_port(std::string_view host, unsigned port)
{
    bool const is_ipv6 = host.find(':') != std::string_view::npos;
    std::string text;
    text.append(is_ipv6 ? "[" : "").append(host).append(is_ipv6 ? "]:" : ":").append(std::to_string(port));
    return text;
}

} // namespace clerk::detail

#include "url/host.hpp"

#include "portable/ascii.hpp"

#include <algorithm>

namespace clerk::detail {

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
    return std::ranges::all_of(host, [](char c) {
        return c > 0x20 && c < 0x7f && std::string_view{"%/\\@\"<>[]^`{|}"}.find(c) == std::string_view::npos;
    });
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

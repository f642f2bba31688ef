#include "url/no_proxy.hpp"

#include "portable/ascii.hpp"
#include "url/authority.hpp"

#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>

#include <charconv>
#include <optional>
#include <system_error>

namespace clerk::detail {

namespace {

namespace ip = boost::asio::ip;

constexpr std::string_view separators = ", \t\r\n";

/// The addresses that an entry matches: one, or a block.
struct Block
{
    ip::address base;
    unsigned short bits;
};

/// An IPv4 address, or a block of them, that is written as IPv6: `::ffff:10.0.0.0/104`.
Block unmapped(Block const& block)
{
    constexpr unsigned short prefix = 96;
    if (!block.base.is_v6() || !block.base.to_v6().is_v4_mapped() || block.bits < prefix) return block;
    return {ip::make_address_v4(ip::v4_mapped, block.base.to_v6()), static_cast<unsigned short>(block.bits - prefix)};
}

bool same_block(Block const& block, ip::address const& address)
{
    auto const& [base, bits] = block;
    if (base.is_v4() != address.is_v4()) return false;
    if (base.is_v4())
        return bits <= 32 && ip::make_network_v4(base.to_v4(), bits).canonical().address() ==
                                 ip::make_network_v4(address.to_v4(), bits).canonical().address();
    return bits <= 128 && ip::make_network_v6(base.to_v6(), bits).canonical().address() ==
                              ip::make_network_v6(address.to_v6(), bits).canonical().address();
}

std::optional<std::uint16_t> number(std::string_view text)
{
    std::uint16_t value = 0;
    auto const* const end = text.data() + text.size();
    auto const [stop, failure] = std::from_chars(text.data(), end, value);
    if (failure != std::errc{} || stop != end) return std::nullopt;
    return value;
}

/// Returns the address of an entry without brackets: `[2001:db8::]/32` and `[::1]` have them.
std::string_view without_brackets(std::string_view text)
{
    return text.starts_with('[') && text.ends_with(']') ? text.substr(1, text.size() - 2) : text;
}

std::optional<Block> block_of(std::string_view entry)
{
    entry = without_brackets(entry);
    auto const slash = entry.find('/');
    auto const base = address_of(without_brackets(entry.substr(0, slash)));
    if (!base) return std::nullopt;
    if (slash == std::string_view::npos) return unmapped({*base, static_cast<unsigned short>(base->is_v4() ? 32 : 128)});
    auto const bits = number(entry.substr(slash + 1));
    if (!bits) return std::nullopt;
    return unmapped({*base, *bits});
}

std::string_view without_dots(std::string_view name)
{
    if (name.starts_with('.')) name.remove_prefix(1);
    if (name.ends_with('.')) name.remove_suffix(1);
    return name;
}

bool is_or_ends_with(std::string_view host, std::string_view name)
{
    // As in Go: subdomains only.
    if (name.starts_with("*."))
    {
        auto const domain = without_dots(name.substr(1));
        return without_dots(host).size() > domain.size() && is_or_ends_with(host, domain);
    }
    host = without_dots(host);
    name = without_dots(name);
    if (name.empty() || host.size() < name.size()) return false;
    auto const before = host.size() - name.size();
    return equal_ignoring_case(host.substr(before), name) && (before == 0 || host[before - 1] == '.');
}

bool matches_host(std::string_view entry, std::string_view host)
{
    if (entry == "*") return true;
    auto const address = address_of(host);
    auto const block = block_of(entry);
    if (address) return block && same_block(*block, unmapped({*address, 128}).base);
    return !block && is_or_ends_with(host, entry);
}

bool matches(std::string_view entry, std::string_view host, std::uint16_t port)
{
    if (matches_host(entry, host)) return true;
    auto const colon = entry.rfind(':');
    if (colon == std::string_view::npos || address_of(entry)) return false;
    return number(entry.substr(colon + 1)) == port && matches_host(entry.substr(0, colon), host);
}

} // namespace

bool is_exempt_from_proxy(std::string_view no_proxy, std::string_view host, std::uint16_t port)
{
    while (true)
    {
        auto const begin = no_proxy.find_first_not_of(separators);
        if (begin == std::string_view::npos) return false;
        no_proxy.remove_prefix(begin);
        auto const entry = no_proxy.substr(0, no_proxy.find_first_of(separators));
        if (matches(entry, host, port)) return true;
        no_proxy.remove_prefix(entry.size());
    }
}

} // namespace clerk::detail

#include "policy/no_proxy.hpp"

#include "codec/host_name.hpp"
#include "vocabulary/ascii.hpp"

#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>

#include <charconv>
#include <optional>
#include <system_error>

namespace clerk::detail {

namespace {

namespace ip = boost::asio::ip;

constexpr std::string_view separators = ", \t\r\n";

bool same_block(ip::address const& base, unsigned short bits, ip::address const& address)
{
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

/// The addresses an entry stands for: one, or a block.
struct Block
{
    ip::address base;
    unsigned short bits;
};

std::optional<Block> block_of(std::string_view entry)
{
    auto const slash = entry.find('/');
    auto const base = address_of(entry.substr(0, slash));
    if (!base) return std::nullopt;
    if (slash == std::string_view::npos) return Block{*base, static_cast<unsigned short>(base->is_v4() ? 32 : 128)};
    auto const bits = number(entry.substr(slash + 1));
    if (!bits) return std::nullopt;
    return Block{*base, *bits};
}

std::string_view without_dots(std::string_view name)
{
    if (name.starts_with('.')) name.remove_prefix(1);
    if (name.ends_with('.')) name.remove_suffix(1);
    return name;
}

bool is_or_ends_with(std::string_view host, std::string_view name)
{
    host = without_dots(host);
    name = without_dots(name);
    if (name.empty() || host.size() < name.size()) return false;
    auto const before = host.size() - name.size();
    return equal_ignoring_case(host.substr(before), name) && (before == 0 || host[before - 1] == '.');
}

bool matches_host(std::string_view entry, std::string_view host)
{
    if (entry == "*") return true;
    if (entry.starts_with('[') && entry.ends_with(']')) entry = entry.substr(1, entry.size() - 2);
    auto const address = address_of(host);
    auto const block = block_of(entry);
    if (address) return block && same_block(block->base, block->bits, *address);
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

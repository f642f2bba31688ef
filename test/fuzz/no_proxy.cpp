#include "url/no_proxy.hpp"

#include "fuzz/input.hpp"
#include "fuzz/require.hpp"
#include "fuzz/targets.hpp"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <string>

namespace clerk::fuzz {

void no_proxy(std::string_view bytes)
{
    Input input{bytes};
    auto const port = static_cast<std::uint16_t>(input.below(65536));
    std::string const host{input.text(input.below(64))};
    std::string const list{input.rest()};

    bool const exempt = detail::is_exempt_from_proxy(list, host, port);
    require(detail::is_exempt_from_proxy(list + ",*", host, port), "* is every host");

    bool any = false;
    constexpr std::string_view separators = ", \t\r\n";
    for (std::size_t at = 0; at <= list.size();)
    {
        auto const end = std::min(list.find_first_of(separators, at), list.size());
        any = detail::is_exempt_from_proxy(list.substr(at, end - at), host, port) || any;
        at = end + 1;
    }
    require(any == exempt, "a list exempts what one of its entries exempts");

    std::string upper = host;
    std::ranges::transform(upper, upper.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    require(detail::is_exempt_from_proxy(list, upper, port) == exempt, "the case of a host does not matter");
}

} // namespace clerk::fuzz

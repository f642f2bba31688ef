#include <clerk/proxy_url.hpp>

namespace clerk {

ProxyUrl::ProxyUrl(std::string_view text) : text_{text} {}

ProxyUrl::ProxyUrl(std::string const& text) : text_{text} {}

ProxyUrl::ProxyUrl(char const* text) : text_{text == nullptr ? std::string_view{} : std::string_view{text}} {}

} // namespace clerk

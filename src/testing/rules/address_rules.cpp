#include "testing/rules/address_rules.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <algorithm>
#include <string>

namespace clerk::testing::detail {

namespace {

bool is_dotted(std::string_view text) noexcept
{
    return !text.empty() && text.front() != '.' && text.back() != '.' && text.find("..") == std::string_view::npos;
}

bool has_any(std::string_view text, std::string_view characters) noexcept
{
    return text.find_first_of(characters) != std::string_view::npos;
}

bool has_control(std::string_view text) noexcept
{
    return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

} // namespace

bool is_email_address(std::string_view text) noexcept
{
    auto const at = text.rfind('@');
    if (at == std::string_view::npos || text.size() > 254 || has_control(text)) return false;
    auto const local = text.substr(0, at);
    auto const domain = text.substr(at + 1);
    bool const quoted = local.size() > 2 && local.front() == '"' && local.back() == '"';
    bool const plain = is_dotted(local) && !has_any(local, " \"@,;:<>()[]\\");
    if (local.size() > 64 || (!quoted && !plain)) return false;
    if (!is_dotted(domain) || domain.find('.') == std::string_view::npos) return false;
    return domain.front() != '-' && domain.back() != '-' && !has_any(domain, " \"!#$%&'*+/=?^_`{|}~@,;:<>()[]\\");
}

bool is_path(std::string_view text) noexcept
{
    return text.starts_with('/') && !text.starts_with("//") && !has_control(text);
}

bool is_url(std::string_view text)
{
    // Clerk accepts characters outside of ASCII, which the RFC requires to be percent-encoded.
    std::string ascii{text};
    std::replace_if(ascii.begin(), ascii.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; }, 'x');
    auto const url = boost::urls::parse_uri(ascii);
    return url.has_value() && url->has_authority() && !url->host().empty();
}

} // namespace clerk::testing::detail

#include "url/api_url.hpp"

#include <boost/test/unit_test.hpp>

#include <stdexcept>
#include <string>
#include <string_view>

using clerk::detail::parse_api_url;

namespace {

/// Returns `host_field base_path`, with `http` before it for plain text, or the error.
std::string parsed(std::string_view text)
{
    try
    {
        auto const url = parse_api_url(text);
        return (url.tls ? "" : "http ") + url.host_field + " " + url.base_path;
    }
    catch (std::invalid_argument const& refusal)
    {
        return refusal.what();
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(url_api_url)

BOOST_AUTO_TEST_CASE(the_host_field_has_non_default_ports)
{
    BOOST_TEST(parsed("https://api.clerk.com") == "api.clerk.com ");
    BOOST_TEST(parsed("https://api.clerk.com:443/") == "api.clerk.com ");
    BOOST_TEST(parsed("https://api.clerk.com:80/a/b/") == "api.clerk.com:80 /a/b");
    BOOST_TEST(parsed("https://[2001:db8::1]") == "[2001:db8::1] ");
    BOOST_TEST(parsed("https://[2001:db8::1]:8443") == "[2001:db8::1]:8443 ");
    BOOST_TEST(parsed("http://127.0.0.1") == "http 127.0.0.1 ");
    BOOST_TEST(parsed("http://[::1]:443") == "http [::1]:443 ");
    BOOST_TEST(parsed("http://LOCALHOST:8080/x") == "http LOCALHOST:8080 /x");
}

BOOST_AUTO_TEST_CASE(http_is_for_loopback_only)
{
    for (auto const* const url :
         {"http://api.clerk.com", "http://192.0.2.1", "http://[2001:db8::1]", "http://localhost.example", "http://0.0.0.0"})
        BOOST_TEST(parsed(url) ==
                       "api_url: http is allowed for loopback addresses only, because it would send the key unencrypted",
                   url);
}

BOOST_AUTO_TEST_CASE(only_a_port_or_a_path_follows_the_host)
{
    for (auto const* const url : {"https://api.clerk.com:0", "https://api.clerk.com:65536"})
        BOOST_TEST(parsed(url) == "api_url: its port is not between 1 and 65535", url);
    for (auto const* const url :
         {"https://api.clerk.com:443x", "https://api.clerk.com:x", "https://api.clerk.com:443evil.example/v2",
          "https://api.clerk.com:1:2", "https://192.0.2.1:443x", "https://[::1]443", "https://[::1]x/", "https://[2001:db8::1",
          "https://[192.0.2.1]", "https://[v1.x]", "https://[]"})
        BOOST_TEST(parsed(url) == "api_url: contains invalid text after its host", url);
}

BOOST_AUTO_TEST_CASE(a_name_may_start_like_an_address)
{
    BOOST_TEST(parsed("https://192.0.2.1.example:8443/v2") == "192.0.2.1.example:8443 /v2");
    BOOST_TEST(parsed("http://127.0.0.1.example") ==
               "api_url: http is allowed for loopback addresses only, because it would send the key unencrypted");
}

BOOST_AUTO_TEST_CASE(an_empty_port_is_the_default)
{
    BOOST_TEST(parsed("https://api.clerk.com:") == "api.clerk.com ");
    BOOST_TEST(parsed("https://[::1]:/a") == "[::1] /a");
}

BOOST_AUTO_TEST_CASE(text_that_is_not_an_http_url_is_refused)
{
    struct
    {
        char const *url, *refusal;
    } const table[]{
        {"", "is not an absolute URL"},
        {"api.clerk.com", "is not an absolute URL"},
        {"https:api.clerk.com", "is not an absolute URL"},
        {"//api.clerk.com", "is not an absolute URL"},
        {"https://api.clerk.com/a b", "its path contains a character that must be percent-encoded"},
        {"https://api.clerk.com/%zz", "its path contains a character that must be percent-encoded"},
        {"https://api.clerk.com/\r\nX: y", "its path contains a character that must be percent-encoded"},
        {"https://api clerk.com", "its host contains a character that is not allowed in a host name"},
        {"https://api.clerk.com\\@evil.example", "contains a user or a password"},
        {"ftp://api.clerk.com", "its scheme is not https"},
        {"https://user@api.clerk.com", "contains a user or a password"},
        {"https://api.clerk.com:443@evil.example", "contains a user or a password"},
        {"https://api.clerk.com?", "contains a query or a fragment"},
        {"https://api.clerk.com/#a", "contains a query or a fragment"},
        {"https://", "has no host"},
        {"https:///path", "has no host"},
        {"https://:443", "has no host"},
        {"https://api[clerk.com", "its host contains a character that is not allowed in a host name"},
        {"https://api%2eclerk.com", "its host contains a character that is not allowed in a host name"},
    };

    for (auto const& [url, refusal] : table) BOOST_TEST(parsed(url) == std::string{"api_url: "} + refusal, url);
}

BOOST_AUTO_TEST_CASE(a_host_has_at_most_253_characters)
{
    std::string const longest =
        std::string(63, 'a') + "." + std::string(63, 'b') + "." + std::string(63, 'c') + "." + std::string(61, 'd');
    BOOST_TEST(longest.size() == 253U);
    BOOST_TEST(parsed("https://" + longest) == longest + " ");
    BOOST_TEST(parsed("https://" + longest + "e") == "api_url: its host is longer than 253 characters");
}

BOOST_AUTO_TEST_SUITE_END()

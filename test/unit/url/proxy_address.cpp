#include "url/proxy_address.hpp"

#include <boost/test/unit_test.hpp>

#include <stdexcept>
#include <string>
#include <string_view>

using clerk::detail::parse_proxy_url;

namespace {

/// Returns `host port authorization`, or the error.
std::string parsed(std::string_view text)
{
    try
    {
        auto const address = parse_proxy_url(text);
        std::string summary = address.host + (address.host_is_address ? " (address) " : " ") + std::to_string(address.port);
        if (!address.authorization.view().empty()) summary += " " + std::string{address.authorization.view()};
        return summary;
    }
    catch (std::invalid_argument const& refusal)
    {
        return refusal.what();
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(url_proxy_address)

BOOST_AUTO_TEST_CASE(host_and_port_with_or_without_a_scheme)
{
    for (auto const* const text : {"http://proxy.example:3128", "http://proxy.example:3128/", "HTTP://proxy.example:3128",
                                   "proxy.example:3128", "proxy.example:3128/"})
        BOOST_TEST(parsed(text) == "proxy.example 3128");
    BOOST_TEST(parsed("http://localhost:1") == "localhost 1");
    BOOST_TEST(parsed("http://192.0.2.1:65535") == "192.0.2.1 (address) 65535");
    BOOST_TEST(parsed("http://[2001:db8::1]:8080") == "2001:db8::1 (address) 8080");
    BOOST_TEST(parsed("[::1]:8080") == "::1 (address) 8080");
    BOOST_TEST(parsed("http://192.0.2.1.example:8080") == "192.0.2.1.example 8080");
}

BOOST_AUTO_TEST_CASE(credentials_are_decoded_for_basic_authentication)
{
    struct
    {
        char const *userinfo, *authorization;
    } const table[]{
        {"user:pass", "dXNlcjpwYXNz"},
        {"user", "dXNlcjo="},
        {"user:", "dXNlcjo="},
        {":pass", "OnBhc3M="},
        {"Aladdin:open%20sesame", "QWxhZGRpbjpvcGVuIHNlc2FtZQ=="},
        {"a%40b:c%3Ad%2fe%20%25", "YUBiOmM6ZC9lICU="},
        {"a@b:c:d%2Fe %25", "YUBiOmM6ZC9lICU="}, // unencoded where unambiguous, as in curl
        {"%C3%BC:\xc3\xa9", "w7w6w6k="},
    };

    for (auto const& [userinfo, authorization] : table) BOOST_TEST_CONTEXT(userinfo)
        {
            auto const expected = std::string{"proxy.example 3128 Basic "} + authorization;
            BOOST_TEST(parsed(std::string{"http://"} + userinfo + "@proxy.example:3128") == expected);
            BOOST_TEST(parsed(std::string{userinfo} + "@proxy.example:3128/") == expected);
        }
    BOOST_TEST(parsed("http://@proxy.example:3128") == "proxy.example 3128");
}

BOOST_AUTO_TEST_CASE(refusals_name_the_field_and_the_fault)
{
    struct
    {
        char const *text, *refusal;
    } const table[]{
        {"https://proxy.example:3128", "proxy: its scheme is https; the connection to the proxy itself uses plain http"},
        {"socks5://proxy.example:1080", "proxy: is a SOCKS proxy; only HTTP proxies are supported"},
        {"SOCKS4a://proxy.example:1080", "proxy: is a SOCKS proxy; only HTTP proxies are supported"},
        {"socks5h://proxy.example:1080", "proxy: is a SOCKS proxy; only HTTP proxies are supported"},
        {"ftp://proxy.example:21", "proxy: its scheme is not http"},
        {"://proxy.example:3128", "proxy: its scheme is not http"},
        {"", "proxy: has no host"},
        {"http://", "proxy: has no host"},
        {"http://:3128", "proxy: has no host"},
        {"http://proxy.example", "proxy: has no port"},
        {"proxy.example", "proxy: has no port"},
        {"http://proxy.example:", "proxy: has no port"},
        {"http://proxy.example:0", "proxy: its port is not between 1 and 65535"},
        {"http://proxy.example:65536", "proxy: its port is not between 1 and 65535"},
        {"http://proxy.example:99999999999999999999", "proxy: its port is not between 1 and 65535"},
        {"http://proxy.example:x", "proxy: is not of the form http://[user:password@]host:port"},
        {"http://proxy.example:-1", "proxy: is not of the form http://[user:password@]host:port"},
        {"http://[::1:3128", "proxy: is not of the form http://[user:password@]host:port"},
        {"http://::1:3128", "proxy: is not of the form http://[user:password@]host:port"},
        {"http://192.0.2.1:3128x", "proxy: is not of the form http://[user:password@]host:port"},
        {"http://[192.0.2.1]:3128", "proxy: is not of the form http://[user:password@]host:port"},
        {"http://pro xy:3128", "proxy: its host contains a character that is not allowed in a host name"},
        {"http://proxy\r\nX: y:3128", "proxy: is not of the form http://[user:password@]host:port"},
        {"http://pro%0d%0axy:3128", "proxy: its host contains a character that is not allowed in a host name"},
        {"http://pro%00xy:3128", "proxy: its host contains a character that is not allowed in a host name"},
    };

    for (auto const& [text, refusal] : table) BOOST_TEST_CONTEXT(text)
        {
            BOOST_TEST(parsed(text) == refusal);
        }
}

BOOST_AUTO_TEST_CASE(text_after_the_port_is_refused)
{
    for (auto const* const text : {"http://proxy.example:3128/path", "http://proxy.example:3128?query",
                                   "http://proxy.example:3128#fragment", "http://proxy.example:3128//", "proxy.example:3128/?"})
        BOOST_TEST(parsed(text).find("contains a path, a query or a fragment") != std::string::npos, text);
}

BOOST_AUTO_TEST_CASE(no_error_contains_the_credentials)
{
    for (auto const* const text : {"https://s3cret:hunter2@proxy.example:1",
                                   "socks5://s3cret:hunter2@proxy.example:1",
                                   "hunter2://s3cret@proxy.example:1",
                                   "http://s3cret:hunter2@",
                                   "http://s3cret:hunter2@proxy.example",
                                   "http://s3cret:hunter2@proxy.example:0",
                                   "http://s3cret:hunter2/x@proxy.example:1",
                                   "http://s3cret:hunter2?@proxy.example:1",
                                   "s3cret:hunter2#@proxy.example:1",
                                   "http://s3cret:hunter2",
                                   "s3cret:hunter2",
                                   "http://s3cret%zzhunter2@proxy.example:1",
                                   "http://s3cret:hunter2%4@proxy:1",
                                   "http://s3cret:hunter2%@proxy:1",
                                   "http://s3cret:%%%hunter2@proxy:1",
                                   "http://s3cret%3a:hunter2@proxy:1",
                                   "http://s3cret:hunter2%0d%0aX@proxy:1",
                                   "http://s3cret:hunter2%00@proxy:1",
                                   "http://s3cret:hunter2\r\n@proxy:1",
                                   "http://s3cret:hunter2@[proxy:1",
                                   "http://s3cret:hunter2%+1@proxy:1"})
    {
        auto const refusal = parsed(text);
        BOOST_TEST_INFO(text);
        BOOST_TEST(refusal.starts_with("proxy: "));
        BOOST_TEST(refusal.find("s3cret") == std::string::npos, refusal);
        BOOST_TEST(refusal.find("hunter2") == std::string::npos, refusal);
    }
}

BOOST_AUTO_TEST_CASE(credentials_invalid_for_basic_authentication_are_refused)
{
    BOOST_TEST(parsed("http://a%3Ab:c@proxy:1") == "proxy: its user contains a colon, which Basic authentication does not allow");
    BOOST_TEST(parsed("http://a:b%0Ac@proxy:1") == "proxy: its user or password contains a control character");
    BOOST_TEST(parsed("http://a%7F:b@proxy:1") == "proxy: its user or password contains a control character");
    for (auto const* const userinfo : {"%", "%4", "%4:a", "a:%", "a:%4", "a:%4g", "a:%g4", "%%41", "a:%-1", "%41%"})
        BOOST_TEST(parsed(std::string{"http://"} + userinfo + "@proxy:1") ==
                   "proxy: its user or password contains an invalid percent-encoding");
}

BOOST_AUTO_TEST_SUITE_END()

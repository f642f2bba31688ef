#include "url/authority.hpp"

#include <boost/test/unit_test.hpp>

using namespace clerk::detail;

BOOST_AUTO_TEST_SUITE(url_authority)

BOOST_AUTO_TEST_CASE(loopback_is_a_name_and_two_blocks_of_addresses)
{
    for (auto const* const host : {"localhost", "LocalHost", "127.0.0.1", "127.255.255.254", "::1", "0:0:0:0:0:0:0:1"})
        BOOST_TEST(is_loopback_host(host), host);
    for (auto const* const host : {"", "localhos", "localhost.", "a.localhost", "128.0.0.1", "126.255.255.255", "::2",
                                   "::", "0.0.0.0", "192.0.2.1", "127.1", "LOCALHOST.example.com", "localhosT\x01"})
        BOOST_TEST(!is_loopback_host(host), host);
}

BOOST_AUTO_TEST_CASE(ipv6_hosts_with_a_port_are_bracketed)
{
    BOOST_TEST(host_and_port("api.clerk.com", 443) == "api.clerk.com:443");
    BOOST_TEST(host_and_port("192.0.2.1", 80) == "192.0.2.1:80");
    BOOST_TEST(host_and_port("2001:db8::1", 8443) == "[2001:db8::1]:8443");
}

BOOST_AUTO_TEST_SUITE_END()

#include "wire/request_head.hpp"

#include "unit/common/freed_memory.hpp"

#include <boost/test/unit_test.hpp>

using clerk::detail::connect_request;
using clerk::test::FreedMemory;

BOOST_AUTO_TEST_SUITE(wire_connect_request)

BOOST_AUTO_TEST_CASE(names_the_host_only)
{
    BOOST_TEST(connect_request("api.clerk.com:443", "").view() ==
               "CONNECT api.clerk.com:443 HTTP/1.1\r\nHost: api.clerk.com:443\r\n\r\n");
    BOOST_TEST(connect_request("[2001:db8::1]:8443", "").view() ==
               "CONNECT [2001:db8::1]:8443 HTTP/1.1\r\nHost: [2001:db8::1]:8443\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(proxy_credentials_are_sent_if_given)
{
    BOOST_TEST(
        connect_request("api.clerk.com:443", "Basic dXNlcjpwYXNz").view() ==
        "CONNECT api.clerk.com:443 HTTP/1.1\r\nHost: api.clerk.com:443\r\nProxy-Authorization: Basic dXNlcjpwYXNz\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(leaves_no_credentials_in_memory)
{
    FreedMemory const watch{"dXNlcjpwYXNzd29yZA=="};
    {
        auto const request = connect_request("api.clerk.com:443", "Basic dXNlcjpwYXNzd29yZA==");
        BOOST_TEST(!request.view().empty());
    }
    BOOST_TEST(watch.blocks() >= 1U);
    BOOST_TEST(watch.holding_it() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

#include "url/no_proxy.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdint>

using clerk::detail::is_exempt_from_proxy;

namespace {

struct Row
{
    char const* list;
    char const* host;
    bool exempt;
    std::uint16_t port{443};
};

template <std::size_t n>
void check(Row const (&table)[n])
{
    for (auto const& row : table) BOOST_TEST_CONTEXT("'" << row.list << "' and " << row.host << ":" << row.port)
        {
            BOOST_TEST(is_exempt_from_proxy(row.list, row.host, row.port) == row.exempt);
        }
}

} // namespace

BOOST_AUTO_TEST_SUITE(url_no_proxy)

BOOST_AUTO_TEST_CASE(a_name_matches_itself_and_its_subdomains)
{
    check({
        {"clerk.com", "clerk.com", true},       {"clerk.com", "api.clerk.com", true},      {"clerk.com", "a.b.clerk.com", true},
        {".clerk.com", "api.clerk.com", true},  {".clerk.com", "clerk.com", true},         {"CLERK.com", "api.clerk.COM", true},
        {"clerk.com.", "api.clerk.com", true},  {"clerk.com", "api.clerk.com.", true},     {"com", "api.clerk.com", true},
        {"clerk.com", "notclerk.com", false},   {"clerk.com", "clerk.com.example", false}, {"clerk.com", "com", false},
        {"api.clerk.com", "clerk.com", false},  {"lerk.com", "api.clerk.com", false},      {"*.clerk.com", "api.clerk.com", true},
        {"*.clerk.com", "a.b.clerk.com", true}, {"*.clerk.com", "API.clerk.com.", true},   {"*.clerk.com", "clerk.com", false},
        {"*.clerk.com", "notclerk.com", false}, {"*clerk.com", "notclerk.com", false},     {"*.", "clerk.com", false},
        {"clerk.*", "clerk.com", false},
    });
}

BOOST_AUTO_TEST_CASE(entries_are_separated_by_commas_or_blanks)
{
    check({
        {"", "api.clerk.com", false},
        {" ,, \t,", "api.clerk.com", false},
        {".", "api.clerk.com", false},
        {"example.com,clerk.com", "api.clerk.com", true},
        {"example.com, clerk.com ,example.org", "api.clerk.com", true},
        {"example.com clerk.com", "api.clerk.com", true},
        {",clerk.com", "api.clerk.com", true},
        {"example.com,example.org", "api.clerk.com", false},
        {"clerk,.com", "api.clerk.com", true},
        {"api.clerk,com.example", "api.clerk.com", false},
    });
}

BOOST_AUTO_TEST_CASE(a_star_matches_every_host)
{
    check({
        {"*", "api.clerk.com", true},
        {"*", "192.0.2.1", true},
        {"*", "::1", true},
        {"example.com,*", "api.clerk.com", true},
        {"*:443", "api.clerk.com", true},
        {"*:8443", "api.clerk.com", false},
        {"**", "api.clerk.com", false},
    });
}

BOOST_AUTO_TEST_CASE(an_address_matches_in_any_notation)
{
    check({
        {"192.0.2.1", "192.0.2.1", true},
        {"192.0.2.1", "192.0.2.10", false},
        {"192.0.2.1", "1.192.0.2.1", false},
        {"2.1", "192.0.2.1", false},
        {"2001:db8::1", "2001:db8:0:0::1", true},
        {"[2001:db8::1]", "2001:db8::1", true},
        {"2001:DB8::1", "2001:db8::1", true},
        {"2001:db8::1", "2001:db8::2", false},
        {"::1", "127.0.0.1", false},
        {"0.0.0.1", "::1", false},
        {"192.0.2.1", "host.192.0.2.1.example", false},
        {"192.0.2.1", "::ffff:192.0.2.1", true},
        {"::ffff:192.0.2.1", "192.0.2.1", true},
        {"[::ffff:192.0.2.1]", "::ffff:c000:201", true},
        {"[2001:db8::]/32", "2001:db8:1::1", true},
        {"[2001:db8::/32]", "2001:db8:1::1", true},
        {"[2001:db8::]/32", "2001:db9::1", false},
        {"::ffff:10.0.0.0/104", "10.1.2.3", true},
        {"::ffff:10.0.0.0/104", "11.1.2.3", false},
        {"10.0.0.0/8", "::ffff:10.1.2.3", true},
        {"::/0", "10.1.2.3", false},
        {"fe80::1%lo", "FE80::1%LO", true},
        {"fe80::1%lo", "fe80::1", false},
        {"clerk.com", "192.0.2.1", false},
    });
}

BOOST_AUTO_TEST_CASE(a_block_matches_its_addresses)
{
    check({
        {"10.0.0.0/8", "10.255.1.2", true},
        {"10.0.0.0/8", "11.0.0.1", false},
        {"10.1.2.3/8", "10.9.9.9", true},
        {"192.0.2.128/25", "192.0.2.127", false},
        {"192.0.2.128/25", "192.0.2.128", true},
        {"192.0.2.1/32", "192.0.2.1", true},
        {"192.0.2.1/32", "192.0.2.2", false},
        {"0.0.0.0/0", "192.0.2.1", true},
        {"0.0.0.0/0", "2001:db8::1", false},
        {"0.0.0.0/0", "api.clerk.com", false},
        {"2001:db8::/32", "2001:db8:ffff::1", true},
        {"2001:db8::/32", "2001:db9::1", false},
        {"::/0", "2001:db8::1", true},
        {"2001:db8::1/128", "2001:db8::1", true},
        {"10.0.0.0/33", "10.0.0.0", false},
        {"2001:db8::/129", "2001:db8::", false},
        {"10.0.0.0/", "10.0.0.0", false},
        {"10.0.0.0/x", "10.0.0.0", false},
        {"10.0.0.0/-1", "10.0.0.0", false},
        {"10.0.0.0/65536", "10.0.0.0", false},
        {"10.0.0.0/8/8", "10.0.0.0", false},
        {"/8", "10.0.0.0", false},
        {"clerk.com/8", "clerk.com", false},
    });
}

BOOST_AUTO_TEST_CASE(an_entry_with_a_port_matches_that_port)
{
    check({
        {"clerk.com:443", "api.clerk.com", true},
        {"clerk.com:8443", "api.clerk.com", false},
        {"clerk.com:8443", "api.clerk.com", true, 8443},
        {".clerk.com:8443", "api.clerk.com", true, 8443},
        {"192.0.2.1:8443", "192.0.2.1", true, 8443},
        {"192.0.2.1:8443", "192.0.2.1", false},
        {"[2001:db8::1]:8443", "2001:db8::1", true, 8443},
        {"[2001:db8::1]:8443", "2001:db8::1", false},
        {"2001:db8::8443", "2001:db8::", false, 8443},
        {"10.0.0.0/8:8443", "10.1.1.1", true, 8443},
        {"clerk.com:", "clerk.com", false},
        {"clerk.com:0", "clerk.com", false},
        {"clerk.com:65979", "clerk.com", false}, // 443 + 65536
        {":443", "clerk.com", false},
    });
}

BOOST_AUTO_TEST_SUITE_END()

#include "common/address_match.hpp"

#include <boost/test/unit_test.hpp>

using clerk::detail::AddressMatch;
using clerk::detail::compare_addresses;

BOOST_AUTO_TEST_SUITE(common_address_match)

BOOST_AUTO_TEST_CASE(addresses_match_in_any_case_and_with_blanks_around)
{
    for (auto const& [a, b] : {std::pair{"a@example.com", "A@Example.Com"},
                               {" a@example.com\t", "a@example.com"},
                               {"J\u00d6RG@example.com", "j\u00f6rg@example.com"},
                               {"\u0141@example.com", "\u0142@example.com"},
                               {"\u010c\u017d@example.com", "\u010d\u017e@example.com"},
                               {"\u0391\u03a9@example.com", "\u03b1\u03c9@example.com"},
                               {"\u0401\u0416@example.com", "\u0451\u0436@example.com"}})
        BOOST_TEST((compare_addresses(a, b) == AddressMatch::same), a);
}

BOOST_AUTO_TEST_CASE(other_addresses_are_different)
{
    for (auto const& [a, b] : {std::pair{"a@example.com", "a@example.co"},
                               {"a@example.com", "b@example.com"},
                               {"[@example.com", "{@example.com"},
                               {"a@b\u00fccher.example", "b@xn--bcher-kva.example"}})
        BOOST_TEST((compare_addresses(a, b) == AddressMatch::different), a);
}

BOOST_AUTO_TEST_CASE(values_a_server_may_convert_are_unclear)
{
    for (auto const& [a, b] : {std::pair{"a@b\u00fccher.example", "a@xn--bcher-kva.example"},
                               {"j\u00f6rg@example.com", "joerg@example.com"},
                               {"\xff@example.com", "a@example.com"}})
        BOOST_TEST((compare_addresses(a, b) == AddressMatch::unclear), a);
}

BOOST_AUTO_TEST_CASE(only_plain_addresses_have_one_form)
{
    BOOST_TEST(clerk::detail::has_one_form("A@Example.com"));
    for (auto const* const address :
         {" a@example.com", "\u00e4@example.com", "a@xn--bcher-kva.example", "a@mail.XN--bcher-kva.example"})
        BOOST_TEST(!clerk::detail::has_one_form(address), address);
}

BOOST_AUTO_TEST_SUITE_END()

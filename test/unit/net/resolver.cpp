#include "net/resolver.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string>
#include <vector>

using clerk::detail::Endpoints;
using clerk::detail::interleave_families;
using clerk::detail::make_system_resolver;

namespace {

namespace asio = boost::asio;

/// Endpoints from the letters of a text: capitals are of IPv6, the place in the alphabet is the port.
Endpoints endpoints(std::string const& letters)
{
    Endpoints all;
    for (char const letter : letters)
    {
        bool const v6 = letter >= 'A' && letter <= 'Z';
        all.emplace_back(asio::ip::make_address(v6 ? "::1" : "127.0.0.1"), static_cast<unsigned short>(letter));
    }
    return all;
}

std::string letters(Endpoints const& endpoints)
{
    std::string text;
    for (auto const& endpoint : endpoints) text += static_cast<char>(endpoint.port());
    return text;
}

} // namespace

BOOST_AUTO_TEST_SUITE(net_resolver)

BOOST_AUTO_TEST_CASE(families_are_tried_in_turn_beginning_with_the_first_one)
{
    struct
    {
        char const *found, *tried;
    } const table[]{
        {"", ""},         {"a", "a"},       {"A", "A"},           {"abc", "abc"},     {"ABC", "ABC"},     {"aA", "aA"},
        {"Aa", "Aa"},     {"abA", "aAb"},   {"ABa", "AaB"},       {"aAB", "aAB"},     {"abcAB", "aAbBc"}, {"ABCabc", "AaBbCc"},
        {"aBcD", "aBcD"}, {"aAbB", "aAbB"}, {"AabcdB", "AaBbcd"}, {"abcdA", "aAbcd"}, {"aABCD", "aABCD"}, {"aBAb", "aBbA"},
    };

    for (auto const& [found, tried] : table) BOOST_TEST_CONTEXT(found)
        {
            BOOST_TEST(letters(interleave_families(endpoints(found))) == tried);
        }
}

BOOST_AUTO_TEST_CASE(an_address_needs_no_lookup)
{
    asio::io_context context;
    for (auto const* const address : {"127.0.0.1", "::1"})
    {
        auto const resolver = make_system_resolver(context.get_executor(), address, 8443, true);
        auto const known = resolver->known(std::chrono::steady_clock::now());
        BOOST_REQUIRE(known.has_value());
        BOOST_REQUIRE(known->size() == 1U);
        BOOST_TEST(known->front().address().to_string() == address);
        BOOST_TEST(known->front().port() == 8443);
    }
    BOOST_TEST(context.run() == 0U);
}

BOOST_AUTO_TEST_CASE(a_name_is_not_known_before_it_was_looked_up)
{
    asio::io_context context;
    auto const resolver = make_system_resolver(context.get_executor(), "localhost", 443, false);
    BOOST_TEST(!resolver->known(std::chrono::steady_clock::now()).has_value());
    resolver->cancel();
}

BOOST_AUTO_TEST_SUITE_END()

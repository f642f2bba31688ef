#include "net/resolver.hpp"

#include "unit/tls/lookups.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string>
#include <vector>

using clerk::detail::Endpoints;
using clerk::detail::interleave_families;
using clerk::detail::make_system_resolver;
using clerk::test::Lookups;
using namespace std::chrono_literals;

namespace {

namespace asio = boost::asio;

/// Returns endpoints for the letters of a text: capitals are IPv6, the position in the alphabet is the port.
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

BOOST_AUTO_TEST_CASE(families_alternate_from_the_first_one)
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

BOOST_AUTO_TEST_CASE(localhost_needs_no_lookup)
{
    Lookups const lookups;
    asio::io_context context;
    for (auto const* const host : {"localhost", "LocalHost"})
    {
        auto const known =
            make_system_resolver(context.get_executor(), host, 8443, false)->known(std::chrono::steady_clock::now());
        BOOST_REQUIRE(known.has_value());
        BOOST_REQUIRE(known->size() == 2U);
        for (auto const& endpoint : *known) BOOST_TEST((endpoint.address().is_loopback() && endpoint.port() == 8443));
    }
    BOOST_TEST(context.run() == 0U);
    BOOST_TEST(lookups.count() == 0U);
}

BOOST_AUTO_TEST_CASE(a_name_is_unknown_before_its_lookup)
{
    asio::io_context context;
    auto const resolver = make_system_resolver(context.get_executor(), "held.test", 443, false);
    BOOST_TEST(!resolver->known(std::chrono::steady_clock::now()).has_value());
    resolver->cancel();
}

BOOST_AUTO_TEST_CASE(simultaneous_lookups_are_shared_and_cached)
{
    Lookups lookups;
    asio::io_context context;
    auto const resolver = make_system_resolver(context.get_executor(), "held.test", 8443, false);
    int answers = 0;
    for (int i = 0; i < 3; ++i)
        resolver->resolve([&](boost::system::error_code ec, Endpoints const& found) {
            BOOST_TEST(!ec);
            BOOST_TEST(!found.empty());
            for (auto const& endpoint : found) BOOST_TEST((endpoint.address().is_loopback() && endpoint.port() == 8443));
            ++answers;
        });
    BOOST_TEST(answers == 0, "never inside the call");
    lookups.release();
    context.run();
    BOOST_TEST(answers == 3);
    BOOST_TEST(lookups.count() == 1U);

    auto const now = std::chrono::steady_clock::now();
    BOOST_TEST(resolver->known(now).has_value());
    BOOST_TEST(resolver->known(now + 29s).has_value());
    BOOST_TEST(!resolver->known(now + 30s).has_value());
    resolver->forget();
    BOOST_TEST(!resolver->known(now).has_value());
}

BOOST_AUTO_TEST_CASE(a_failed_lookup_fails_all_waiters_and_is_not_cached)
{
    Lookups const lookups;
    asio::io_context context;
    auto const resolver = make_system_resolver(context.get_executor(), "missing.test", 443, false);
    int failures = 0;
    auto const failed = [&](boost::system::error_code ec, Endpoints const& found) {
        BOOST_TEST(ec == asio::error::host_not_found);
        BOOST_TEST(found.empty());
        ++failures;
    };
    resolver->resolve(failed);
    resolver->resolve(failed);
    context.run();
    BOOST_TEST(failures == 2);
    BOOST_TEST(!resolver->known(std::chrono::steady_clock::now()).has_value());
    resolver->resolve(failed);
    context.restart();
    context.run();
    BOOST_TEST(failures == 3);
    BOOST_TEST(lookups.count() == 2U);
}

BOOST_AUTO_TEST_CASE(a_lookup_after_a_cancelled_one_completes)
{
    Lookups lookups;
    asio::io_context context;
    auto const resolver = make_system_resolver(context.get_executor(), "held.test", 443, false);
    int early = 0;
    int late = 0;
    resolver->resolve([&](boost::system::error_code, Endpoints const&) { ++early; });
    resolver->cancel();
    resolver->resolve([&](boost::system::error_code ec, Endpoints const& found) {
        BOOST_TEST(!ec);
        BOOST_TEST(!found.empty());
        ++late;
    });
    lookups.release();
    context.run();
    BOOST_TEST(early == 0);
    BOOST_TEST(late == 1);
}

BOOST_AUTO_TEST_CASE(a_resolver_may_be_destroyed_during_a_lookup)
{
    Lookups lookups;
    asio::io_context context;
    auto resolver = make_system_resolver(context.get_executor(), "held.test", 443, false);
    int answers = 0;
    resolver->resolve([&](boost::system::error_code, Endpoints const&) { ++answers; });
    resolver.reset();
    lookups.release();
    context.run();
    BOOST_TEST(answers == 0);
}

BOOST_AUTO_TEST_SUITE_END()

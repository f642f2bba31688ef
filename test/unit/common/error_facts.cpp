#include "common/error_facts.hpp"

#include <boost/asio/error.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <optional>

using clerk::ClerkError;
using clerk::Delivery;
using clerk::ErrorKind;
using clerk::NotRetried;
using clerk::Phase;
using clerk::detail::ErrorFacts;

BOOST_AUTO_TEST_SUITE(common_error_facts)

BOOST_AUTO_TEST_CASE(facts_are_kept)
{
    for (auto const kind : {ErrorKind::invalid_argument, ErrorKind::rate_limited, ErrorKind::closed})
        for (auto const delivery : {Delivery::not_sent, Delivery::rejected, Delivery::unknown})
            for (auto const phase : {Phase::validate, Phase::handshake, Phase::backoff})
            {
                ClerkError error;
                error.kind = kind;
                error.delivery = delivery;
                error.phase = phase;
                auto const kept = ErrorFacts{error}.error();
                BOOST_TEST(kept.kind == kind);
                BOOST_TEST(kept.delivery == delivery);
                BOOST_TEST(kept.phase == phase);
                BOOST_TEST(!kept.cause);
            }
}

BOOST_AUTO_TEST_CASE(status_cause_and_retries_are_kept)
{
    ClerkError error;
    error.status = 429;
    error.cause = boost::asio::error::timed_out;
    error.not_retried = NotRetried::proxy_refused;
    auto const kept = ErrorFacts{error}.error();
    BOOST_TEST(kept.status == 429);
    BOOST_TEST(kept.cause == boost::asio::error::timed_out);
    BOOST_TEST(kept.not_retried == NotRetried::proxy_refused);
}

BOOST_AUTO_TEST_CASE(a_delay_of_zero_is_not_an_absent_one)
{
    for (auto const delay : {std::optional<std::chrono::seconds>{}, std::optional{std::chrono::seconds{0}},
                             std::optional{std::chrono::seconds::max()}})
    {
        ClerkError error;
        error.retry_after = delay;
        BOOST_TEST((ErrorFacts{error}.error().retry_after == delay));
    }
}

BOOST_AUTO_TEST_SUITE_END()

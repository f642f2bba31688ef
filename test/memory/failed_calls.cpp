#include "memory/meter.hpp"
#include "support/rig.hpp"

#include <clerk/testing/fake_backend.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/error.hpp>

#include <optional>

using namespace clerk::test;
using namespace std::chrono_literals;
using clerk::Delivery;
using clerk::ErrorKind;
using clerk::testing::FakeBackend;

// A call fails, and one allocation after the other fails while its error is created and stored.
BOOST_AUTO_TEST_SUITE(allocation_failures_of_errors)

namespace {

/// Cancels a call that waits for a connection and fails this allocation. Returns false if there are fewer.
bool keeps_facts(std::size_t which)
{
    FakeBackend backend;
    auto options = backend.client_options();
    options.timeouts.connect = options.timeouts.response = options.timeouts.total = 1h; // detects a call that hangs
    Rig rig{options};
    boost::asio::cancellation_signal signal;
    std::optional<Created> result;
    int completions = 0;
    rig.invitations.create("a@example.com", boost::asio::bind_cancellation_slot(signal.slot(), [&](Created created) {
                               ++completions;
                               result.emplace(std::move(created));
                           }));
    std::optional<AllocationFailure> failure{std::in_place, AllocationFailure::Of::operator_new, which};
    signal.emit(boost::asio::cancellation_type::total);
    bool const happened = failure->happened();
    failure.reset();
    run_out(rig.context);
    BOOST_TEST(completions == 1);
    check_error(*result, {ErrorKind::cancelled, Delivery::not_sent, clerk::Phase::connect});
    BOOST_TEST(result->error().cause == boost::asio::error::operation_aborted);
    BOOST_TEST(result->error().attempts == 1);
    BOOST_TEST(result->error().max_attempts == options.retry.max_attempts);
    BOOST_TEST(backend.requests().empty());
    check_quiet(rig.client);
    return happened;
}

} // namespace

BOOST_AUTO_TEST_CASE(leave_kind_phase_and_delivery)
{
    std::size_t which = 1;
    for (bool more = true; more; ++which) BOOST_TEST_CONTEXT("allocation " << which) more = keeps_facts(which);
    BOOST_TEST(which > 2U); // otherwise, nothing failed
}

BOOST_AUTO_TEST_SUITE_END()

#include "memory/meter.hpp"
#include "support/rig.hpp"

#include <clerk/testing/fake_backend.hpp>

#include <boost/asio/detached.hpp>

#include <algorithm>
#include <new>
#include <string>

using namespace clerk::test;
using clerk::Delivery;
using clerk::testing::FakeBackend;

// One allocation after the other fails during a create. Its initiation throws and has no effect, or its handler is invoked once.
BOOST_AUTO_TEST_SUITE(allocation_failures)

namespace {

std::string const victim = "victim@example.com";

struct Outcome
{
    std::optional<Created> result;
    int completions{0};
    bool threw{false};
};

std::size_t requests_for(FakeBackend const& backend, std::string const& address)
{
    auto const requests = backend.requests();
    return static_cast<std::size_t>(
        std::ranges::count_if(requests, [&](auto const& request) { return request.body.find(address) != std::string::npos; }));
}

using Begin = void (*)(Rig& rig, Outcome& outcome);

void begin_with_handler(Rig& rig, Outcome& outcome)
{
    rig.invitations.create(victim, [&outcome](Created created) {
        ++outcome.completions;
        outcome.result.emplace(std::move(created));
    });
}

/// Runs one create with that allocation failing; false if it takes fewer.
bool survives(AllocationFailure::Of of, std::size_t which, bool warm, Begin begin)
{
    FakeBackend backend;
    Rig rig{backend.client_options()};
    if (warm) BOOST_TEST_REQUIRE(rig.create().has_value());
    std::optional<Created> bystander;
    rig.begin(bystander, {}, {"bystander@example.com"});

    Outcome outcome;
    bool happened = false;
    bool escaped = false;
    {
        AllocationFailure const failure{of, which};
        try
        {
            begin(rig, outcome);
        }
        catch (std::bad_alloc const&)
        {
            outcome.threw = true;
        }
        try
        {
            rig.context.restart();
            rig.context.run_for(ceiling);
        }
        catch (std::bad_alloc const&)
        {
            escaped = true;
        }
        happened = failure.happened();
    }
    BOOST_TEST(!escaped, "no exception leaves run()");
    run_out(rig.context);
    BOOST_TEST(outcome.completions == (outcome.threw ? 0 : 1));
    BOOST_TEST(requests_for(backend, victim) <= (outcome.threw ? 0U : 1U));
    BOOST_TEST_REQUIRE(bystander.has_value());
    bool const victim_failed = outcome.threw || (outcome.result && !outcome.result->has_value());
    BOOST_TEST((bystander->has_value() || !victim_failed), "one failure ends one call");
    if (outcome.result && !outcome.result->has_value())
        BOOST_TEST((outcome.result->error().delivery != Delivery::not_sent || requests_for(backend, victim) == 0U));

    std::optional<Created> next;
    rig.begin(next, {}, {"next@example.com"});
    run_out(rig.context);
    BOOST_TEST_REQUIRE(next.has_value());
    BOOST_TEST(next->has_value(), (*next ? std::string{} : next->error().message()));
    check_quiet(rig.client);
    return happened;
}

void check_all(AllocationFailure::Of of, bool warm, Begin begin, std::size_t step)
{
    std::size_t which = 1;
    for (bool more = true; more; which += which < 100 ? 1 : step)
        BOOST_TEST_CONTEXT((warm ? "warm, allocation " : "cold, allocation ") << which)
    more = survives(of, which, warm, begin);
    BOOST_TEST_MESSAGE((warm ? "warm: " : "cold: ") << which << " allocations");
    BOOST_TEST(which > 10U);
}

} // namespace

BOOST_AUTO_TEST_CASE(of_operator_new_end_one_call_at_most)
{
    for (bool const warm : {true, false}) check_all(AllocationFailure::Of::operator_new, warm, &begin_with_handler, 1);
}

// A handshake makes thousands of them.
BOOST_AUTO_TEST_CASE(of_openssl_end_one_call_at_most)
{
    for (bool const warm : {true, false}) check_all(AllocationFailure::Of::openssl, warm, &begin_with_handler, 61);
}

BOOST_AUTO_TEST_SUITE_END()

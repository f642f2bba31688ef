#include "memory/meter.hpp"
#include "support/rig.hpp"

#include <clerk/testing/fake_backend.hpp>

#include <boost/asio/detached.hpp>

#include <algorithm>
#include <functional>
#include <new>
#include <optional>
#include <string>

using namespace clerk::test;
using namespace std::chrono_literals;
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

/// Calls `arm` and starts the create.
using Begin = void (*)(Rig& rig, Outcome& outcome, std::function<void()> const& arm);

void begin_with_handler(Rig& rig, Outcome& outcome, std::function<void()> const& arm)
{
    arm();
    rig.invitations.create(victim, [&outcome](Created created) {
        ++outcome.completions;
        outcome.result.emplace(std::move(created));
    });
}

boost::asio::awaitable<void> create_in_coroutine(Rig& rig, Outcome& outcome, std::function<void()> const& arm)
{
    clerk::CreateInvitationParams const params{victim};
    try
    {
        arm();
        auto created = co_await rig.invitations.create(params);
        ++outcome.completions;
        outcome.result.emplace(std::move(created));
    }
    catch (std::bad_alloc const&)
    {
        outcome.threw = true;
    }
}

// Allocations may fail from the start of the create on.
void begin_in_coroutine(Rig& rig, Outcome& outcome, std::function<void()> const& arm)
{
    boost::asio::co_spawn(rig.context, create_in_coroutine(rig, outcome, arm), boost::asio::detached);
}

struct Scenario
{
    char const* name;
    Begin begin;
    bool warm;
    bool refused; ///< by the server
};

/// Runs one create and fails this allocation. Returns false if there are fewer.
bool survives(Scenario const& scenario, AllocationFailure::Of of, std::size_t which)
{
    FakeBackend backend;
    if (scenario.refused) backend.add_user(victim);
    auto options = backend.client_options();
    options.timeouts.connect = options.timeouts.response = options.timeouts.total = 1h; // detects a call that hangs
    Rig rig{options};
    if (scenario.warm) BOOST_TEST_REQUIRE(rig.create().has_value());
    std::optional<Created> bystander;
    rig.begin(bystander, {}, {"bystander@example.com"});

    Outcome outcome;
    std::optional<AllocationFailure> failure;
    std::function<void()> const arm = [&] { failure.emplace(of, which); };
    bool escaped = false;
    try
    {
        scenario.begin(rig, outcome, arm);
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
    bool const happened = failure && failure->happened();
    failure.reset();
    BOOST_TEST(!escaped, "no exception leaves run()");
    run_out(rig.context);

    auto const requests = requests_for(backend, victim);
    BOOST_TEST(outcome.completions == (outcome.threw ? 0 : 1));
    BOOST_TEST(requests <= (outcome.threw ? 0U : 1U));
    BOOST_TEST_REQUIRE(bystander.has_value());
    auto const* const error = outcome.result && !outcome.result->has_value() ? &outcome.result->error() : nullptr;
    bool const as_without = error == nullptr ? !scenario.refused : error->has_code("form_identifier_exists");
    BOOST_TEST((bystander->has_value() || (!outcome.threw && as_without)), "one failure ends one call");
    if (error != nullptr && error->delivery == Delivery::not_sent) BOOST_TEST(requests == 0U);

    std::optional<Created> next;
    rig.begin(next, {}, {"next@example.com"});
    run_out(rig.context);
    BOOST_TEST_REQUIRE(next.has_value());
    BOOST_TEST(next->has_value(), (*next ? std::string{} : next->error().message()));
    check_quiet(rig.client);
    return happened;
}

constexpr Scenario scenarios[]{
    {"handler, warm", &begin_with_handler, true, false},    {"handler, cold", &begin_with_handler, false, false},
    {"handler, refused", &begin_with_handler, true, true},  {"coroutine, warm", &begin_in_coroutine, true, false},
    {"coroutine, cold", &begin_in_coroutine, false, false}, {"coroutine, refused", &begin_in_coroutine, true, true},
};

void check_all(AllocationFailure::Of of, std::size_t step)
{
    for (auto const& scenario : scenarios)
    {
        std::size_t which = 1;
        for (bool more = true; more; which += which < 100 ? 1 : step)
            BOOST_TEST_CONTEXT(scenario.name << ", allocation " << which) more = survives(scenario, of, which);
        BOOST_TEST_MESSAGE(scenario.name << ": " << which << " allocations");
        BOOST_TEST(which > 5U); // otherwise, nothing failed
    }
}

} // namespace

BOOST_AUTO_TEST_CASE(of_operator_new_end_one_call_at_most)
{
    check_all(AllocationFailure::Of::operator_new, 1);
}

// A handshake makes thousands of allocations.
BOOST_AUTO_TEST_CASE(of_openssl_end_one_call_at_most)
{
    check_all(AllocationFailure::Of::openssl, 61);
}

BOOST_AUTO_TEST_SUITE_END()

#include "memory/meter.hpp"
#include "policy/invite_plan.hpp"
#include "support/rig.hpp"
#include "transport/call_errors.hpp"

#include <clerk/testing/fake_backend.hpp>

#include <algorithm>
#include <functional>
#include <new>
#include <string>
#include <vector>

using namespace clerk::test;
using namespace std::chrono_literals;
using clerk::Delivery;
using clerk::Invitation;
using clerk::Result;
using clerk::testing::FakeBackend;

// One allocation after the other fails during an operation other than a create. Its initiation throws and has no effect, or its
// handler is invoked once.
BOOST_AUTO_TEST_SUITE(allocation_failures_of_operations)

namespace {

/// A client of a stand-in, and an operation during which an allocation fails.
struct Trial
{
    FakeBackend backend;
    Rig rig{client_options()};
    int completions{0};
    bool threw{false};
    bool happened{false};

    [[nodiscard]] clerk::ClientOptions client_options() const
    {
        auto options = backend.client_options();
        options.timeouts.connect = options.timeouts.response = options.timeouts.total = 1h; // detects a call that hangs
        return options;
    }

    /// Starts the operation and runs it to completion.
    void run(std::size_t which, std::function<void()> const& start)
    {
        AllocationFailure const failure{AllocationFailure::Of::operator_new, which};
        bool escaped = false;
        try
        {
            start();
        }
        catch (std::bad_alloc const&)
        {
            threw = true;
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
        BOOST_TEST(!escaped, "no exception leaves run()");
    }

    /// Checks that the operation has completed once, and that the client works.
    void check()
    {
        run_out(rig.context);
        BOOST_TEST(completions == (threw ? 0 : 1));
        std::optional<Created> next;
        rig.begin(next, {}, {"next@example.com"});
        run_out(rig.context);
        BOOST_TEST_REQUIRE(next.has_value());
        BOOST_TEST(next->has_value(), (*next ? std::string{} : next->error().message()));
        check_quiet(rig.client);
    }
};

/// @param fails  fails the allocation with this number; returns false if there are fewer
void for_each_allocation(std::function<bool(std::size_t)> const& fails)
{
    std::size_t which = 1;
    for (bool more = true; more; ++which) BOOST_TEST_CONTEXT("allocation " << which) more = fails(which);
    BOOST_TEST(which > 2U); // otherwise, nothing failed
}

std::vector<std::string> add_people(FakeBackend& backend, std::size_t count)
{
    std::vector<std::string> ids; // the newest comes first
    for (std::size_t i = 0; i < count; ++i)
        ids.insert(ids.begin(), backend.add_invitation("person" + std::to_string(i) + "@example.com").id);
    return ids;
}

clerk::ListInvitationsParams two_a_page()
{
    clerk::ListInvitationsParams params;
    params.limit = 2;
    return params;
}

} // namespace

BOOST_AUTO_TEST_CASE(end_a_list_of_all_once)
{
    for_each_allocation([](std::size_t which) {
        Trial trial;
        auto const ids = add_people(trial.backend, 5);
        trial.run(which, [&] {
            trial.rig.invitations.all(two_a_page(), 100, {}, [&](Result<std::vector<Invitation>> const& all) {
                ++trial.completions;
                if (all) BOOST_TEST(all->size() == ids.size());
            });
        });
        trial.check();
        return trial.happened;
    });
}

// A pager whose `next` failed continues where it was.
BOOST_AUTO_TEST_CASE(lose_no_invitation_of_a_pager)
{
    for_each_allocation([](std::size_t which) {
        Trial trial;
        auto const ids = add_people(trial.backend, 5);
        auto pager = trial.rig.invitations.pages(two_a_page());
        std::vector<std::string> seen;
        seen.reserve(2 * ids.size());
        bool ended = false;
        auto const next = [&] {
            pager.next([&](Result<std::optional<clerk::InvitationPage>> page) {
                ++trial.completions;
                if (!page) return;
                if (*page)
                    for (auto& invitation : (*page)->data) seen.push_back(std::move(invitation.id));
                else
                    ended = true;
            });
        };
        trial.run(which, next);
        trial.check();
        for (int more = 0; more < 10 && !ended; ++more)
        {
            next();
            run_out(trial.rig.context);
        }
        // `check` has added an invitation before or after the first page.
        std::erase(seen, trial.backend.find("next@example.com")->id);
        BOOST_TEST(ended);
        BOOST_TEST(seen == ids, boost::test_tools::per_element());
        return trial.happened;
    });
}

BOOST_AUTO_TEST_CASE(end_a_revoke_once)
{
    for_each_allocation([](std::size_t which) {
        Trial trial;
        auto const id = add_people(trial.backend, 1).front();
        trial.run(which, [&] { trial.rig.invitations.revoke(id, [&](Created const&) { ++trial.completions; }); });
        trial.check();
        return trial.happened;
    });
}

// The plan of an `invite_many` keeps each item. Its strand is Asio's, which does not survive failed allocations.
BOOST_AUTO_TEST_CASE(lose_no_item_of_a_plan)
{
    using clerk::detail::InvitePlan;
    auto const now = InvitePlan::TimePoint{} + 1h;
    std::vector<std::string> people;
    for (char name = 'a'; name <= 'y'; ++name) people.push_back(std::string(1, name) + "@example.com");
    for (auto const kind : {clerk::ErrorKind::rate_limited, clerk::ErrorKind::transport, clerk::ErrorKind::api})
        for_each_allocation([&](std::size_t which) {
            InvitePlan plan{people, {.use_bulk = true}};
            plan.begin();
            auto const first = plan.next(now);
            clerk::ClerkError error;
            error.kind = kind;
            error.delivery = kind == clerk::ErrorKind::api ? Delivery::unknown : Delivery::not_sent;
            error.detail = "longer than a string stores without an allocation";
            bool happened = false;
            {
                AllocationFailure const failure{AllocationFailure::Of::operator_new, which};
                try
                {
                    plan.on_response(*first, std::unexpected{std::move(error)}, now);
                    plan.stop(clerk::detail::cancelled_failure(clerk::Phase::queue));
                }
                catch (std::bad_alloc const&)
                {
                    plan.stop(clerk::detail::cancelled_failure(clerk::Phase::queue));
                }
                happened = failure.happened();
            }
            auto const results = plan.take_results();
            BOOST_TEST(results.size() == people.size());
            for (std::size_t item = first->items.size(); item < results.size(); ++item)
                BOOST_TEST((results[item].error().delivery == Delivery::not_sent));
            return happened;
        });
}

BOOST_AUTO_TEST_CASE(end_a_warm_up_once)
{
    for_each_allocation([](std::size_t which) {
        Trial trial;
        trial.run(which, [&] {
            trial.rig.client.warm_up(2, [&](Result<std::size_t> const& open) {
                ++trial.completions;
                if (open) BOOST_TEST(*open > 0U);
            });
        });
        trial.check();
        return trial.happened;
    });
}

BOOST_AUTO_TEST_CASE(end_a_shutdown_once)
{
    for (bool const busy : {true, false})
        for_each_allocation([&](std::size_t which) {
            Trial trial;
            std::optional<Created> created;
            if (busy) trial.rig.begin(created);
            trial.run(which, [&] { trial.rig.client.shutdown(1h, [&] { ++trial.completions; }); });
            run_out(trial.rig.context);
            BOOST_TEST(trial.completions == (trial.threw ? 0 : 1));
            BOOST_TEST(created.has_value() == busy);
            check_quiet(trial.rig.client);
            return trial.happened;
        });
}

// A program may close a client to get memory.
BOOST_AUTO_TEST_CASE(do_not_affect_a_close)
{
    for_each_allocation([](std::size_t which) {
        Trial trial;
        std::optional<Created> running;
        trial.rig.begin(running);
        run_until(trial.rig.context, [&] { return trial.rig.client.stats().connections_leased > 0; });
        std::optional<Created> waiting;
        bool warm = false;
        bool shut_down = false;
        trial.rig.begin(waiting, {}, {"waiting@example.com"});
        trial.rig.client.warm_up(2, [&](Result<std::size_t> const&) { warm = true; });
        trial.rig.client.shutdown(1h, [&] { shut_down = true; });
        trial.run(which, [&] { trial.rig.client.close(); });
        run_out(trial.rig.context);
        BOOST_TEST(!trial.threw);
        BOOST_TEST(running.has_value());
        BOOST_TEST(waiting.has_value());
        BOOST_TEST(warm);
        BOOST_TEST(shut_down);
        check_quiet(trial.rig.client);
        return trial.happened;
    });
}

BOOST_AUTO_TEST_SUITE_END()

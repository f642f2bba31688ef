#include "support/answers.hpp"
#include "support/rig.hpp"

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/execution.hpp>
#include <boost/asio/system_context.hpp>

using namespace clerk::test;
using namespace std::chrono_literals;
using clerk::ErrorKind;
namespace asio = boost::asio;

// Simulates other threads between two steps: the executor of a handler that runs it immediately.
BOOST_AUTO_TEST_SUITE(inline_handlers)

namespace {

/// Runs functions immediately.
struct OnTheSpot
{
    asio::execution_context& query(asio::execution::context_t) const { return asio::system_executor{}.context(); }

    static constexpr asio::execution::blocking_t query(asio::execution::blocking_t) { return asio::execution::blocking.never; }

    template <class Function>
    void execute(Function&& function) const
    {
        std::forward<Function>(function)();
    }

    friend bool operator==(OnTheSpot, OnTheSpot) = default;
};

} // namespace

BOOST_AUTO_TEST_CASE(closing_between_two_timeouts_of_one_turn_loses_no_call)
{
    ScriptedPeer peer{{{step::expect_request(), step::stall()}}};
    Rig rig{peer.client_options()};
    int ended = 0;
    std::vector<ErrorKind> kinds;
    constexpr int calls = 6;
    for (int i = 0; i < calls; ++i)
        rig.invitations.create("a@example.com", {.timeout = 500ms, .max_attempts = 1, .rate_limit = {}},
                               asio::bind_executor(OnTheSpot{}, [&](Created created) {
                                   kinds.push_back(created.error().kind);
                                   if (++ended == 1) rig.client.close();
                               }));
    run_until(rig.context, [&] { return peer.requests().size() == calls; });
    auto const begun = std::chrono::steady_clock::now();
    while (std::chrono::steady_clock::now() < begun + 600ms) std::this_thread::yield(); // all are due in one turn
    run_out(rig.context);
    BOOST_TEST(ended == calls);
    BOOST_TEST((kinds.front() == ErrorKind::timeout));
    BOOST_TEST((kinds.back() == ErrorKind::closed));
    check_quiet(rig.client);
    BOOST_TEST(rig.client.stats().connections_open == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

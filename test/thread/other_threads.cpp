#include "support/many_threads.hpp"

#include <boost/asio/use_future.hpp>

using namespace clerk::test;
using namespace std::chrono_literals;
using clerk::testing::Endpoint;
using clerk::testing::FakeBackend;
namespace asio = boost::asio;

// Operations on a client from threads that do not run its context, while calls are running.
BOOST_AUTO_TEST_SUITE(other_threads)

namespace {

/// Runs the operation on a separate context in the calling thread. Asserts nothing, because only the test's thread may.
template <class T>
T await_here(asio::awaitable<T> awaitable)
{
    asio::io_context context{1};
    auto result = asio::co_spawn(context, std::move(awaitable), asio::use_future);
    context.run();
    return result.get();
}

/// A client whose context four threads run, and a hundred calls of it.
struct Crowd
{
    static constexpr int calls = 100;

    FakeBackend backend;
    asio::io_context context{4};
    std::atomic<int> good{0};
    std::atomic<int> closed{0};
    std::atomic<int> odd{0};
    clerk::Client client{context.get_executor(), backend.client_options()};

    Crowd() { backend.remove_limit(Endpoint::create); }

    void begin()
    {
        for (int i = 0; i < calls; ++i)
            client.invitations().create("u" + std::to_string(i) + "@example.com", [this](Created created) {
                auto const as_closed = !created && created.error().kind == clerk::ErrorKind::closed;
                ++(created ? good : as_closed ? closed : odd);
            });
    }

    [[nodiscard]] int ended() const { return good + closed + odd; }

    /// Repeats an action until this many calls have completed, with a limit.
    void until_ended(int count, auto const& action) const
    {
        auto const last = std::chrono::steady_clock::now() + ceiling;
        while (ended() < count && std::chrono::steady_clock::now() < last) action();
    }
};

void shut_down_amid(Crowd& crowd, int after, std::chrono::milliseconds grace)
{
    crowd.begin();
    std::thread other{[&] {
        crowd.until_ended(after, [] { std::this_thread::yield(); });
        await_here(crowd.client.shutdown(grace));
    }};
    run_on_threads(crowd.context, 4);
    other.join();
    BOOST_TEST(crowd.ended() == Crowd::calls);
    BOOST_TEST(crowd.odd == 0);
    BOOST_TEST(crowd.client.stats().connections_open == 0U);
    check_quiet(crowd.client);
}

} // namespace

BOOST_AUTO_TEST_CASE(a_shutdown_with_a_long_grace_completes_every_call)
{
    for (int round = 0; round < 10; ++round)
    {
        Crowd crowd;
        shut_down_amid(crowd, round * 9, 60s);
        BOOST_TEST(crowd.closed == 0);
    }
}

BOOST_AUTO_TEST_CASE(a_shutdown_without_grace_ends_every_call_once)
{
    for (int round = 0; round < 10; ++round)
    {
        Crowd crowd;
        shut_down_amid(crowd, round * 9, 0s);
    }
}

BOOST_AUTO_TEST_CASE(concurrent_warm_ups_open_the_largest_count)
{
    for (int round = 0; round < 10; ++round)
    {
        Crowd crowd;
        std::atomic<int> failed{0};
        auto work = asio::make_work_guard(crowd.context);
        std::vector<std::thread> others;
        for (std::size_t n = 2; n <= 8; n += 2)
            others.emplace_back([&, n] { failed += await_here(crowd.client.warm_up(n)).value_or(0) >= n ? 0 : 1; });
        std::thread ending{[&] {
            for (auto& other : others) other.join();
            work.reset();
        }};
        run_on_threads(crowd.context, 4);
        ending.join();
        BOOST_TEST(failed == 0);
        BOOST_TEST(crowd.client.stats().connections_open == 8U);
        // The server counts a connection a little later than the client.
        BOOST_TEST(crowd.backend.wait_for_open_connections(8, 30s));
        BOOST_TEST(crowd.backend.connections() == 8U);
        check_quiet(crowd.client);
    }
}

BOOST_AUTO_TEST_CASE(a_key_is_changed_while_calls_run)
{
    Crowd crowd;
    crowd.begin();
    std::thread other{[&] {
        crowd.until_ended(Crowd::calls, [&] { crowd.client.set_secret_key(clerk::SecretKey{crowd.backend.secret_key()}); });
    }};
    run_on_threads(crowd.context, 4);
    other.join();
    BOOST_TEST(crowd.good == Crowd::calls);
    check_quiet(crowd.client);
}

BOOST_AUTO_TEST_SUITE_END()

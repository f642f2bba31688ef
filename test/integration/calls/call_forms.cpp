#include "support/rig.hpp"

#include <clerk/testing/fake_backend.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include <future>
#include <thread>

using namespace clerk::test;
using namespace std::chrono_literals;
using clerk::Delivery;
using clerk::ErrorKind;
using clerk::Phase;
using clerk::testing::FakeBackend;
namespace asio = boost::asio;

// One operation, any completion token, any executor.
BOOST_AUTO_TEST_SUITE(call_forms)

namespace {

asio::awaitable<Created> awaited(clerk::Invitations invitations)
{
    co_return co_await invitations.create("awaited@example.com");
}

asio::awaitable<Created> awaited_by_token(clerk::Invitations invitations)
{
    co_return co_await invitations.create("token@example.com", asio::use_awaitable);
}

asio::awaitable<Created> awaited_deferred(clerk::Invitations invitations)
{
    auto operation = invitations.create("deferred@example.com", asio::deferred);
    co_return co_await std::move(operation)(asio::use_awaitable);
}

} // namespace

BOOST_AUTO_TEST_CASE(each_form_completes)
{
    FakeBackend backend;
    Rig rig{backend.client_options()};
    BOOST_TEST(run(rig.context, awaited(rig.invitations)).has_value());
    BOOST_TEST(run(rig.context, awaited_by_token(rig.invitations)).has_value());
    BOOST_TEST(run(rig.context, awaited_deferred(rig.invitations)).has_value());
    auto future = rig.invitations.create("future@example.com", asio::use_future);
    run_out(rig.context);
    BOOST_TEST(future.get().has_value());
    BOOST_TEST(rig.create().has_value());
    BOOST_TEST(backend.requests().size() == 5U);
    BOOST_TEST(backend.connections() == 1U);
}

BOOST_AUTO_TEST_CASE(a_deferred_call_does_nothing_until_it_is_started)
{
    FakeBackend backend;
    Rig rig{backend.client_options()};
    {
        auto const never = rig.invitations.create("never@example.com", asio::deferred);
        run_out(rig.context);
    }
    auto later = rig.invitations.create("later@example.com", asio::deferred);
    run_out(rig.context);
    BOOST_TEST(backend.connections() == 0U);
    std::optional<Created> result;
    std::move(later)([&](Created created) { result.emplace(std::move(created)); });
    run_out(rig.context);
    BOOST_TEST_REQUIRE(result.has_value());
    BOOST_TEST((*result)->email_address == "later@example.com");
}

BOOST_AUTO_TEST_CASE(an_awaitable_that_is_never_awaited_does_nothing)
{
    FakeBackend backend;
    Rig rig{backend.client_options()};
    {
        auto const unused = rig.invitations.create("never@example.com");
    }
    run_out(rig.context);
    BOOST_TEST(backend.connections() == 0U);
    BOOST_TEST(rig.client.stats().connections_open == 0U);
}

BOOST_AUTO_TEST_CASE(a_handler_is_never_invoked_inside_the_initiating_call)
{
    FakeBackend backend;
    Rig rig{backend.client_options()};
    bool initiating = false;
    int invoked = 0;
    auto const begin = [&](clerk::CreateInvitationParams const& params) {
        initiating = true;
        rig.invitations.create(params, [&](Created) {
            BOOST_TEST(!initiating);
            ++invoked;
        });
        initiating = false;
    };
    asio::post(rig.context, [&] {
        begin("");              // refused by validation
        begin("a@example.com"); // no connection yet
    });
    run_out(rig.context);
    asio::post(rig.context, [&] { begin("b@example.com"); }); // an idle connection
    run_out(rig.context);
    rig.client.close();
    asio::post(rig.context, [&] { begin("c@example.com"); }); // closed
    run_out(rig.context);
    BOOST_TEST(invoked == 4);
}

BOOST_AUTO_TEST_CASE(a_handler_on_another_context_has_work_there)
{
    FakeBackend backend;
    Rig rig{backend.client_options()};
    asio::io_context other;
    std::optional<Created> result;
    std::thread::id where;
    rig.invitations.create("a@example.com", asio::bind_executor(other, [&](Created created) {
                               where = std::this_thread::get_id();
                               result.emplace(std::move(created));
                           }));
    std::thread runner{[&] { other.run(); }}; // would return at once without outstanding work
    auto const id = runner.get_id();
    run_out(rig.context);
    runner.join();
    BOOST_TEST_REQUIRE(result.has_value());
    BOOST_TEST(result->has_value());
    BOOST_TEST((where == id));
    BOOST_TEST(other.stopped());
}

BOOST_AUTO_TEST_CASE(a_refused_call_has_work_on_the_handlers_context)
{
    FakeBackend backend;
    Rig rig{backend.client_options()};
    asio::io_context other;
    std::optional<Created> result;
    rig.invitations.create("", asio::bind_executor(other, [&](Created created) { result.emplace(std::move(created)); }));
    run_out(rig.context);
    BOOST_TEST(!result.has_value());
    run_out(other);
    BOOST_TEST_REQUIRE(result.has_value());
    check_error(*result, {ErrorKind::invalid_argument, Delivery::not_sent, Phase::validate});
}

BOOST_AUTO_TEST_CASE(a_handler_bound_to_a_strand_runs_in_it)
{
    FakeBackend backend;
    Rig rig{backend.client_options()};
    auto const strand = asio::make_strand(rig.context);
    int inside = 0;
    for (int i = 0; i < 20; ++i)
        rig.invitations.create("u" + std::to_string(i) + "@example.com",
                               asio::bind_executor(strand, [&, strand](Created created) {
                                   BOOST_TEST(strand.running_in_this_thread());
                                   BOOST_TEST(created.has_value());
                                   ++inside;
                               }));
    run_out(rig.context);
    BOOST_TEST(inside == 20);
}

BOOST_AUTO_TEST_CASE(a_handler_bound_to_a_thread_pool_runs_there)
{
    FakeBackend backend;
    Rig rig{backend.client_options()};
    asio::thread_pool pool{2};
    std::promise<std::thread::id> where;
    rig.invitations.create("a@example.com",
                           asio::bind_executor(pool, [&](Created) { where.set_value(std::this_thread::get_id()); }));
    run_out(rig.context);
    pool.join();
    BOOST_TEST((where.get_future().get() != std::this_thread::get_id()));
}

BOOST_AUTO_TEST_CASE(a_client_of_a_thread_pool_serves_futures)
{
    FakeBackend backend;
    asio::thread_pool pool{2};
    clerk::Client client{pool.get_executor(), backend.client_options()};
    auto const invitations = client.invitations();
    std::vector<std::future<Created>> futures;
    for (int i = 0; i < 50; ++i)
        futures.push_back(invitations.create("u" + std::to_string(i) + "@example.com", asio::use_future));
    for (auto& future : futures) BOOST_TEST(future.get().has_value());
    pool.join();
    check_quiet(client);
}

BOOST_AUTO_TEST_CASE(a_client_of_a_strand_works)
{
    FakeBackend backend;
    asio::io_context context;
    clerk::Client client{asio::make_strand(context), backend.client_options()};
    BOOST_TEST(run(context, awaited(client.invitations())).has_value());
    check_quiet(client);
}

BOOST_AUTO_TEST_CASE(a_handler_may_be_move_only_and_large)
{
    FakeBackend backend;
    Rig rig{backend.client_options()};
    auto unique = std::make_unique<std::array<int, 1000>>();
    std::array<int, 500> large{};
    bool invoked = false;
    rig.invitations.create("a@example.com", [&invoked, unique = std::move(unique), large](Created created) {
        invoked = created.has_value() && unique != nullptr && large[0] == 0;
    });
    run_out(rig.context);
    BOOST_TEST(invoked);
}

BOOST_AUTO_TEST_CASE(a_handler_may_start_the_next_call)
{
    FakeBackend backend;
    Rig rig{backend.client_options()};
    int left = 30;
    std::function<void(Created)> next = [&](Created created) {
        BOOST_TEST(created.has_value());
        if (--left > 0) rig.invitations.create("u" + std::to_string(left) + "@example.com", next);
    };
    rig.invitations.create("first@example.com", next);
    run_out(rig.context);
    BOOST_TEST(left == 0);
    BOOST_TEST(backend.connections() == 1U);
}

BOOST_AUTO_TEST_CASE(a_throwing_handler_leaves_run_and_affects_no_other_call)
{
    FakeBackend backend;
    Rig rig{backend.client_options()};
    std::optional<Created> other;
    rig.invitations.create("a@example.com", [](Created) { throw std::runtime_error{"the caller's own"}; });
    rig.begin(other, {}, "b@example.com");
    BOOST_CHECK_THROW(rig.context.run(), std::runtime_error);
    run_out(rig.context);
    BOOST_TEST_REQUIRE(other.has_value());
    BOOST_TEST(other->has_value());
    check_quiet(rig.client);
    BOOST_TEST(rig.create({}, "c@example.com").has_value());
}

BOOST_AUTO_TEST_CASE(a_throwing_handler_leaks_no_pending_connection)
{
    FakeBackend backend;
    Rig rig{backend.client_options()};
    rig.invitations.create("", [](Created) { throw std::runtime_error{"the caller's own"}; });
    BOOST_CHECK_THROW(rig.context.run(), std::runtime_error);
    run_out(rig.context);
    check_quiet(rig.client);
}

BOOST_AUTO_TEST_SUITE_END()

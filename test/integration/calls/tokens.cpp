#include "support/counting_allocator.hpp"
#include "support/rig.hpp"

#include <clerk/testing/fake_backend.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_allocator.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/version.hpp>

#if BOOST_VERSION >= 108200
#include <boost/asio/consign.hpp>
#endif
#if BOOST_VERSION >= 108600
#include <boost/asio/cancel_after.hpp>
#endif

#include <tuple>
#include <type_traits>

using namespace clerk::test;
using namespace std::chrono_literals;
using clerk::CreateInvitationParams;
using clerk::testing::FakeBackend;
namespace asio = boost::asio;

// Each operation with each kind of completion token.
BOOST_AUTO_TEST_SUITE(tokens)

namespace {

struct Create
{
    static auto start(Rig& rig, auto&& token)
    {
        return rig.invitations.create("a@example.com", std::forward<decltype(token)>(token));
    }
};

struct CreateBulk
{
    static auto start(Rig& rig, auto&& token)
    {
        std::vector<CreateInvitationParams> const people{"b@example.com", "c@example.com"};
        return rig.invitations.create_bulk(people, {}, std::forward<decltype(token)>(token));
    }
};

struct List
{
    static auto start(Rig& rig, auto&& token) { return rig.invitations.list({}, std::forward<decltype(token)>(token)); }
};

struct Revoke
{
    static auto start(Rig& rig, auto&& token) { return rig.invitations.revoke("inv_1", std::forward<decltype(token)>(token)); }
};

struct Request
{
    static auto start(Rig& rig, auto&& token)
    {
        return rig.client.request({"GET", "/v1/invitations"}, std::forward<decltype(token)>(token));
    }
};

struct WarmUp
{
    static auto start(Rig& rig, auto&& token) { return rig.client.warm_up(1, std::forward<decltype(token)>(token)); }
};

struct Shutdown
{
    static auto start(Rig& rig, auto&& token) { return rig.client.shutdown(1s, std::forward<decltype(token)>(token)); }
};

struct InviteMany
{
    static auto start(Rig& rig, auto&& token)
    {
        std::vector<CreateInvitationParams> people{"d@example.com", "e@example.com"};
        return rig.invitations.invite_many(std::move(people), std::forward<decltype(token)>(token));
    }
};

struct All
{
    static auto start(Rig& rig, auto&& token) { return rig.invitations.all({}, 10, std::forward<decltype(token)>(token)); }
};

struct Next
{
    static auto start(Rig& rig, auto&& token)
    {
        auto pager = rig.invitations.pages();
        return pager.next(std::forward<decltype(token)>(token));
    }
};

using Operations = std::tuple<Create, CreateBulk, List, Revoke, Request, WarmUp, Shutdown, InviteMany, All, Next>;

struct Scene
{
    FakeBackend backend;
    Rig rig{backend.client_options()};

    Scene() { backend.add_invitation("p@example.com"); }

    void finish()
    {
        run_out(rig.context);
        check_quiet(rig.client);
    }
};

} // namespace

BOOST_AUTO_TEST_CASE_TEMPLATE(a_callback_is_invoked_once_and_later, Operation, Operations)
{
    Scene scene;
    int invoked = 0;
    Operation::start(scene.rig, [&](auto&&...) { ++invoked; });
    BOOST_TEST(invoked == 0);
    scene.finish();
    BOOST_TEST(invoked == 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_handler_runs_on_its_executor, Operation, Operations)
{
    Scene scene;
    asio::io_context other;
    int invoked = 0;
    Operation::start(scene.rig, asio::bind_executor(other.get_executor(), [&](auto&&...) { ++invoked; }));
    while (invoked == 0)
    {
        scene.rig.context.restart();
        scene.rig.context.poll();
        BOOST_TEST_REQUIRE(invoked == 0);
        other.restart();
        other.poll(); // holds outstanding work until the handler has run
    }
    BOOST_TEST(invoked == 1);
    run_out(other);
    scene.finish();
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_handler_runs_on_its_strand, Operation, Operations)
{
    Scene scene;
    auto const strand = asio::make_strand(scene.rig.context);
    bool inside = false;
    Operation::start(scene.rig, asio::bind_executor(strand, [&](auto&&...) { inside = strand.running_in_this_thread(); }));
    scene.finish();
    BOOST_TEST(inside);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_future_becomes_ready, Operation, Operations)
{
    Scene scene;
    auto future = Operation::start(scene.rig, asio::bind_executor(scene.rig.context.get_executor(), asio::use_future));
    scene.finish();
    static_cast<void>(future.get());
    // Alone, the token uses threads of Asio's system context. They end after OpenSSL has been cleaned up, so its memory of those
    // threads would leak: `invite_many` begins its requests there.
    if constexpr (!std::is_same_v<Operation, InviteMany> && !std::is_same_v<Operation, Shutdown>)
    {
        Scene other;
        auto alone = Operation::start(other.rig, asio::use_future);
        other.finish();
        static_cast<void>(alone.get());
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_deferred_operation_starts_when_it_is_invoked, Operation, Operations)
{
    Scene scene;
    auto const operation = Operation::start(scene.rig, asio::deferred);
    scene.rig.context.poll();
    BOOST_TEST(scene.backend.requests().empty());
    int invoked = 0;
    auto copy = operation;
    std::move(copy)([&](auto&&...) { ++invoked; });
    scene.finish();
    BOOST_TEST(invoked == 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(operations_run_in_parallel_groups, Operation, Operations)
{
    Scene scene;
    int invoked = 0;
    auto group = asio::experimental::make_parallel_group(Operation::start(scene.rig, asio::deferred),
                                                         Operation::start(scene.rig, asio::deferred));
    group.async_wait(asio::experimental::wait_for_all(), [&](auto&&...) { ++invoked; });
    scene.finish();
    BOOST_TEST(invoked == 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(coroutines_on_other_executor_types_await_them, Operation, Operations)
{
    using Strand = asio::strand<asio::io_context::executor_type>;
    Scene scene;
    Strand const strand{scene.rig.context.get_executor()};
    constexpr asio::use_awaitable_t<Strand> token{};
    int resumed = 0;
    auto const coroutine = [&]() -> asio::awaitable<void, Strand> {
        co_await Operation::start(scene.rig, token);
        resumed += strand.running_in_this_thread() ? 1 : 0;
        co_await Operation::start(scene.rig, asio::as_tuple(token));
        resumed += strand.running_in_this_thread() ? 1 : 0;
    };
    asio::co_spawn(strand, coroutine(), asio::detached);
    scene.finish();
    BOOST_TEST(resumed == 2);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(an_associated_allocator_is_used, Operation, Operations)
{
    Scene scene;
    auto const allocations = std::make_shared<int>(0);
    CountingAllocator<char> const allocator{allocations};
    int invoked = 0;
    // Larger than the buffer of a type-erased handler.
    std::array<char, 256> const large{};
    Operation::start(scene.rig, asio::bind_allocator(allocator, [&invoked, large](auto&&...) { invoked += 1 + large[0]; }));
    scene.finish();
    BOOST_TEST(invoked == 1);
    BOOST_TEST(*allocations > 0);
    BOOST_TEST(allocations.use_count() == 2); // all memory was returned with the handler
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_cancelled_operation_completes, Operation, Operations)
{
    for (auto const type : {asio::cancellation_type::terminal, asio::cancellation_type::partial, asio::cancellation_type::total})
    {
        Scene scene;
        asio::cancellation_signal signal;
        int invoked = 0;
        Operation::start(scene.rig, asio::bind_cancellation_slot(signal.slot(), [&](auto&&...) { ++invoked; }));
        signal.emit(type);
        scene.finish();
        BOOST_TEST(invoked == 1);
        signal.emit(type); // too late: without any effect
        BOOST_TEST(scene.backend.requests().empty());
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(an_operation_may_outlive_its_context, Operation, Operations)
{
    asio::cancellation_signal signal;
    auto const alive = std::make_shared<int>();
    {
        Scene scene;
        Operation::start(scene.rig, asio::bind_cancellation_slot(
                                        signal.slot(), [alive](auto&&...) { BOOST_ERROR("invoked without a context"); }));
    }
    BOOST_TEST(alive.use_count() == 1);
    signal.emit(asio::cancellation_type::terminal); // the slot outlives the operation
}

#if BOOST_VERSION >= 108200
BOOST_AUTO_TEST_CASE_TEMPLATE(consigned_values_live_until_the_end, Operation, Operations)
{
    Scene scene;
    auto value = std::make_shared<int>();
    std::weak_ptr<int> const weak = value;
    bool lived = false;
    Operation::start(scene.rig, asio::consign([&](auto&&...) { lived = !weak.expired(); }, std::move(value)));
    scene.finish();
    BOOST_TEST(lived);
    BOOST_TEST(weak.expired());
}
#endif

#if BOOST_VERSION >= 108600
BOOST_AUTO_TEST_CASE_TEMPLATE(a_timeout_of_the_token_is_accepted, Operation, Operations)
{
    Scene scene;
    int invoked = 0;
    Operation::start(scene.rig, asio::cancel_after(1h, [&](auto&&...) { ++invoked; }));
    scene.finish();
    BOOST_TEST(invoked == 1);
}
#endif

BOOST_AUTO_TEST_SUITE_END()

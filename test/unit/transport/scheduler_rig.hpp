#pragma once

#include "support/manual_clock.hpp"

#include "common/make_error.hpp"
#include "transport/call_scheduler.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace clerk::test {

using detail::Actions;
using detail::CallScheduler;
using detail::PooledConnection;
using detail::ResponseFacts;
using detail::StartResult;
using detail::StopReason;

/// A call without a handler.
class FakeCall final : public detail::CallBase
{
public:
    explicit FakeCall(detail::CallTraits const& call_traits) : CallBase{call_traits} {}

    detail::RequestParts request(detail::RequestStorage&) override { return {}; }

    std::optional<ClerkError> on_response(detail::Response const&) override { return std::nullopt; }

    void fail(ClerkError&& failure) noexcept override { error = std::move(failure); }

    void complete() override {}

    bool complete_here() override { return false; }

    std::optional<ClerkError> error;
};

/// A scheduler with a manual clock, and its decisions as lists.
struct SchedulerRig
{
    boost::asio::io_context context{1};
    ManualClock clock;
    detail::Timers timers;
    std::chrono::nanoseconds asleep{0};
    bool out_of_memory{false};
    CallScheduler scheduler;

    std::vector<std::shared_ptr<PooledConnection>> opened;
    std::vector<PooledConnection*> closed;
    std::vector<std::pair<detail::CallBase*, PooledConnection*>> started;
    std::vector<detail::CallBase*> ended;

    SchedulerRig(SchedulerRig const&) = delete;
    SchedulerRig& operator=(SchedulerRig const&) = delete;

    explicit SchedulerRig(CallScheduler::Settings const& settings = {})
        : scheduler{settings,
                    {.make_connection =
                         [this] {
                             if (out_of_memory) throw std::bad_alloc{};
                             return std::make_shared<PooledConnection>();
                         },
                     .random = [] { return 0.5; },
                     .asleep = [this] { return asleep; }},
                    timers}
    {
        timers.start(clock.factory()(context.get_executor(), [] {}));
    }

    ~SchedulerRig()
    {
        on([&](Actions& actions) { scheduler.close_connections(actions); });
    }

    [[nodiscard]] CallScheduler::TimePoint now() const { return timers.now(); }

    /// Passes an event and records the actions.
    template <class Event>
    void on(Event event)
    {
        Actions actions;
        event(actions);
        if (actions.start) started.emplace_back(actions.start.get(), actions.start_on.get());
        while (auto connection = actions.open.pop()) opened.push_back(std::move(connection));
        while (auto const connection = actions.close.pop()) closed.push_back(connection.get());
        while (auto const call = actions.ended.pop()) ended.push_back(call.get());
    }

    [[nodiscard]] static std::shared_ptr<FakeCall> make_call(bool idempotent = false)
    {
        using namespace std::chrono_literals;
        detail::CallTraits traits{{.name = "POST /v1/invitations", .safe = idempotent, .idempotent = idempotent}, 30s, 3};
        return std::make_shared<FakeCall>(traits);
    }

    std::shared_ptr<FakeCall> start(bool idempotent = false)
    {
        auto call = make_call(idempotent);
        on([&](Actions& actions) { scheduler.start(call, now(), actions); });
        return call;
    }

    void connect(std::size_t connection = 0)
    {
        on([&](Actions& actions) { scheduler.on_connected(*opened[connection], false, now(), actions); });
    }

    void fail_connect(std::size_t connection, ErrorKind kind = ErrorKind::transport)
    {
        auto const error = detail::make_error(kind, Phase::connect, Delivery::not_sent, "the connection attempt failed");
        on([&](Actions& actions) { scheduler.on_connect_failed(*opened[connection], error, now(), actions); });
    }

    void respond(detail::CallBase& call, ResponseFacts facts = {.status = 200, .reusable = true},
                 std::optional<ClerkError> error = std::nullopt)
    {
        on([&](Actions& actions) {
            static_cast<void>(scheduler.on_response(call, *call.connection, facts, error ? &*error : nullptr, now(), actions));
        });
    }

    void fail_exchange(detail::CallBase& call, ErrorKind kind, Delivery delivery)
    {
        auto error = detail::make_error(kind, Phase::read, delivery, "the connection failed");
        on([&](Actions& actions) { scheduler.on_exchange_failed(call, *call.connection, std::move(error), now(), actions); });
    }

    void close()
    {
        scheduler.close();
        Actions undelivered;
        while (auto const call = scheduler.next_to_stop(undelivered)) stop(*call, StopReason::closed);
    }

    std::shared_ptr<PooledConnection> stop(detail::CallBase& call, StopReason why)
    {
        std::shared_ptr<PooledConnection> runs_on;
        on([&](Actions& actions) { runs_on = scheduler.stop(call, why, now(), actions); });
        return runs_on;
    }

    void resume(detail::CallBase& call)
    {
        timers.cancel(call);
        on([&](Actions& actions) { scheduler.resume(call, now(), actions); });
    }

    /// Nothing is leased, nothing waits and nothing is scheduled.
    void expect_idle()
    {
        auto const stats = scheduler.stats();
        BOOST_TEST(stats.connections_leased == 0U);
        BOOST_TEST(stats.calls_waiting == 0U);
        BOOST_TEST(timers.pop_any() == nullptr);
    }
};

} // namespace clerk::test

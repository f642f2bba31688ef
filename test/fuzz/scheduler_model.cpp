#include "fuzz/scheduler_model.hpp"

#include "fuzz/require.hpp"

#include <algorithm>
#include <utility>

namespace clerk::fuzz {

using namespace std::chrono_literals;
using detail::Actions;
using detail::StartResult;
using detail::StopReason;
using State = detail::CallBase::State;

class SchedulerModel::Clock final : public detail::Timer
{
public:
    explicit Clock(TimePoint const& now) : now_{now} {}

    TimePoint now() const override { return now_; }

    bool set(TimePoint) noexcept override { return true; }

    void clear() override {}

private:
    TimePoint const& now_;
};

namespace {

detail::CallScheduler::Settings settings_from(std::size_t max_connections, Input& input)
{
    detail::CallScheduler::Settings settings;
    settings.pool.max_connections = max_connections;
    settings.pool.max_waiting = input.flag() ? 2 : 65'536;
    settings.pool.idle_timeout = 500ms;
    settings.pool.max_lifetime = 5s;
    settings.timeouts.response = 300ms;
    settings.retry.base_delay = 10ms;
    settings.retry.max_delay = 100ms;
    return settings;
}

} // namespace

SchedulerModel::SchedulerModel(Input& input)
    : input_{input}, max_connections_{1 + input.below(4)},
      scheduler_{settings_from(max_connections_, input),
                 {.make_connection = [] { return std::make_shared<detail::PooledConnection>(); },
                  .random = [] { return 0.5; },
                  .asleep = [] { return 0ns; }},
                 timers_}
{
    timers_.start(std::make_unique<Clock>(now_));
}

template <class Event>
void SchedulerModel::on(Event event)
{
    Actions actions;
    event(actions);
    perform(actions);
    check();
}

void SchedulerModel::perform(Actions& actions)
{
    while (actions.start) start_exchange(actions);
    while (auto connection = actions.open.pop()) connecting_.push_back(std::move(connection));
    while (auto const call = actions.ended.pop())
    {
        auto& ended = static_cast<ModelCall&>(*call);
        require(++ended.ends == 1, "a call ends once");
        require(ended.error.has_value(), "a call that ends early has an error");
        require(!ended.may_have_happened || ended.error->delivery == Delivery::unknown, "delivery does not deny an effect");
    }
    while (auto const connection = actions.close.pop()) close_connection(connection);
}

void SchedulerModel::start_exchange(Actions& actions)
{
    auto const call = std::move(actions.start);
    auto connection = std::move(actions.start_on);
    auto& model = static_cast<ModelCall&>(*call);
    require(model.ends == 0, "a call that has ended is not started");
    require(model.traits.idempotent || !model.may_have_happened, "a request that may have taken effect is not sent again");
    auto const blocked = blocked_until_.find(model.traits.rate_limit_key);
    require(blocked == blocked_until_.end() || now_ >= blocked->second, "no request is sent before Retry-After");
    require(std::ranges::none_of(running_, [&](auto const& other) { return other.first == connection; }),
            "a connection carries one exchange");
    auto result = StartResult::started;
    if (call->stop_reason != StopReason::none)
        result = StartResult::stopped;
    else if (auto const choice = input_.byte(); choice >= 0xF0)
        result = choice % 2 == 0 ? StartResult::dead : StartResult::failed;
    if (result == StartResult::started)
    {
        running_.emplace_back(std::move(connection), &model);
        return;
    }
    auto failure = detail::make_error(ErrorKind::transport, Phase::write, Delivery::not_sent, "not started");
    scheduler_.on_not_started(*call, *connection, result, std::move(failure), now_, actions);
}

void SchedulerModel::close_connection(std::shared_ptr<detail::PooledConnection> const& connection)
{
    std::erase(connecting_, connection);
    auto const exchange = std::ranges::find(running_, connection, [](auto const& other) { return other.first; });
    if (exchange == running_.end()) return;
    auto& call = *exchange->second;
    running_.erase(exchange);
    auto none = StopReason::none;
    call.stop_reason.compare_exchange_strong(none, StopReason::closed);
    auto failure = detail::make_error(ErrorKind::cancelled, Phase::read, Delivery::unknown, {});
    on([&](Actions& actions) { scheduler_.on_exchange_failed(call, *connection, std::move(failure), now_, actions); });
}

void SchedulerModel::start(bool idempotent, bool fail_fast)
{
    detail::CallTraits const traits{{.rate_limit_key = idempotent ? 2U : 0U, .safe = idempotent, .idempotent = idempotent},
                                    2s,
                                    3,
                                    fail_fast ? RateLimitMode::fail_fast : RateLimitMode::wait};
    calls_.push_back(std::make_shared<ModelCall>(traits));
    on([&](Actions& actions) { scheduler_.start(calls_.back(), now_, actions); });
}

void SchedulerModel::stop(std::size_t call, StopReason why)
{
    auto& target = *calls_[call];
    std::shared_ptr<detail::PooledConnection> runs_on;
    on([&](Actions& actions) { runs_on = scheduler_.stop(target, why, now_, actions); });
    auto const exchange = std::ranges::find(running_, &target, [](auto const& other) { return other.second; });
    if (!runs_on || exchange == running_.end()) return;
    bool const sent = input_.flag();
    if (why == StopReason::cancelled_if_unsent && sent)
    {
        target.stop_reason.compare_exchange_strong(why, StopReason::none);
        return;
    }
    auto const connection = exchange->first;
    running_.erase(exchange);
    target.may_have_happened |= sent && !target.traits.safe;
    auto failure = detail::make_error(ErrorKind::cancelled, Phase::read, sent ? Delivery::unknown : Delivery::not_sent, {});
    on([&](Actions& actions) { scheduler_.on_exchange_failed(target, *connection, std::move(failure), now_, actions); });
    require(why == StopReason::attempt_timeout || target.ends == 1, "a stopped call ends");
}

void SchedulerModel::connect(std::size_t connection, bool succeeds)
{
    auto const attempt = connecting_[connection];
    connecting_.erase(connecting_.begin() + static_cast<std::ptrdiff_t>(connection));
    if (succeeds) return on([&](Actions& actions) { scheduler_.on_connected(*attempt, false, now_, actions); });
    auto const error = detail::make_error(ErrorKind::transport, Phase::connect, Delivery::not_sent, "refused");
    on([&](Actions& actions) { scheduler_.on_connect_failed(*attempt, error, now_, actions); });
}

void SchedulerModel::respond(std::size_t exchange, int status, std::chrono::seconds retry_after)
{
    auto const connection = running_[exchange].first;
    auto& call = *running_[exchange].second;
    running_.erase(running_.begin() + static_cast<std::ptrdiff_t>(exchange));
    std::optional<ClerkError> error;
    if (status == 429)
    {
        error = detail::make_error(ErrorKind::rate_limited, Phase::read, Delivery::rejected, {});
        error->retry_after = retry_after;
        auto& until = blocked_until_[call.traits.rate_limit_key];
        until = std::max(until, now_ + retry_after);
    }
    else if (status >= 400)
    {
        auto const delivery = status < 500 ? Delivery::rejected : Delivery::unknown;
        call.may_have_happened |= status >= 500 && !call.traits.safe;
        error = detail::make_error(ErrorKind::api, Phase::read, delivery, {});
    }
    if (error)
        error->status = status;
    else
        require(++call.ends == 1, "a call ends once");
    detail::ResponseFacts const facts{.status = status, .reusable = input_.byte() < 0xE0};
    on([&](Actions& actions) {
        static_cast<void>(scheduler_.on_response(call, *connection, facts, error ? &*error : nullptr, now_, actions));
    });
}

void SchedulerModel::break_exchange(std::size_t exchange, Delivery delivery)
{
    auto const connection = running_[exchange].first;
    auto& call = *running_[exchange].second;
    running_.erase(running_.begin() + static_cast<std::ptrdiff_t>(exchange));
    call.may_have_happened |= delivery == Delivery::unknown && !call.traits.safe;
    auto failure = detail::make_error(ErrorKind::transport, Phase::read, delivery, "broken");
    on([&](Actions& actions) { scheduler_.on_exchange_failed(call, *connection, std::move(failure), now_, actions); });
}

void SchedulerModel::advance(std::chrono::milliseconds by)
{
    now_ += by;
    while (auto* const entry = timers_.pop_due(now_)) switch (entry->kind())
        {
        case detail::TimerEntry::Kind::call:
            on_call_timer(static_cast<ModelCall&>(*entry));
            break;
        case detail::TimerEntry::Kind::connects:
            on([&](Actions& actions) { scheduler_.open_connections(now_, actions); });
            break;
        case detail::TimerEntry::Kind::connection:
        case detail::TimerEntry::Kind::lifecycle:
            require(false, "only calls and connects are scheduled");
        }
}

void SchedulerModel::on_call_timer(ModelCall& call)
{
    auto const index = static_cast<std::size_t>(std::ranges::find(calls_, &call, [](auto const& other) { return other.get(); }) -
                                                calls_.begin());
    if (now_ >= call.deadline) return stop(index, StopReason::deadline);
    if (call.state != State::held) return stop(index, StopReason::attempt_timeout);
    on([&](Actions& actions) { scheduler_.resume(call, now_, actions); });
}

void SchedulerModel::close()
{
    scheduler_.close();
    Actions undelivered;
    while (auto const call = scheduler_.next_to_stop(undelivered))
        stop(static_cast<std::size_t>(std::ranges::find(calls_, call) - calls_.begin()), StopReason::closed);
    on([&](Actions& actions) { scheduler_.close_connections(actions); });
    for (auto const& call : calls_) require(call->ends == 1, "every call ends");
    require(running_.empty() && connecting_.empty(), "a closed client has no connections");
    auto const stats = scheduler_.stats();
    require(stats.connections_open == 0 && stats.calls_waiting == 0, "a closed client has no connections and waiters");
    timers_.disarm_if_idle();
    while (auto* const entry = timers_.pop_any())
        require(entry->kind() == detail::TimerEntry::Kind::connects, "nothing is scheduled after a close");
}

void SchedulerModel::check() const
{
    auto const stats = scheduler_.stats();
    require(stats.connections_open <= max_connections_, "the pool has a maximum");
    require(stats.connections_leased + stats.connections_idle + connecting_.size() <= stats.connections_open + 1,
            "connections add up");
    auto const waiting = std::ranges::count(calls_, State::waiting, [](auto const& call) { return call->state; });
    require(stats.calls_waiting == static_cast<std::size_t>(waiting), "waiters add up");
}

} // namespace clerk::fuzz

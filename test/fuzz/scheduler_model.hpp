#pragma once

#include "common/make_error.hpp"
#include "fuzz/input.hpp"
#include "transport/call_scheduler.hpp"

#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace clerk::fuzz {

/// A call and what the model knows about it.
class ModelCall final : public detail::CallBase
{
public:
    explicit ModelCall(detail::CallTraits const& call_traits) : CallBase{call_traits} {}

    detail::RequestParts request(detail::RequestStorage&) override { return {}; }

    std::optional<ClerkError> on_response(detail::Response const&) override { return std::nullopt; }

    void fail(ClerkError&& failure) noexcept override { error = std::move(failure); }

    void complete() override {}

    bool complete_here() override { return false; }

    std::optional<ClerkError> error;
    int ends{0};
    bool may_have_happened{false}; ///< an attempt may have taken effect
};

/// A `CallScheduler`, whose actions a model performs and checks.
class SchedulerModel
{
public:
    explicit SchedulerModel(Input& input);

    void start(bool idempotent, bool fail_fast);
    void stop(std::size_t call, detail::StopReason why);
    void connect(std::size_t connection, bool succeeds);
    void respond(std::size_t exchange, int status, std::chrono::seconds retry_after);
    void break_exchange(std::size_t exchange, Delivery delivery);
    void advance(std::chrono::milliseconds by);

    /// Ends all calls; nothing remains.
    void close();

    [[nodiscard]] std::size_t calls() const noexcept { return calls_.size(); }

    [[nodiscard]] std::size_t connecting() const noexcept { return connecting_.size(); }

    [[nodiscard]] std::size_t running() const noexcept { return running_.size(); }

private:
    using TimePoint = detail::CallScheduler::TimePoint;

    class Clock;

    template <class Event>
    void on(Event event);
    void perform(detail::Actions& actions);
    void start_exchange(detail::Actions& actions);
    void close_connection(std::shared_ptr<detail::PooledConnection> const& connection);
    void on_call_timer(ModelCall& call);
    void check() const;

    Input& input_;
    std::size_t max_connections_;
    TimePoint now_{std::chrono::hours{1}};
    std::map<detail::RateLimitKey, TimePoint> blocked_until_;
    detail::Timers timers_;
    detail::CallScheduler scheduler_;
    std::vector<std::shared_ptr<ModelCall>> calls_;
    std::vector<std::shared_ptr<detail::PooledConnection>> connecting_;
    std::vector<std::pair<std::shared_ptr<detail::PooledConnection>, ModelCall*>> running_;
};

} // namespace clerk::fuzz

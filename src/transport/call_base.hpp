#pragma once

#include "net/exchange.hpp"
#include "policy/pool.hpp"
#include "policy/timer_wheel.hpp"
#include "transport/call_trace.hpp"
#include "wire/response.hpp"

#include <clerk/client_options.hpp>
#include <clerk/detail/prepared_call.hpp>
#include <clerk/error.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string_view>

namespace clerk::detail {

/// Properties of a call: its operation, and its options with the client's as defaults.
struct CallTraits : Operation
{
    std::chrono::milliseconds timeout{0};
    int max_attempts{1};
    RateLimitMode rate_limit{RateLimitMode::wait};
};

/// One call. Owns itself while it is running; the function that ends it takes the ownership.
class CallBase : public Exchange, public Pool::Waiter, public TimerEntry, public std::enable_shared_from_this<CallBase>
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    explicit CallBase(CallTraits const& call_traits) noexcept : TimerEntry{Kind::call}, traits{call_traits} {}

    virtual ~CallBase() = default;

    /// The observer's view of this call. Null without an observer.
    [[nodiscard]] CallTrace* call_trace() const noexcept { return static_cast<CallTrace*>(trace); }

    /// Called before the call joins a long queue. Releases spare memory.
    virtual void shrink() {}

    /// Processes the response: stores its value or returns an error. No lock is held.
    [[nodiscard]] virtual std::optional<ClerkError> on_response(Response const& response) = 0;

    /// Stores the error that the handler is to be invoked with.
    virtual void fail(ClerkError&& error) noexcept = 0;

    /// Posts the invocation of the handler with the stored result. The last event of a call.
    ///
    /// @throws std::bad_alloc without any effect, so it can be called again
    virtual void complete() = 0;

    /// Like `complete`, but called on the client's executor without locks. Invokes the handler if it is bound to the same
    /// executor; otherwise returns false without any effect.
    [[nodiscard]] virtual bool complete_here() = 0;

    enum class State : std::uint8_t
    {
        fresh,
        held,    ///< waiting for the end of a backoff or rate limit
        waiting, ///< in the pool's queue
        running, ///< an exchange is running
        ended,
        undelivered ///< ended, but there was no memory to post its handler: posted a moment later
    };

    CallTraits const traits;

    // The following members are for the scheduler.
    std::shared_ptr<CallBase> self;
    TimePoint started{};
    TimePoint queued{};    ///< when the wait for a connection began
    TimePoint attempted{}; ///< when the last request was started
    TimePoint deadline{};
    PooledConnection* connection{nullptr};
    int attempts{0};
    bool may_have_happened{false}; ///< an earlier attempt may have taken effect
    State state{State::fresh};
    std::shared_ptr<CallBase> next; ///< in `Actions`
};

} // namespace clerk::detail

#pragma once

#include "net/exchange.hpp"
#include "policy/pool.hpp"
#include "policy/timer_entry.hpp"
#include "wire/response.hpp"

#include <clerk/client_options.hpp>
#include <clerk/detail/prepared_call.hpp>
#include <clerk/error.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string_view>

namespace clerk::detail {

class Connection;

/// Properties of a call for the transport.
struct OperationTraits
{
    RateKey rate_key{0};
    bool safe{false};       ///< changes nothing (RFC 9110, 9.2.1)
    bool idempotent{false}; ///< changes nothing more when it is repeated
    std::string_view name;  ///< for error texts, static: `POST /v1/invitations`
    std::chrono::milliseconds timeout{0};
    int max_attempts{1};
    RateLimitMode rate_limit{RateLimitMode::wait};
};

/// One call. Owns itself while it is running; the function that ends it takes the ownership.
class Operation : public Exchange, public PoolState::Waiter, public Timed, public std::enable_shared_from_this<Operation>
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    explicit Operation(OperationTraits const& call_traits) noexcept : Timed{Kind::operation}, traits{call_traits} {}

    virtual ~Operation() = default;

    /// Called before the call waits behind many others. Releases memory.
    virtual void on_crowd() {}

    /// Processes the response: stores its value or returns an error. No lock is held.
    [[nodiscard]] virtual std::optional<ClerkError> on_answer(Response const& response) = 0;

    /// Keeps the error that the handler is to be invoked with, in place of a value.
    virtual void fail(ClerkError&& error) noexcept = 0;

    /// Posts the invocation of the handler with the stored result. The last event of a call.
    ///
    /// @throws std::bad_alloc without any effect, so it can be called again
    virtual void complete() = 0;

    /// The same, called by a function that runs on the client's executor and holds no lock. Invokes the handler if that is its
    /// executor too; false if it is not, and then nothing has happened.
    [[nodiscard]] virtual bool complete_here() = 0;

    enum class State : std::uint8_t
    {
        fresh,
        held,    ///< waiting for a moment: to try again, or for the end of a rate limit
        waiting, ///< in the pool's queue
        running, ///< a connection has it
        ended,
        undelivered ///< ended, and there was no memory to post its handler: tried again a moment later
    };

    enum class Stop : std::uint8_t
    {
        none,
        deadline,
        attempt_timeout,
        cancelled,
        closed
    };

    OperationTraits const traits;

    // The rest is the engine's, under its mutex.
    std::shared_ptr<Operation> self;
    TimePoint started{};
    TimePoint attempted{}; ///< when the last request was begun
    TimePoint deadline{};
    Connection* connection{nullptr};
    int attempts{0};
    bool may_have_happened{false}; ///< an attempt before the one that runs or waits may have taken effect
    State state{State::fresh};
    Stop stop{Stop::none};
    std::shared_ptr<Operation> next; ///< in `Engine::After`
};

} // namespace clerk::detail

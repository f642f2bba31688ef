#pragma once

#include "net/exchange.hpp"
#include "policy/pool.hpp"

#include <clerk/error.hpp>
#include <clerk/observer.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace clerk::detail {

/// The observer of a client, and what all its events have in common. Immutable.
struct Observation
{
    std::shared_ptr<Observer> observer;
    std::string server_address;
    std::uint16_t server_port{0};
};

/// Returns a number that no call or connection of the process had before.
[[nodiscard]] std::uint64_t next_event_id() noexcept;

class CallBase;

/// The observer's view of one call. Creates its events.
///
/// Events of attempts and holds are recorded under the mutex of the engine and emitted without it. The thread that records an
/// event while none is being emitted emits it, and then those that other threads have recorded meanwhile. So the events of a call
/// run one after the other. A call that ends meanwhile is completed by the emitting thread, after its last event. The usual event
/// of a successful attempt is emitted without being recorded, because it needs no decision about a retry.
///
/// Without memory, events of attempts and holds are lost.
class CallTrace : public ExchangeTrace
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    /// The end of an attempt or a hold, until it is emitted.
    struct Record
    {
        bool hold{false};
        bool reused{false};
        int attempt{0};
        int status{0};
        std::chrono::nanoseconds duration{0};
        std::chrono::nanoseconds queue_time{0};
        std::chrono::nanoseconds time_to_first_byte{0};
        std::size_t request_bytes{0};
        std::size_t response_bytes{0};
        std::optional<std::chrono::nanoseconds> will_retry_in{};
        std::shared_ptr<PooledConnection const> connection{};
        std::optional<ClerkError> error{};
    };

    /// @param observation must outlive the end of the call
    CallTrace(Observation const& observation, std::uint64_t correlation) noexcept
        : observation_{observation}, id_{next_event_id()}, correlation_{correlation}
    {}

    [[nodiscard]] std::uint64_t correlation() const noexcept { return correlation_; }

    void emit_start(CallBase const& call) noexcept;

    // Under the mutex of the engine:

    /// Returns whether the caller has to emit events after the release of the mutex: see `Engine::emit_events`.
    [[nodiscard]] bool record(Record&& event) noexcept;

    /// The call has ended. Returns whether the caller may complete it; otherwise the emitting thread does.
    [[nodiscard]] bool end(TimePoint now) noexcept
    {
        ended_ = now;
        end_pending_ = emitting_;
        return !emitting_;
    }

    /// Returns the events that were recorded since the last emission. Empty: the next one needs another emitting thread.
    [[nodiscard]] std::vector<Record> take_recorded() noexcept
    {
        emitting_ = !recorded_.empty();
        return std::exchange(recorded_, {});
    }

    /// Whether the emitting thread has to complete the call after its last event.
    [[nodiscard]] bool end_pending() const noexcept { return end_pending_; }

    // Without a lock:
    void emit(CallBase const& call, Record const& record) noexcept;

    /// Emits the end of the last attempt, which succeeded at the end of the call.
    void emit_success(CallBase const& call, PooledConnection const& connection, bool reused) noexcept;

    /// Emits the end of the call, unless that was done before.
    void emit_end(CallBase const& call, ClerkError const* error) noexcept;

    /// The call is destroyed. Emits its end, if its context was destroyed before it.
    void on_destroyed(CallBase const& call) noexcept;

    /// The call continues after its end, with look-ups, until this moment.
    void set_end(TimePoint when) noexcept { ended_ = when; }

    std::chrono::nanoseconds queue_time{0}; ///< of the current attempt
    std::chrono::nanoseconds total_queue_time{0};
    int status{0};                  ///< of the last response
    std::shared_ptr<CallBase> self; ///< while it is in `Actions`
    CallBase* next{nullptr};        ///< in `Actions`

private:
    template <class Event>
    void identify(Event& event, CallBase const& call) const noexcept;
    void emit_failed_end(CallEnd event, ClerkError const& error) const noexcept;
    void add_connection(AttemptEnd& event, PooledConnection const& connection, bool reused) const noexcept;

    Observation const& observation_;
    std::uint64_t id_;
    std::uint64_t correlation_;
    std::string_view method_;
    TimePoint ended_{};
    bool emitting_{false};
    bool end_pending_{false};
    bool end_emitted_{false};
    std::vector<Record> recorded_;
};

} // namespace clerk::detail

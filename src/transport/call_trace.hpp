#pragma once

#include "net/exchange.hpp"
#include "policy/pool.hpp"
#include "transport/observation.hpp"
#include "wire/response.hpp"

#include <clerk/error.hpp>
#include <clerk/observer.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace clerk::detail {

class CallBase;

/// The observer's view of one call. Makes its events.
///
/// Events of attempts and holds arise under the mutex of the engine, in `record`, and are emitted without it. The thread that
/// records an event while none is being emitted emits it, and then those that other threads have recorded meanwhile. So the
/// events of a call run one after the other. A call that ends meanwhile is completed by the emitting thread, after its last
/// event.
class CallTrace : public ExchangeTrace
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    /// An event that was not emitted yet: the end of an attempt, or a hold.
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

    CallTrace(std::shared_ptr<Observation const> observation, std::uint64_t correlation) noexcept;

    void on_start(CallBase const& call) noexcept;

    // Under the mutex of the engine:

    /// Returns whether the caller has to emit the event after the release of the mutex, with `emit_first`.
    [[nodiscard]] bool record(Record&& event) noexcept;

    /// The call has ended. Returns whether the caller may complete it; otherwise the emitting thread does.
    [[nodiscard]] bool end(TimePoint now) noexcept;

    /// Returns the events that were recorded since the last emission. Empty: the next one needs another emitting thread.
    [[nodiscard]] std::vector<Record> take_recorded() noexcept;

    /// Whether the emitting thread has to complete the call after its last event.
    [[nodiscard]] bool end_pending() const noexcept { return end_pending_; }

    // Without a lock:
    void emit_first(CallBase const& call) noexcept;
    void emit(CallBase const& call, Record const& record) noexcept;

    /// Emits the end of the call, unless that was done before.
    void on_end(CallBase const& call, ClerkError const* error) noexcept;

    /// The call is destroyed with its context.
    void on_abandoned(CallBase const& call) noexcept;

    /// Stores status and trace id of the last response; the id is ignored if it has more than 64 characters or no valid form.
    void on_response(Response const& response) noexcept;

    /// The call continues after its end, with look-ups, until this moment.
    void set_end(TimePoint when) noexcept { ended_ = when; }

    [[nodiscard]] std::uint64_t correlation() const noexcept { return correlation_; }

    std::chrono::nanoseconds queue_time{0}; ///< of the current attempt

    std::chrono::nanoseconds total_queue_time{0};
    int status{0};                  ///< of the last response
    std::shared_ptr<CallBase> next; ///< in `Actions`

private:
    template <class Event>
    [[nodiscard]] Event make_event(CallBase const& call) const noexcept;

    [[nodiscard]] std::string_view trace_id() const noexcept { return {trace_id_.data(), trace_id_size_}; }

    std::shared_ptr<Observation const> observation_;
    std::uint64_t id_;
    std::uint64_t correlation_;
    TimePoint ended_{};
    bool emitting_{false};
    bool end_pending_{false};
    bool end_emitted_{false};
    std::size_t trace_id_size_{0};
    std::array<char, 64> trace_id_;
    Record first_;
    std::vector<Record> recorded_; ///< while others are being emitted
};

} // namespace clerk::detail

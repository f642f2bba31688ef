#pragma once

#include "support/latencies.hpp"
#include "support/options.hpp"
#include "support/process.hpp"

#include <chrono>
#include <mutex>
#include <optional>

namespace bench {

/// Schedules calls and measures those between warm-up and end. Thread-safe.
///
/// The calls at both ends, when fewer run at a time, are not measured: clients continue until enough calls have completed.
class Load
{
public:
    using Clock = std::chrono::steady_clock;
    using TimePoint = Clock::time_point;

    explicit Load(Options const& options);

    /// For closed-loop clients: returns the start of the next call. Nothing at the end.
    [[nodiscard]] std::optional<TimePoint> next();

    /// For open-loop clients: returns when the next call is due, independent of the previous ones. Latency is measured from then.
    ///
    /// The warm-up has no rate but keeps each connection busy, so that all connections are open: connecting is not measured.
    [[nodiscard]] TimePoint due() const;

    /// Takes that call.
    [[nodiscard]] TimePoint take();

    void ended(TimePoint begun, bool success);

    [[nodiscard]] bool over() const;

    /// Prints the results as one line of JSON.
    /// @returns whether all calls succeeded
    bool print() const;

private:
    [[nodiscard]] std::unique_lock<std::mutex> lock() const;
    void begin_measuring(TimePoint now);
    void finish(TimePoint now);

    Options options_;
    mutable std::mutex mutex_;
    long to_warm_up_;
    long under_way_{0}; ///< of those taken
    long counted_{0};
    long errors_{0};
    bool measuring_{false};
    bool over_{false};
    TimePoint due_;
    std::chrono::nanoseconds interval_{0};
    TimePoint begun_;
    Usage used_;
    ResourceCounts counts_after_;
    Usage used_before_;
    ResourceCounts counts_before_;
    std::chrono::nanoseconds wall_{0};
    Latencies latencies_;
};

} // namespace bench

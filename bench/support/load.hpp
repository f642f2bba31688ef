#pragma once

#include "support/latencies.hpp"
#include "support/options.hpp"
#include "support/process.hpp"

#include <chrono>
#include <mutex>
#include <optional>

namespace bench {

/// Says when the next call is to begin, and measures those between the warm-up and the end. Any thread.
///
/// The calls at both ends, where fewer run at a time, are not counted: clients go on until enough have ended.
class Load
{
public:
    using Clock = std::chrono::steady_clock;
    using TimePoint = Clock::time_point;

    explicit Load(Options const& options);

    /// For a client that begins a call as soon as one has ended: its beginning, or nothing where there are to be no more.
    [[nodiscard]] std::optional<TimePoint> next();

    /// For a client that begins calls at a rate: when the next is to begin, whatever has become of those before. Its latency
    /// counts from then even if it is begun late.
    ///
    /// The warm-up has no rate but keeps each connection busy, so that all are open: connecting is not to be measured.
    [[nodiscard]] TimePoint due() const;

    /// Takes that call.
    [[nodiscard]] TimePoint take();

    void ended(TimePoint begun, bool success);

    [[nodiscard]] bool over() const;

    /// Prints what was measured as one line of JSON. @returns whether every call succeeded
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
    Asked asked_;
    Usage used_before_;
    Asked asked_before_;
    std::chrono::nanoseconds wall_{0};
    Latencies latencies_;
};

} // namespace bench

#include "support/load.hpp"

#include <iomanip>
#include <iostream>

namespace bench {

namespace {

constexpr std::chrono::milliseconds look_again{1};

} // namespace

Load::Load(Options const& options) : options_{options}, to_warm_up_{options.warm_up}, due_{Clock::now()}
{
    if (options.rate > 0) interval_ = std::chrono::nanoseconds{static_cast<long>(1e9 / options.rate)};
    if (to_warm_up_ <= 0) begin_measuring(due_);
}

std::unique_lock<std::mutex> Load::lock() const
{
    // One thread pays for no lock: most clients beside these have none.
    return options_.threads > 1 ? std::unique_lock{mutex_} : std::unique_lock{mutex_, std::defer_lock};
}

std::optional<Load::TimePoint> Load::next()
{
    auto const guard = lock();
    if (over_) return std::nullopt;
    return Clock::now();
}

Load::TimePoint Load::due() const
{
    auto const guard = lock();
    bool const at_once = measuring_ || under_way_ < options_.connections;
    return at_once ? due_ : Clock::now() + look_again; // before the measuring, due_ is past
}

Load::TimePoint Load::take()
{
    auto const guard = lock();
    ++under_way_;
    if (!measuring_) return Clock::now();
    auto const intended = due_;
    due_ += interval_;
    return intended;
}

bool Load::over() const
{
    auto const guard = lock();
    return over_;
}

void Load::ended(TimePoint begun, bool success)
{
    auto const guard = lock();
    if (over_) return;
    auto const now = Clock::now();
    --under_way_;
    if (!success) ++errors_;
    if (!measuring_)
    {
        if (--to_warm_up_ == 0) begin_measuring(now);
        return;
    }
    if (interval_.count() > 0 && begun < begun_) return; // of the warm-up
    ++counted_;
    latencies_.record(now - begun);
    bool const enough =
        options_.requests > 0 ? counted_ >= options_.requests : now - begun_ >= std::chrono::duration<double>{options_.seconds};
    if (enough) finish(now);
}

void Load::begin_measuring(TimePoint now)
{
    measuring_ = true;
    begun_ = due_ = now;
    used_before_ = usage();
    counts_before_ = resource_counts();
}

void Load::finish(TimePoint now)
{
    over_ = true;
    wall_ = now - begun_;
    used_ = usage();
    counts_after_ = resource_counts();
}

bool Load::print() const
{
    std::cout << std::setprecision(9) << "{\"requests\":" << counted_ << ",\"errors\":" << errors_
              << ",\"wall_s\":" << std::chrono::duration<double>{wall_}.count()
              << ",\"user_s\":" << used_.user_s - used_before_.user_s << ",\"sys_s\":" << used_.sys_s - used_before_.sys_s
              << ",\"latency_us\":{\"p50\":" << latencies_.quantile_us(0.5) << ",\"p90\":" << latencies_.quantile_us(0.9)
              << ",\"p99\":" << latencies_.quantile_us(0.99) << ",\"p999\":" << latencies_.quantile_us(0.999)
              << ",\"max\":" << latencies_.largest_us() << "},\"mallocs\":" << counts_after_.mallocs - counts_before_.mallocs
              << ",\"malloc_bytes\":" << counts_after_.malloc_bytes - counts_before_.malloc_bytes
              << ",\"io_calls\":" << counts_after_.io_calls - counts_before_.io_calls
              << ",\"locks\":" << counts_after_.locks - counts_before_.locks
              << ",\"contended\":" << counts_after_.contended - counts_before_.contended << ",\"heap_bytes\":" << heap_bytes()
              << ",\"peak_resident_bytes\":" << peak_resident_bytes() << "}" << std::endl;
    return errors_ == 0;
}

} // namespace bench

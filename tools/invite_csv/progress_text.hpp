#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace invite_csv {

/// How far it has come, as it is shown.
struct ProgressView
{
    std::size_t total{0};
    std::size_t invited{0};
    std::size_t failed{0};
    std::chrono::milliseconds elapsed{0};
    /// How long the rate limit blocks the rest. Zero: it does not.
    std::chrono::milliseconds held{0};
    /// When that ends, by the clock on the wall: `14:05:12`.
    std::string held_until;
};

/// `45 s`, `3 min 20 s`, `2 h 5 min`; rounded up.
[[nodiscard]] std::string duration_text(std::chrono::milliseconds duration);

/// Returns `12.0/s`, `5.5/min` or `350/h`, the first that is at least one. Empty before the first result.
[[nodiscard]] std::string rate_text(ProgressView const& view);

/// Returns the estimated remaining time, at least until the rate limit ends. Negative if unknown.
[[nodiscard]] std::chrono::milliseconds time_left(ProgressView const& view);

/// A line of its own, for logs: `120 of 245 done: 118 invited, 2 failed; 12.0/s, 11 s left`.
[[nodiscard]] std::string progress_line(ProgressView const& view);

/// A bar that fits into so many columns: `[#########.........] 120/245  49%  12.0/s  11 s left  2 failed`.
[[nodiscard]] std::string progress_bar(ProgressView const& view, std::size_t columns);

} // namespace invite_csv

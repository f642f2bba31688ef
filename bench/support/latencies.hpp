#pragma once

#include <array>
#include <bit>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace bench {

/// How long things took, in buckets that are at most 1/64 of their value wide.
class Latencies
{
public:
    using Nanoseconds = std::chrono::nanoseconds;

    void record(Nanoseconds latency) noexcept
    {
        auto const value = static_cast<std::uint64_t>(latency.count() < 0 ? 0 : latency.count());
        ++buckets_[bucket_of(value)];
        ++count_;
        if (value > largest_) largest_ = value;
    }

    void clear() noexcept { *this = {}; }

    [[nodiscard]] double largest_us() const noexcept { return static_cast<double>(largest_) / 1000; }

    /// @param part  in (0, 1]
    [[nodiscard]] double quantile_us(double part) const noexcept
    {
        auto const rank = static_cast<std::uint64_t>(part * static_cast<double>(count_));
        std::uint64_t seen = 0;
        for (std::size_t i = 0; i < buckets_.size(); ++i)
        {
            seen += buckets_[i];
            if (seen > rank || (seen == count_ && seen > 0)) return static_cast<double>(midpoint(i)) / 1000;
        }
        return 0;
    }

private:
    static constexpr unsigned fine_bits = 6;
    static constexpr std::uint64_t fine = 1U << fine_bits;

    static std::size_t bucket_of(std::uint64_t value) noexcept
    {
        if (value < fine) return value;
        auto const shift = static_cast<unsigned>(std::bit_width(value)) - fine_bits - 1;
        return (shift + 1) * fine + ((value >> shift) - fine);
    }

    static std::uint64_t midpoint(std::size_t bucket) noexcept
    {
        if (bucket < fine) return bucket;
        auto const shift = bucket / fine - 1;
        return ((fine + bucket % fine) << shift) + ((std::uint64_t{1} << shift) / 2);
    }

    std::array<std::uint64_t, (64 - fine_bits + 1) * fine> buckets_{};
    std::uint64_t count_{0};
    std::uint64_t largest_{0};
};

} // namespace bench

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace clerk::fuzz {

/// Takes decisions from the bytes of a fuzzer. After their end, every decision is 0.
class Input
{
public:
    explicit Input(std::string_view bytes) noexcept : bytes_{bytes} {}

    [[nodiscard]] bool empty() const noexcept { return bytes_.empty(); }

    std::uint8_t byte() noexcept
    {
        if (bytes_.empty()) return 0;
        auto const first = static_cast<std::uint8_t>(bytes_.front());
        bytes_.remove_prefix(1);
        return first;
    }

    /// A number below `bound`, which is at most 65536.
    std::size_t below(std::size_t bound) noexcept
    {
        std::size_t number = byte();
        if (bound > 256) number = number << 8 | byte();
        return number % bound;
    }

    bool flag() noexcept { return byte() % 2 == 1; }

    std::string_view text(std::size_t size) noexcept
    {
        auto const taken = bytes_.substr(0, size);
        bytes_.remove_prefix(taken.size());
        return taken;
    }

    std::string_view rest() noexcept { return text(bytes_.size()); }

private:
    std::string_view bytes_;
};

/// Calls `take(block)` for successive blocks of `bytes`, with sizes up to `largest` that depend on the seed, until it returns
/// false.
///
/// Each block is a copy, so that sanitizers detect reads beyond it and pointers into it.
template <class Take>
void in_blocks(std::string_view bytes, std::size_t largest, std::uint32_t seed, Take take)
{
    while (!bytes.empty())
    {
        seed = seed * 1664525U + 1013904223U;
        auto const size = std::min(bytes.size(), 1 + (seed >> 8U) % largest);
        std::string const block{bytes.substr(0, size)};
        bytes.remove_prefix(size);
        if (!take(std::string_view{block})) return;
    }
}

} // namespace clerk::fuzz

#pragma once

#include <cstddef>
#include <string_view>

namespace clerk::test {

/// While it lives, looks into every block of memory that its thread gives back, for a text that must have been wiped from it.
///
/// The program's `operator new` and `operator delete` are replaced for that.
class FreedMemory
{
public:
    explicit FreedMemory(std::string_view text) noexcept;
    FreedMemory(FreedMemory const&) = delete;
    FreedMemory& operator=(FreedMemory const&) = delete;
    ~FreedMemory();

    /// How many blocks were given back.
    [[nodiscard]] std::size_t blocks() const noexcept { return blocks_; }

    /// How many of them held the text.
    [[nodiscard]] std::size_t holding_it() const noexcept { return holding_it_; }

    /// Called by `operator delete`.
    static void look_at(void const* block) noexcept;

private:
    std::string_view text_;
    std::size_t blocks_{0};
    std::size_t holding_it_{0};
};

} // namespace clerk::test

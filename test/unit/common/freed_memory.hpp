#pragma once

#include <cstddef>
#include <string_view>

namespace clerk::test {

/// During its lifetime, searches every block of memory that its thread frees for a text that must have been wiped.
///
/// Replaces `operator new` and `operator delete` of the program.
class FreedMemory
{
public:
    explicit FreedMemory(std::string_view text) noexcept;
    FreedMemory(FreedMemory const&) = delete;
    FreedMemory& operator=(FreedMemory const&) = delete;
    ~FreedMemory();

    /// Returns the number of freed blocks.
    [[nodiscard]] std::size_t blocks() const noexcept { return blocks_; }

    /// Returns the number of freed blocks that contained the text.
    [[nodiscard]] std::size_t holding_it() const noexcept { return holding_it_; }

    /// Called by `operator delete`.
    static void look_at(void const* block) noexcept;

private:
    std::string_view text_;
    std::size_t blocks_{0};
    std::size_t holding_it_{0};
};

} // namespace clerk::test

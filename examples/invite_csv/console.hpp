#pragma once

#include "progress_text.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <ostream>
#include <string_view>

namespace invite_csv {

/// Shows progress: as a bar that is drawn over itself on a terminal, as a line from time to time elsewhere; and messages between.
class Console
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    /// @param columns  how wide the terminal is now; not set = this is none
    Console(std::ostream& out, std::function<std::size_t()> columns);

    /// A line of its own.
    void say(std::string_view line);

    /// How far it is now. Elsewhere than on a terminal: shown where the last one is five seconds old, where a hold begins or
    /// ends, and at the end.
    void show(ProgressView const& view, TimePoint now);

    /// Nothing more is shown: the bar stays as it is.
    void finish();

    [[nodiscard]] bool is_terminal() const noexcept { return static_cast<bool>(columns_); }

private:
    [[nodiscard]] bool is_news(ProgressView const& view, TimePoint now) const;
    void draw();

    std::ostream& out_;
    std::function<std::size_t()> columns_;
    std::optional<ProgressView> shown_;
    TimePoint shown_at_{};
};

/// Standard error: a terminal where it is one.
[[nodiscard]] Console standard_console();

} // namespace invite_csv

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

    /// @param columns current width of the terminal; not set if `out` is not a terminal
    Console(std::ostream& out, std::function<std::size_t()> columns);

    /// A line of its own.
    void say(std::string_view line);

    /// Shows the progress. Not on a terminal: every five seconds, when a rate limit begins or ends, and at the end.
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

/// Standard error, as a terminal if it is one.
[[nodiscard]] Console standard_console();

} // namespace invite_csv

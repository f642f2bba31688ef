#pragma once

#include "progress_text.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <ostream>
#include <string_view>

namespace invite_csv {

/// Prints progress and messages. On a terminal, the progress is a bar that is redrawn in place; otherwise, a line every few
/// seconds.
class Console
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    /// @param columns  returns the width of the terminal; unset if `out` is not a terminal
    Console(std::ostream& out, std::function<std::size_t()> columns);

    /// Prints a line above the progress.
    void print(std::string_view line);

    /// Shows the progress. Not on a terminal: every five seconds, when a rate limit begins or ends, and at the end.
    void show(ProgressView const& view, TimePoint now);

    /// Ends the progress. The bar remains visible.
    void finish();

    [[nodiscard]] bool is_terminal() const noexcept { return static_cast<bool>(columns_); }

private:
    [[nodiscard]] bool is_due(ProgressView const& view, TimePoint now) const;
    void draw();

    std::ostream& out_;
    std::function<std::size_t()> columns_;
    std::optional<ProgressView> shown_;
    TimePoint shown_at_{};
};

/// Returns a console on standard error.
[[nodiscard]] Console standard_console();

} // namespace invite_csv

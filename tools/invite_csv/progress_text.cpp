#include "progress_text.hpp"

#include <algorithm>
#include <cstdio>
#include <initializer_list>
#include <utility>

namespace invite_csv {

namespace {

using namespace std::chrono_literals;

std::size_t done(ProgressView const& view) noexcept
{
    return view.invited + view.failed;
}

double per_second(ProgressView const& view) noexcept
{
    auto const seconds = std::chrono::duration<double>{std::max(view.elapsed, 1ms)}.count();
    return static_cast<double>(done(view)) / seconds;
}

std::string held_text(ProgressView const& view)
{
    return "rate limited until " + view.held_until + " (" + duration_text(view.held) + ")";
}

std::string left_text(ProgressView const& view)
{
    auto const left = time_left(view);
    return left > 0ms ? duration_text(left) + " left" : std::string{};
}

std::string joined(std::initializer_list<std::string> parts, std::string const& between)
{
    std::string all;
    for (auto const& part : parts)
        if (!part.empty()) all += (all.empty() ? "" : between) + part;
    return all;
}

} // namespace

std::string duration_text(std::chrono::milliseconds duration)
{
    auto const seconds = std::chrono::ceil<std::chrono::seconds>(duration).count();
    auto const text = [](auto number, char const* unit) { return std::to_string(number) + ' ' + unit; };
    if (seconds < 60) return text(seconds, "s");
    if (seconds < 3600) return text(seconds / 60, "min") + (seconds % 60 ? ' ' + text(seconds % 60, "s") : "");
    auto const minutes = (seconds + 59) / 60;
    return text(minutes / 60, "h") + (minutes % 60 ? ' ' + text(minutes % 60, "min") : "");
}

std::string rate_text(ProgressView const& view)
{
    if (done(view) == 0) return {};
    constexpr std::pair<double, char const*> units[]{{1, "s"}, {60, "min"}, {3600, "h"}};
    for (auto const& [seconds, unit] : units)
    {
        auto const rate = per_second(view) * seconds;
        if (rate < 1 && seconds < 3600) continue;
        char text[32]{};
        std::snprintf(text, sizeof text, rate < 100 ? "%.1f/%s" : "%.0f/%s", rate, unit);
        return text;
    }
    return {};
}

std::chrono::milliseconds time_left(ProgressView const& view)
{
    if (done(view) >= view.total) return 0ms;
    if (done(view) == 0) return view.held > 0ms ? view.held : -1ms;
    auto const seconds = static_cast<double>(view.total - done(view)) / per_second(view);
    return std::max(view.held, std::chrono::milliseconds{static_cast<std::chrono::milliseconds::rep>(seconds * 1000)});
}

std::string progress_line(ProgressView const& view)
{
    auto line = std::to_string(done(view)) + " of " + std::to_string(view.total) + " done: " + std::to_string(view.invited) +
                " invited, " + std::to_string(view.failed) + " failed";
    auto const rest = view.held > 0ms ? held_text(view) : joined({rate_text(view), left_text(view)}, ", ");
    return rest.empty() ? line : line + "; " + rest;
}

std::string progress_bar(ProgressView const& view, std::size_t columns)
{
    auto const percent = view.total == 0 ? 100 : 100 * done(view) / view.total;
    auto const number = std::to_string(percent);
    auto const text = joined({std::to_string(done(view)) + '/' + std::to_string(view.total),
                              std::string(number.size() < 3 ? 3 - number.size() : 0, ' ') + number + '%',
                              view.held > 0ms ? held_text(view) : joined({rate_text(view), left_text(view)}, "  "),
                              view.failed > 0 ? std::to_string(view.failed) + " failed" : ""},
                             "  ");
    constexpr std::size_t shortest = 5;
    constexpr std::size_t longest = 40;
    if (columns < text.size() + shortest + 3) return text.substr(0, columns);
    auto const size = std::min(longest, columns - text.size() - 3);
    auto const filled = size * percent / 100;
    return '[' + std::string(filled, '#') + std::string(size - filled, '.') + "] " + text;
}

} // namespace invite_csv

#include "policy/retry_after.hpp"

#include "policy/http_date.hpp"

#include <algorithm>
#include <charconv>

namespace clerk::detail {

namespace {

std::string_view without_spaces_around(std::string_view text) noexcept
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

} // namespace

std::optional<std::chrono::seconds> parse_retry_after(std::string_view field, std::chrono::sys_seconds now) noexcept
{
    using std::chrono::seconds;
    auto const text = without_spaces_around(field);
    if (text.empty()) return std::nullopt;
    if (std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; }))
    {
        seconds::rep count = 0;
        auto const result = std::from_chars(text.data(), text.data() + text.size(), count);
        if (result.ec == std::errc::result_out_of_range) return longest_retry_after;
        return std::min(seconds{count}, longest_retry_after);
    }
    auto const date = parse_http_date(text, now);
    if (!date) return std::nullopt;
    return std::clamp(seconds{*date - now}, seconds{0}, longest_retry_after);
}

} // namespace clerk::detail

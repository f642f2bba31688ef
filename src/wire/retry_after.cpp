#include "wire/retry_after.hpp"

#include "portable/ascii.hpp"
#include "wire/http_date.hpp"

#include <algorithm>
#include <charconv>

namespace clerk::detail {

namespace {

/// Digits, and perhaps a point and more digits, which servers send although RFC 9110, 10.2.3 allows whole seconds only.
bool is_decimal(std::string_view text) noexcept
{
    constexpr std::string_view digits = "0123456789";
    auto const point = text.find_first_not_of(digits);
    if (point == std::string_view::npos) return true;
    auto const fraction = text.substr(point + 1);
    return point > 0 && text[point] == '.' && !fraction.empty() && fraction.find_first_not_of(digits) == std::string_view::npos;
}

} // namespace

std::optional<std::chrono::seconds> parse_retry_after(std::string_view field, std::chrono::sys_seconds now) noexcept
{
    using std::chrono::seconds;
    auto const text = without_blanks_around(field);
    if (text.empty()) return std::nullopt;
    if (is_decimal(text))
    {
        seconds::rep count = 0;
        auto const point = text.find('.');
        auto const whole = text.substr(0, point);
        auto const result = std::from_chars(whole.data(), whole.data() + whole.size(), count);
        if (result.ec == std::errc::result_out_of_range || seconds{count} >= longest_retry_after) return longest_retry_after;
        bool const has_fraction =
            point != std::string_view::npos && text.find_first_not_of('0', point + 1) != std::string_view::npos;
        return seconds{count} + seconds{has_fraction ? 1 : 0};
    }
    auto const date = parse_http_date(text, now);
    if (!date) return std::nullopt;
    return std::clamp(seconds{*date - now}, seconds{0}, longest_retry_after);
}

} // namespace clerk::detail

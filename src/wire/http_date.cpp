#include "wire/http_date.hpp"

#include "portable/ascii.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace clerk::detail {

namespace {

using namespace std::chrono;
using namespace std::string_view_literals;

constexpr std::array months{"Jan"sv, "Feb"sv, "Mar"sv, "Apr"sv, "May"sv, "Jun"sv,
                            "Jul"sv, "Aug"sv, "Sep"sv, "Oct"sv, "Nov"sv, "Dec"sv};
constexpr std::array days{"Mon"sv, "Tue"sv, "Wed"sv, "Thu"sv, "Fri"sv, "Sat"sv, "Sun"sv};
constexpr std::array long_days{"Monday"sv, "Tuesday"sv, "Wednesday"sv, "Thursday"sv, "Friday"sv, "Saturday"sv, "Sunday"sv};

/// Takes a date apart from the left; after the first mismatch everything fails.
class Scanner
{
public:
    explicit Scanner(std::string_view text) noexcept : rest_{text} {}

    bool literal(std::string_view expected) noexcept
    {
        ok_ = ok_ && rest_.starts_with(expected);
        if (ok_) rest_.remove_prefix(expected.size());
        return ok_;
    }

    template <std::size_t N>
    unsigned one_of(std::array<std::string_view, N> const& names) noexcept
    {
        auto const* const found = std::ranges::find_if(names, [this](std::string_view name) { return rest_.starts_with(name); });
        if (found == names.end())
        {
            ok_ = false;
            return 0;
        }
        literal(*found);
        return static_cast<unsigned>(found - names.begin());
    }

    int digits(std::size_t count) noexcept
    {
        ok_ = ok_ && rest_.size() >= count;
        int value = 0;
        for (std::size_t i = 0; ok_ && i < count; ++i)
        {
            ok_ = is_digit(rest_[i]);
            value = value * 10 + (rest_[i] - '0');
        }
        if (ok_) rest_.remove_prefix(count);
        return value;
    }

    [[nodiscard]] bool next_is(char c) const noexcept { return !rest_.empty() && rest_.front() == c; }

    [[nodiscard]] bool done() const noexcept { return ok_ && rest_.empty(); }

private:
    std::string_view rest_;
    bool ok_{true};
};

struct Parts
{
    int year{0};
    unsigned month{0};
    int day{0};
    int hour{0};
    int minute{0};
    int second{0};
};

void time_of_day(Scanner& scanner, Parts& parts) noexcept
{
    parts.hour = scanner.digits(2);
    scanner.literal(":");
    parts.minute = scanner.digits(2);
    scanner.literal(":");
    parts.second = scanner.digits(2);
}

std::optional<sys_seconds> assemble(Parts const& parts) noexcept
{
    auto const date = year{parts.year} / month{parts.month + 1} / day{static_cast<unsigned>(parts.day)};
    if (!date.ok() || parts.hour > 23 || parts.minute > 59 || parts.second > 60) return std::nullopt; // 60: a leap second
    return sys_days{date} + hours{parts.hour} + minutes{parts.minute} + seconds{parts.second};
}

// Sun, 06 Nov 1994 08:49:37 GMT
std::optional<sys_seconds> parse_imf_fixdate(std::string_view text) noexcept
{
    Scanner scanner{text};
    Parts parts;
    scanner.one_of(days);
    scanner.literal(", ");
    parts.day = scanner.digits(2);
    scanner.literal(" ");
    parts.month = scanner.one_of(months);
    scanner.literal(" ");
    parts.year = scanner.digits(4);
    scanner.literal(" ");
    time_of_day(scanner, parts);
    scanner.literal(" GMT");
    return scanner.done() ? assemble(parts) : std::nullopt;
}

// Sunday, 06-Nov-94 08:49:37 GMT
std::optional<sys_seconds> parse_rfc850_date(std::string_view text, sys_seconds now) noexcept
{
    Scanner scanner{text};
    Parts parts;
    scanner.one_of(long_days);
    scanner.literal(", ");
    parts.day = scanner.digits(2);
    scanner.literal("-");
    parts.month = scanner.one_of(months);
    scanner.literal("-");
    parts.year = scanner.digits(2);
    scanner.literal(" ");
    time_of_day(scanner, parts);
    scanner.literal(" GMT");
    if (!scanner.done()) return std::nullopt;
    int const this_year = static_cast<int>(year_month_day{floor<std::chrono::days>(now)}.year());
    parts.year += this_year - this_year % 100 + 100;
    for (int i = 0; i < 3; ++i, parts.year -= 100)
        if (auto const date = assemble(parts); date && *date - now <= years{50}) return date;
    return std::nullopt;
}

// Sun Nov  6 08:49:37 1994
std::optional<sys_seconds> parse_asctime_date(std::string_view text) noexcept
{
    Scanner scanner{text};
    Parts parts;
    scanner.one_of(days);
    scanner.literal(" ");
    parts.month = scanner.one_of(months);
    scanner.literal(" ");
    if (scanner.next_is(' '))
    {
        scanner.literal(" ");
        parts.day = scanner.digits(1);
    }
    else
        parts.day = scanner.digits(2);
    scanner.literal(" ");
    time_of_day(scanner, parts);
    scanner.literal(" ");
    parts.year = scanner.digits(4);
    return scanner.done() ? assemble(parts) : std::nullopt;
}

} // namespace

std::optional<sys_seconds> parse_http_date(std::string_view text, sys_seconds now) noexcept
{
    if (auto const date = parse_imf_fixdate(text)) return date;
    if (auto const date = parse_rfc850_date(text, now)) return date;
    return parse_asctime_date(text);
}

} // namespace clerk::detail

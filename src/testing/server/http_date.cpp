#include "testing/server/http_date.hpp"

#include <array>
#include <cstddef>

namespace clerk::testing::detail {

namespace {

std::string padded(long long number, std::size_t width)
{
    std::string const digits = std::to_string(number);
    return digits.size() < width ? std::string(width - digits.size(), '0') + digits : digits;
}

} // namespace

std::string to_http_date(Timestamp moment)
{
    static constexpr std::array weekdays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    auto const day = std::chrono::floor<std::chrono::days>(moment);
    std::chrono::year_month_day const date{day};
    std::chrono::hh_mm_ss const time{std::chrono::floor<std::chrono::seconds>(moment - day)};
    return std::string{weekdays[std::chrono::weekday{day}.c_encoding()]} + ", " + padded(static_cast<unsigned>(date.day()), 2) +
           ' ' + months[static_cast<unsigned>(date.month()) - 1] + ' ' + padded(static_cast<int>(date.year()), 4) + ' ' +
           padded(time.hours().count(), 2) + ':' + padded(time.minutes().count(), 2) + ':' + padded(time.seconds().count(), 2) +
           " GMT";
}

} // namespace clerk::testing::detail

#include "wire/retry_after.hpp"

#include "fuzz/input.hpp"
#include "fuzz/require.hpp"
#include "fuzz/targets.hpp"
#include "testing/server/http_date.hpp"
#include "wire/http_date.hpp"

#include <chrono>
#include <cstdint>
#include <string>

namespace clerk::fuzz {

void retry_after(std::string_view bytes)
{
    using namespace std::chrono;
    Input input{bytes};
    // A time from 1970 to 2106.
    std::int64_t moment = 0;
    for (int i = 0; i < 4; ++i) moment = moment << 8 | input.byte();
    sys_seconds const now{seconds{moment}};
    auto const field = input.rest();

    auto const wait = detail::parse_retry_after(field, now);
    if (wait) require(*wait >= 0s && *wait <= detail::longest_retry_after, "a wait is from zero to the longest one");
    auto const date = detail::parse_http_date(field, now);
    if (!date) return;
    require(wait.has_value(), "a date is a wait");
    require(*date > now || *wait == 0s, "a date that has passed is no wait");
    auto const text = testing::detail::to_http_date(time_point_cast<milliseconds>(*date));
    require(detail::parse_http_date(text, now) == date, "a date is the same in its preferred form: " + text);
}

} // namespace clerk::fuzz

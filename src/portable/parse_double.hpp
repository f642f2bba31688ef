#pragma once

#include <charconv>
#include <cmath>
#include <string>
#include <string_view>
#include <system_error>

#include <locale.h>
#include <stdlib.h>

namespace clerk::detail {

/// `parse_double` without `std::from_chars`.
inline std::errc parse_double_by_strtod(std::string_view text, double& value)
{
    // The program's locale may have another decimal point.
    static ::locale_t const c_locale = ::newlocale(LC_ALL_MASK, "C", nullptr);
    if (c_locale == nullptr) return std::errc::not_enough_memory;
    std::string const terminated{text};
    double const parsed = ::strtod_l(terminated.c_str(), nullptr, c_locale);
    if (std::isinf(parsed)) return std::errc::result_out_of_range;
    value = parsed;
    return {};
}

/// Stores the double that is nearest to `text`, a number in JSON's grammar.
///
/// @returns `result_out_of_range` if the number is larger than any double; `value` is unchanged then
inline std::errc parse_double(std::string_view text, double& value)
{
#ifdef __cpp_lib_to_chars
    // It does not tell a number that is too large from one that is too close to zero.
    auto const error = std::from_chars(text.data(), text.data() + text.size(), value).ec;
    if (error != std::errc::result_out_of_range) return error;
#endif
    // libc++ has no `std::from_chars` for double before version 20.
    return parse_double_by_strtod(text, value);
}

} // namespace clerk::detail

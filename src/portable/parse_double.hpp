#pragma once

#include <cerrno>
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
    errno = 0;
    double const parsed = ::strtod_l(terminated.c_str(), nullptr, c_locale);
    // A subnormal result sets ERANGE, too, but it is the nearest value.
    if (std::isinf(parsed) || (parsed == 0 && errno == ERANGE)) return std::errc::result_out_of_range;
    value = parsed;
    return {};
}

/// Stores the double that is nearest to `text`, a number in JSON's grammar.
///
/// @returns `result_out_of_range` if the number is larger than any double, or is not zero and closer to zero than any other
///          double; `value` is unchanged then.
inline std::errc parse_double(std::string_view text, double& value)
{
#ifdef __cpp_lib_to_chars
    return std::from_chars(text.data(), text.data() + text.size(), value).ec;
#else
    // libc++ has no `std::from_chars` for double before version 20.
    return parse_double_by_strtod(text, value);
#endif
}

} // namespace clerk::detail

#include <clerk/testing/recorded_request.hpp>

#include "portable/ascii.hpp"

namespace clerk::testing {

std::optional<std::string_view> RecordedRequest::header(std::string_view name) const noexcept
{
    for (auto const& [key, value] : headers)
        if (clerk::detail::equal_ignoring_case(key, name)) return value;
    return std::nullopt;
}

} // namespace clerk::testing

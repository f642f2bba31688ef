#pragma once

#include <clerk/error.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace clerk::detail {

/// What the body of an error answer says.
struct ErrorBody
{
    std::vector<ApiError> errors; ///< the first 64
    std::string trace_id;
    std::string excerpt; ///< where it is no Clerk error object: its start, at most 512 bytes, cut between UTF-8 characters,
                         ///< without control characters
};

/// Reads the body of an error answer; takes whatever a server, a proxy or an edge may send.
[[nodiscard]] ErrorBody decode_error_body(std::string_view body, std::size_t max_depth);

} // namespace clerk::detail

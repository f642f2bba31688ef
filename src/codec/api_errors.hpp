#pragma once

#include <clerk/error.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace clerk::detail {

/// The content of an error body.
struct ErrorBody
{
    std::vector<ApiError> errors; ///< the first 64
    std::string trace_id;
    std::string excerpt; ///< the beginning of a body that is not a Clerk error object: at most 512 bytes, cut between UTF-8
                         ///< characters, without control characters
};

/// Parses an error body. Accepts any bytes that a server, proxy or edge may send.
[[nodiscard]] ErrorBody decode_error_body(std::string_view body, std::size_t max_depth);

} // namespace clerk::detail

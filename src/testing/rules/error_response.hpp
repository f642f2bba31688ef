#pragma once

#include <clerk/error.hpp>

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace clerk::testing::detail {

/// An error response before it is serialised.
struct ErrorResponse
{
    int status{400};
    std::vector<ApiError> errors;
};

/// @name Errors of single parameters. Several of them are one 422 response.
/// @{
[[nodiscard]] ApiError param_missing(std::string_view param);
[[nodiscard]] ApiError param_nil(std::string_view param);
[[nodiscard]] ApiError param_unknown(std::string_view param);
[[nodiscard]] ApiError param_format_invalid(std::string_view param, std::string_view what);
[[nodiscard]] ApiError param_type_invalid(std::string_view param, std::string_view type);
[[nodiscard]] ApiError param_value_invalid(std::string_view param, std::string_view value);
[[nodiscard]] ApiError param_too_large(std::string_view param, long long maximum);
[[nodiscard]] ApiError param_exceeds_size(std::string_view param, std::size_t maximum);
[[nodiscard]] ApiError param_duplicate(std::string_view param);
[[nodiscard]] ApiError param_repeated(std::string_view param);
[[nodiscard]] ApiError param_insecure_url(std::string_view param);
[[nodiscard]] ApiError identifier_exists(std::string_view param);
/// @}

[[nodiscard]] ErrorResponse unprocessable(std::vector<ApiError> errors);
[[nodiscard]] ErrorResponse duplicate_record(std::vector<std::string> const& addresses);
[[nodiscard]] ErrorResponse not_allowed_access(std::vector<std::string> const& addresses);
[[nodiscard]] ErrorResponse invitations_not_supported();
[[nodiscard]] ErrorResponse bulk_size_exceeded(std::size_t maximum);
[[nodiscard]] ErrorResponse already_revoked();
[[nodiscard]] ErrorResponse already_accepted();
[[nodiscard]] ErrorResponse invitation_not_found(std::string_view id);

/// Returns Clerk's error for a status without further information.
[[nodiscard]] ErrorResponse default_error(int status);
[[nodiscard]] ErrorResponse too_many_requests(std::chrono::seconds resets_in);
[[nodiscard]] ErrorResponse unsupported_content_type(std::string_view actual);
[[nodiscard]] ErrorResponse url_not_found();
[[nodiscard]] ErrorResponse body_invalid();
[[nodiscard]] ErrorResponse api_version_invalid();
[[nodiscard]] ErrorResponse authorization_malformed();

/// Returns the body of the response.
[[nodiscard]] std::string to_json(ErrorResponse const& problem, std::string_view trace_id);

} // namespace clerk::testing::detail

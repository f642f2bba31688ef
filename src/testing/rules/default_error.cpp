#include "testing/rules/error_response.hpp"

#include <algorithm>
#include <array>

namespace clerk::testing::detail {

namespace {

struct Row
{
    int status;
    char const* code;
    char const* message;
    char const* long_message;
};

constexpr std::array rows{
    Row{400, "request_invalid_for_environment", "Invalid request for environment",
        "Request only valid for production instances."},
    Row{401, "clerk_key_invalid", "The provided Clerk Secret Key is invalid. Make sure that your Clerk Secret Key is correct.",
        "The provided Clerk Secret Key is invalid. Make sure that your Clerk Secret Key is correct."},
    Row{402, "unsupported_subscription_plan_features", "Unsupported plan features",
        "Some features are not supported in your current plan. Upgrade your subscription to unlock them."},
    Row{403, "authorization_invalid", "Unauthorized request", "You are not authorized to perform this request"},
    Row{404, "resource_not_found", "not found", "Resource not found"},
    Row{409, "resource_locked", "resource busy",
        "This resource is currently being modified by another request. Please try again."},
    Row{413, "request_body_too_large", "Request body too large", "The request body exceeds the maximum allowed size."},
    Row{415, "unsupported_content_type", "Content-Type is unsupported",
        "Content-Type is unsupported. You should use application/json instead."},
    Row{422, "form_param_value_invalid", "is invalid", "A parameter has a value that is not allowed."},
    Row{429, "too_many_requests", "Too many requests", "Too many requests, retry later"},
    Row{431, "request_header_fields_too_large", "Request header too large",
        "The request header is larger than what is accepted."},
    Row{500, "internal_clerk_error", "Oops, an unexpected error occurred",
        "There was an internal error on our servers. We've been notified and are working on fixing it."},
    Row{503, "service_unavailable", "Service unavailable", "The service is temporarily unavailable. Please try again later."},
    Row{504, "gateway_timeout", "Gateway Timeout", "A request to a 3rd party service timed out"},
};

} // namespace

ErrorResponse default_error(int status)
{
    auto const* const row = std::find_if(rows.begin(), rows.end(), [status](Row const& r) { return r.status == status; });
    if (row == rows.end()) return {status, {}};
    return {status, {ApiError{row->code, row->message, row->long_message, {}}}};
}

} // namespace clerk::testing::detail

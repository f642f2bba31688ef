#include "common/api_code_text.hpp"

#include "portable/ascii.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace clerk::detail {

namespace {

using Entry = std::pair<std::string_view, std::string_view>;

constexpr std::array<Entry, 31> texts{{
    {"api_version_invalid", "the API version is invalid"},
    {"authorization_header_format_invalid", "the Authorization header is malformed"},
    {"authorization_invalid", "not authorized"},
    {"bulk_size_exceeded", "bulk size exceeded"},
    {"clerk_key_invalid", "the secret key is invalid"},
    {"conflict", "the resource is being changed"},
    {"duplicate_record", "duplicate invitation"},
    {"form_identifier_exists", "the address belongs to a user"},
    {"form_param_duplicate", "duplicate values"},
    {"form_param_exceeds_allowed_size", "is too large"},
    {"form_param_format_invalid", "has an invalid format"},
    {"form_param_missing", "is missing"},
    {"form_param_nil", "is empty"},
    {"form_param_type_invalid", "has the wrong type"},
    {"form_param_unknown", "is unknown"},
    {"form_param_value_invalid", "is invalid"},
    {"form_param_value_too_large", "value too large"},
    {"gateway_timeout", "gateway timeout"},
    {"internal_clerk_error", "internal error at Clerk"},
    {"invitation_already_accepted", "the invitation is already accepted"},
    {"invitation_already_revoked", "the invitation is already revoked"},
    {"not_allowed_access", "access is not allowed"},
    {"quota_exceeded", "quota exceeded"},
    {"request_body_invalid", "the request body is invalid"},
    {"request_body_too_large", "the request body is too large"},
    {"resource_locked", "the resource is locked"},
    {"resource_not_found", "not found"},
    {"service_unavailable", "service unavailable"},
    {"too_many_requests", "too many requests"},
    {"unsupported_content_type", "the content type is not supported"},
    {"unsupported_subscription_plan_features", "the plan does not include this"},
}};

constexpr std::array<std::string_view, 12> parameter_names{"email_address",   "public_metadata", "redirect_url",  "notify",
                                                           "ignore_existing", "expires_in_days", "template_slug", "status",
                                                           "query",           "order_by",        "limit",         "offset"};

constexpr bool is_lower_or_digit(char c) noexcept
{
    return (c >= 'a' && c <= 'z') || is_digit(c);
}

bool has_key_prefix(std::string_view text) noexcept
{
    return text.find("sk_") != std::string_view::npos || text.find("pk_") != std::string_view::npos;
}

} // namespace

std::string_view api_code_text(std::string_view code) noexcept
{
    auto const* const found = std::ranges::find(texts, code, &Entry::first);
    return found == texts.end() ? std::string_view{} : found->second;
}

bool is_printable_code(std::string_view code) noexcept
{
    return !code.empty() && code.size() <= 64 && code.front() >= 'a' && code.front() <= 'z' && !has_key_prefix(code) &&
           std::ranges::all_of(code, [](char c) { return is_lower_or_digit(c) || c == '_'; });
}

bool is_parameter_name(std::string_view name) noexcept
{
    return std::ranges::find(parameter_names, name) != parameter_names.end();
}

bool is_printable_trace_id(std::string_view id) noexcept
{
    return !id.empty() && id.size() <= 128 && !has_key_prefix(id) &&
           std::ranges::all_of(id, [](char c) { return is_lower_or_digit(c) || (c >= 'A' && c <= 'Z') || c == '-' || c == '_'; });
}

} // namespace clerk::detail

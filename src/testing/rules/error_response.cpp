#include "testing/rules/error_response.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <utility>

namespace clerk::testing::detail {

namespace {

namespace json = boost::json;

ApiError make(std::string code, std::string message, std::string long_message, json::object meta = {})
{
    return {std::move(code), std::move(message), std::move(long_message), std::move(meta)};
}

ApiError of_param(std::string_view param, std::string code, std::string message, std::string long_message)
{
    json::object meta;
    meta["param_name"] = param;
    return make(std::move(code), std::move(message), std::move(long_message), std::move(meta));
}

std::string listed(std::vector<std::string> const& addresses)
{
    std::string text;
    for (auto const& address : addresses) text += (text.empty() ? "" : ", ") + address;
    return text;
}

} // namespace

ApiError param_missing(std::string_view param)
{
    return of_param(param, "form_param_missing", "is missing", std::string{param} + " must be included.");
}

ApiError param_nil(std::string_view param)
{
    return of_param(param, "form_param_nil", "is missing", std::string{param} + " must be included.");
}

ApiError param_unknown(std::string_view param)
{
    return of_param(param, "form_param_unknown", "is unknown",
                    std::string{param} + " is not a valid parameter for this request.");
}

ApiError param_format_invalid(std::string_view param, std::string_view what)
{
    return of_param(param, "form_param_format_invalid", "is invalid",
                    std::string{param} + " must be a valid " + std::string{what} + ".");
}

ApiError param_type_invalid(std::string_view param, std::string_view type)
{
    return of_param(param, "form_param_type_invalid", "is invalid",
                    "`" + std::string{param} + "` must be a `" + std::string{type} + "`.");
}

ApiError param_value_invalid(std::string_view param, std::string_view value)
{
    return of_param(param, "form_param_value_invalid", "is invalid",
                    std::string{value} + " does not match one of the allowed values for parameter " + std::string{param});
}

ApiError param_too_large(std::string_view param, long long maximum)
{
    return of_param(param, "form_param_value_too_large", "Value too large",
                    "The value of " + std::string{param} + " can't be greater than " + std::to_string(maximum));
}

ApiError param_exceeds_size(std::string_view param, std::size_t maximum)
{
    std::string const text = "The given " + std::string{param} + " exceeds the maximum allowed size of " +
                             std::to_string(maximum) + " bytes (" + std::to_string(maximum / 1024) + " KB).";
    return of_param(param, "form_param_exceeds_allowed_size", text, text);
}

ApiError param_duplicate(std::string_view param)
{
    return of_param(param, "form_param_duplicate", "duplicate values", std::string{param} + " contains duplicate values.");
}

ApiError param_repeated(std::string_view param)
{
    return of_param(param, "form_param_duplicate", "is duplicate",
                    std::string{param} + " included multiple times. There should only be one.");
}

ApiError param_insecure_url(std::string_view param)
{
    return of_param(param, "insecure_url", "Insecure URL", "Please provide a secure URL (https)");
}

ApiError identifier_exists(std::string_view param)
{
    std::string const text = "That email address is taken. Please try another.";
    return of_param(param, "form_identifier_exists", text, text);
}

ErrorResponse unprocessable(std::vector<ApiError> errors)
{
    return {422, std::move(errors)};
}

ErrorResponse duplicate_record(std::vector<std::string> const& addresses)
{
    json::object meta;
    meta["email_addresses"] = json::array(addresses.begin(), addresses.end());
    return {
        400,
        {make("duplicate_record", "duplicate invitation",
              "There are already pending invitations for the following email addresses: " + listed(addresses), std::move(meta))}};
}

ErrorResponse not_allowed_access(std::vector<std::string> const& addresses)
{
    json::object meta;
    meta["identifiers"] = json::array(addresses.begin(), addresses.end());
    auto const* const verb = addresses.size() == 1 ? " is" : " are";
    return {403,
            {make("not_allowed_access", "Access not allowed.",
                  listed(addresses) + verb + " not allowed to access this application.", std::move(meta))}};
}

ErrorResponse invitations_not_supported()
{
    std::string const text = "Invitations are only supported on instances that accept email addresses.";
    return {400, {make("invitations_not_supported", text, text)}};
}

ErrorResponse bulk_size_exceeded(std::size_t maximum)
{
    return {400,
            {make("bulk_size_exceeded", "bulk size exceeded",
                  "Parameters exceed the maximum allowed bulk processing size of " + std::to_string(maximum) + ".")}};
}

ErrorResponse already_revoked()
{
    std::string const text = "Invitation is already revoked.";
    return {400, {make("invitation_already_revoked", text, text)}};
}

ErrorResponse already_accepted()
{
    std::string const text = "Invitation is already accepted, try signing in instead.";
    return {400, {make("invitation_already_accepted", text, text)}};
}

ErrorResponse invitation_not_found(std::string_view id)
{
    return {404, {make("resource_not_found", "not found", "No invitation was found with id " + std::string{id} + ".")}};
}

ErrorResponse too_many_requests(std::chrono::seconds resets_in)
{
    auto problem = default_error(429);
    problem.errors.front().meta["ResetsIn"] = resets_in.count();
    return problem;
}

ErrorResponse unsupported_content_type(std::string_view actual)
{
    return {415,
            {make("unsupported_content_type", "Content-Type is unsupported",
                  "Content-Type " + std::string{actual} + " is unsupported. You should use application/json instead.")}};
}

ErrorResponse url_not_found()
{
    return {404, {make("resource_not_found", "URL not found", "The URL was not found")}};
}

ErrorResponse body_invalid()
{
    return {400,
            {make("request_body_invalid", "Request body invalid",
                  "The request body is invalid. Please consult the API documentation for more information.")}};
}

ErrorResponse api_version_invalid()
{
    return {400, {make("api_version_invalid", "Invalid API version", "The Clerk-API-Version header is not a known version.")}};
}

ErrorResponse authorization_malformed()
{
    std::string const text = "Invalid Authorization header format";
    return {401, {make("authorization_header_format_invalid", text, text + ". Must be 'Bearer <YOUR_API_KEY>'")}};
}

std::string to_json(ErrorResponse const& problem, std::string_view trace_id)
{
    json::array errors;
    for (auto const& error : problem.errors)
    {
        json::object entry;
        entry["message"] = error.message;
        entry["long_message"] = error.long_message;
        entry["code"] = error.code;
        if (!error.meta.empty()) entry["meta"] = error.meta;
        errors.emplace_back(std::move(entry));
    }
    json::object body;
    body["errors"] = std::move(errors);
    body["clerk_trace_id"] = trace_id;
    return json::serialize(body);
}

} // namespace clerk::testing::detail

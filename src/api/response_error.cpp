#include "api/response_error.hpp"

#include "codec/api_errors.hpp"
#include "common/make_error.hpp"
#include "wire/http_date.hpp"
#include "wire/retry_after.hpp"

namespace clerk::detail {

namespace {

std::optional<std::chrono::seconds> retry_after_of(Response const& response)
{
    if (response.retry_after.empty()) return std::nullopt;
    auto const local = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    // By the server's clock, so that a wrong local clock does not change the delay.
    return parse_retry_after(response.retry_after, parse_http_date(response.date, local).value_or(local));
}

std::string trace_id_of(Response const& response, std::string from_body)
{
    if (!from_body.empty()) return from_body;
    return response.clerk_trace_id.empty() ? response.cf_ray : response.clerk_trace_id;
}

} // namespace

ClerkError response_error(Response const& response, LimitOptions const& limits)
{
    auto body = decode_error_body(response.json(), limits.max_json_depth);
    ClerkError error;
    error.status = response.status;
    error.phase = Phase::read;
    error.delivery = response.status >= 400 && response.status < 500 ? Delivery::rejected : Delivery::unknown;
    error.errors = std::move(body.errors);
    error.trace_id = trace_id_of(response, std::move(body.trace_id));
    error.body_excerpt = std::move(body.excerpt);
    error.retry_after = retry_after_of(response);
    if (response.status == 429)
        error.kind = ErrorKind::rate_limited;
    else if (response.status >= 400)
        error.kind = ErrorKind::api;
    else
    {
        error.kind = ErrorKind::protocol;
        error.detail = "the response is a redirect; redirects are not followed";
    }
    return error;
}

ClerkError decode_error(Response const& response, std::string detail)
{
    auto error =
        make_error(ErrorKind::decode, Phase::decode, Delivery::unknown, "unexpected response body: " + std::move(detail));
    error.status = response.status;
    error.trace_id = trace_id_of(response, {});
    return error;
}

} // namespace clerk::detail

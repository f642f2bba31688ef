#include "common/api_code_text.hpp"
#include "common/error_detail.hpp"
#include "common/if_memory_allows.hpp"

#include <algorithm>
#include <ostream>

namespace clerk {

namespace detail {

std::string_view what_failed(ErrorKind kind) noexcept
{
    switch (kind)
    {
    case ErrorKind::invalid_argument:
        return "invalid argument";
    case ErrorKind::api:
        return "Clerk responded with an error";
    case ErrorKind::rate_limited:
        return "rate limited";
    case ErrorKind::transport:
        return "the connection failed";
    case ErrorKind::tls:
        return "TLS failed";
    case ErrorKind::timeout:
        return "timed out";
    case ErrorKind::cancelled:
        return "cancelled";
    case ErrorKind::protocol:
        return "invalid HTTP response";
    case ErrorKind::decode:
        return "unexpected response body";
    case ErrorKind::pool_exhausted:
        return "too many calls are waiting";
    case ErrorKind::closed:
        return "the client is closed";
    }
    return "failed";
}

void append_detail(ClerkError& error, std::string_view text) noexcept
{
    if_memory_allows([&] {
        if (error.detail.empty()) error.detail = what_failed(error.kind);
        error.detail.append("; ").append(text);
    });
}

} // namespace detail

namespace {

std::string_view what_was_done(Phase phase) noexcept
{
    switch (phase)
    {
    case Phase::validate:
        return "checking the arguments";
    case Phase::queue:
        return "waiting for a connection";
    case Phase::resolve:
        return "resolving the host";
    case Phase::connect:
        return "connecting";
    case Phase::handshake:
        return "the TLS handshake";
    case Phase::write:
        return "sending the request";
    case Phase::read:
        return "reading the response";
    case Phase::decode:
        return "decoding the response";
    case Phase::backoff:
        return "waiting to retry";
    }
    return "the call";
}

std::string_view what_it_means(Delivery delivery) noexcept
{
    switch (delivery)
    {
    case Delivery::not_sent:
        return "nothing was sent";
    case Delivery::rejected:
        return "Clerk rejected it, so nothing changed";
    case Delivery::unknown:
        break;
    }
    return "it may have taken effect";
}

// Text from the server is included only if it is a code or the name of a known parameter. Other text may quote the request.
void append_api_error(std::string& out, ApiError const& error)
{
    if (!detail::is_printable_code(error.code))
    {
        out += "(unreadable code)";
        return;
    }
    out += error.code;
    auto const* const parameter = error.meta.if_contains("param_name");
    bool const known = parameter != nullptr && parameter->is_string() && detail::is_parameter_name(parameter->get_string());
    auto const text = detail::api_code_text(error.code);
    if (!known && text.empty()) return;
    out += " (";
    if (known) out.append(parameter->get_string().data(), parameter->get_string().size());
    if (known && !text.empty()) out += ' ';
    out += text;
    out += ')';
}

void append_api_errors(std::string& out, std::vector<ApiError> const& errors)
{
    constexpr std::size_t shown = 3;
    for (std::size_t i = 0; i < std::min(errors.size(), shown); ++i)
    {
        out += i == 0 ? ": " : ", ";
        append_api_error(out, errors[i]);
    }
    if (errors.size() > shown) out += " and " + std::to_string(errors.size() - shown) + " more";
}

} // namespace

bool ClerkError::has_code(std::string_view code) const noexcept
{
    return std::ranges::any_of(errors, [code](ApiError const& error) { return error.code == code; });
}

std::string ClerkError::message() const
{
    std::string out = operation;
    if (!out.empty()) out += ": ";
    out += detail.empty() ? detail::what_failed(kind) : std::string_view{detail};
    if (status != 0) out += " (status " + std::to_string(status) + ")";
    append_api_errors(out, errors);
    if (phase != Phase::validate)
    {
        out += "; while ";
        out += what_was_done(phase);
        if (attempts > 0) out += " (attempt " + std::to_string(attempts) + " of " + std::to_string(max_attempts) + ")";
    }
    out += "; ";
    out += what_it_means(delivery);
    if (!not_retried.empty()) out += "; not retried: " + not_retried;
    if (retry_after) out += "; retry after " + std::to_string(retry_after->count()) + " s";
    if (cause && cause.category() == boost::system::system_category()) out += "; " + cause.message();
    if (detail::is_printable_trace_id(trace_id)) out += "; trace " + trace_id;
    return out;
}

std::ostream& operator<<(std::ostream& out, ClerkError const& error)
{
    return out << error.message();
}

} // namespace clerk

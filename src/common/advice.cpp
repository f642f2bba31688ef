#include "common/error_texts.hpp"

#include <clerk/error.hpp>

#include <ostream>

namespace clerk {

namespace {

/// A GET changes nothing.
bool is_read(ClerkError const& error) noexcept
{
    return error.operation.starts_with("GET ");
}

Advice advice_for_status(int status) noexcept
{
    constexpr int unauthorized = 401, payment_required = 402, forbidden = 403, request_timeout = 408, too_many_requests = 429;
    if (status == unauthorized || status == payment_required || status == forbidden) return Advice::give_up;
    if (status == too_many_requests) return Advice::retry_later;
    return status == request_timeout || status >= 500 ? Advice::retry : Advice::fix_request;
}

} // namespace

Advice ClerkError::advice() const noexcept
{
    if (delivery == Delivery::unknown && !is_read(*this)) return Advice::look_first;
    switch (kind)
    {
    case ErrorKind::invalid_argument:
        return Advice::fix_request;
    case ErrorKind::rate_limited:
    case ErrorKind::pool_exhausted:
        return Advice::retry_later;
    case ErrorKind::cancelled:
    case ErrorKind::closed:
    case ErrorKind::tls:
        return Advice::give_up;
    case ErrorKind::api:
        return advice_for_status(status);
    case ErrorKind::transport:
    case ErrorKind::timeout:
    case ErrorKind::protocol:
    case ErrorKind::decode:
        break;
    }
    return Advice::retry;
}

std::string_view to_string(Advice advice) noexcept
{
    auto const index = static_cast<std::size_t>(advice);
    return index < detail::advice_names.size() ? detail::advice_names[index] : "unknown";
}

std::ostream& operator<<(std::ostream& out, Advice advice)
{
    return out << to_string(advice);
}

} // namespace clerk

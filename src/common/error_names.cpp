#include <clerk/error.hpp>

#include <ostream>

namespace clerk {

std::string_view to_string(ErrorKind kind) noexcept
{
    switch (kind)
    {
    case ErrorKind::invalid_argument:
        return "invalid_argument";
    case ErrorKind::api:
        return "api";
    case ErrorKind::rate_limited:
        return "rate_limited";
    case ErrorKind::transport:
        return "transport";
    case ErrorKind::tls:
        return "tls";
    case ErrorKind::timeout:
        return "timeout";
    case ErrorKind::cancelled:
        return "cancelled";
    case ErrorKind::protocol:
        return "protocol";
    case ErrorKind::decode:
        return "decode";
    case ErrorKind::pool_exhausted:
        return "pool_exhausted";
    case ErrorKind::closed:
        return "closed";
    }
    return "unknown";
}

std::string_view to_string(Delivery delivery) noexcept
{
    switch (delivery)
    {
    case Delivery::not_sent:
        return "not_sent";
    case Delivery::rejected:
        return "rejected";
    case Delivery::unknown:
        break;
    }
    return "unknown";
}

std::string_view to_string(Phase phase) noexcept
{
    switch (phase)
    {
    case Phase::validate:
        return "validate";
    case Phase::queue:
        return "queue";
    case Phase::resolve:
        return "resolve";
    case Phase::connect:
        return "connect";
    case Phase::handshake:
        return "handshake";
    case Phase::write:
        return "write";
    case Phase::read:
        return "read";
    case Phase::decode:
        return "decode";
    case Phase::backoff:
        return "backoff";
    }
    return "unknown";
}

std::ostream& operator<<(std::ostream& out, ErrorKind kind)
{
    return out << to_string(kind);
}

std::ostream& operator<<(std::ostream& out, Delivery delivery)
{
    return out << to_string(delivery);
}

std::ostream& operator<<(std::ostream& out, Phase phase)
{
    return out << to_string(phase);
}

} // namespace clerk

// Facts that a connection records for an observer.
#include "net/connection.hpp"

#include <tuple>

namespace clerk::detail {

void Connection::begin_trace(RequestParts const& request, ExchangeTrace& to) noexcept
{
    to = {.request_bytes = std::apply([](auto const... part) { return (part.size() + ...); }, request)};
}

void Connection::update_trace(ExchangeTrace& to) const
{
    to.response_bytes = state_.response_bytes();
    if (to.response_bytes > 0 && to.first_byte == decltype(to.first_byte){}) to.first_byte = events_->now();
}

/// For the observer, before the engine knows that the connection is open.
void Connection::complete_trace()
{
    error_code ec;
    auto const peer = socket_.remote_endpoint(ec);
    if (!ec) trace->peer_ip = peer.address().to_string();
    trace->tls_version = state_.tls_version();
    trace->resumed = state_.resumed();
}

} // namespace clerk::detail

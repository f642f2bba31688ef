#include "net/connector.hpp"

#include "portable/socket.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <utility>

namespace clerk::detail {

namespace {

// RFC 8305, 8: the recommended delay.
constexpr std::chrono::milliseconds attempt_delay{250};

} // namespace

bool Connector::set_endpoints(Endpoints const& endpoints, bool loopback_only)
{
    endpoints_ = interleave_families(endpoints);
    if (loopback_only) std::erase_if(endpoints_, [](auto const& endpoint) { return !endpoint.address().is_loopback(); });
    return !endpoints_.empty();
}

void Connector::connect_next(TimePoint now, Handler handler)
{
    next_attempt_ = deadline_;
    if (next_endpoint_ == endpoints_.size()) return;
    auto const attempt = attempts_.emplace(attempts_.end(), executor_);
    auto const& endpoint = endpoints_[next_endpoint_++];
    if (next_endpoint_ < endpoints_.size()) next_attempt_ = std::min(now + attempt_delay, deadline_);
    auto on_end = [attempt, handler = std::move(handler)](boost::system::error_code ec) { handler(attempt, ec); };
    boost::system::error_code ec;
    open_close_on_exec(*attempt, endpoint.protocol(), ec);
    if (ec)
        boost::asio::post(executor_, [on_end = std::move(on_end), ec] { on_end(ec); });
    else
        attempt->async_connect(endpoint, std::move(on_end));
}

Connector::Progress Connector::remove(Attempt attempt)
{
    attempts_.erase(attempt);
    if (next_endpoint_ < endpoints_.size()) return Progress::connect_next;
    return attempts_.empty() ? Progress::failed : Progress::pending;
}

Connector::Socket Connector::take(Attempt attempt)
{
    Socket connected = std::move(*attempt);
    attempts_.clear();
    return connected;
}

} // namespace clerk::detail

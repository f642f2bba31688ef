#include "net/connection.hpp"

#include "portable/socket.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>

namespace clerk::detail {

namespace {

using namespace std::chrono_literals;

// RFC 8305, 8: the recommended pause before the next address is tried beside those under way.
constexpr auto stagger = 250ms;

std::string not_within(std::string_view what, std::chrono::milliseconds limit)
{
    return std::string{what} + " within " + std::to_string(limit.count()) + " ms (timeouts.connect)";
}

} // namespace

Connection::Connection(std::shared_ptr<ConnectionHost> host, std::shared_ptr<ConnectionSettings const> settings)
    : Timed{Kind::connection}, host_{std::move(host)}, settings_{std::move(settings)}, socket_{settings_->executor},
      state_{settings_->tls ? &*settings_->tls : nullptr, settings_->limits, settings_->connect_request.view()}
{}

void Connection::open()
{
    Lock const lock{mutex_};
    if (stage_ == Stage::closed) return;
    connect_deadline_ = host_->now() + settings_->connect_timeout;
    try
    {
        begin_open();
    }
    catch (std::bad_alloc const&)
    {
        // Never inside `open`: the host may open the next connection on hearing of it, and so on without end.
        dialed_.clear();
        stage_ = Stage::starved;
        schedule(host_->now());
    }
}

void Connection::begin_open()
{
    stage_ = Stage::resolving;
    if (auto const endpoints = settings_->resolver->known(host_->now())) return start_dialing(*endpoints);
    schedule(connect_deadline_);
    settings_->resolver->resolve([self = weak_from_this()](error_code ec, Endpoints const& endpoints) {
        if (auto const connection = self.lock())
            connection->run_step([&](Lock& lock) { connection->on_resolved(lock, ec, endpoints); });
    });
}

void Connection::on_resolved(Lock& lock, error_code ec, Endpoints const& endpoints)
{
    if (stage_ != Stage::resolving) return;
    if (ec)
        return fail_connecting(lock, ErrorKind::transport, whom("the host", "the proxy's host") + " could not be resolved", ec);
    start_dialing(endpoints);
}

void Connection::start_dialing(Endpoints const& endpoints)
{
    stage_ = Stage::dialing;
    phase_ = Phase::connect;
    endpoints_ = interleave_families(endpoints);
    if (!settings_->tls) std::erase_if(endpoints_, [](auto const& endpoint) { return !endpoint.address().is_loopback(); });
    if (!endpoints_.empty()) return dial_next();
    // Not inside `open` either.
    boost::asio::post(settings_->executor,
                      [self = shared_from_this()] { self->run_step([&](Lock& lock) { self->on_no_endpoint(lock); }); });
}

void Connection::on_no_endpoint(Lock& lock)
{
    if (stage_ != Stage::dialing) return;
    fail_connecting(lock, ErrorKind::transport, "the host has no loopback address (http is allowed for loopback addresses only)",
                    {});
}

void Connection::dial_next()
{
    if (next_endpoint_ == endpoints_.size()) return schedule(connect_deadline_);
    auto const attempt = dialed_.emplace(dialed_.end(), settings_->executor);
    auto const& endpoint = endpoints_[next_endpoint_++];
    auto const on_end = [self = shared_from_this(), attempt](error_code ec) {
        self->run_step([&](Lock& lock) { self->on_dialed(lock, attempt, ec); });
    };
    error_code ec;
    open_close_on_exec(*attempt, endpoint.protocol(), ec);
    if (ec)
        boost::asio::post(settings_->executor, [on_end, ec] { on_end(ec); });
    else
        attempt->async_connect(endpoint, on_end);
    next_dial_ = next_endpoint_ < endpoints_.size() ? host_->now() + stagger : connect_deadline_;
    schedule(std::min(next_dial_, connect_deadline_));
}

void Connection::on_dialed(Lock& lock, std::list<Socket>::iterator attempt, error_code ec)
{
    if (stage_ != Stage::dialing) return; // another one won, or it was closed: the list is empty
    if (!ec)
    {
        Socket connected = std::move(*attempt);
        return adopt(lock, std::move(connected));
    }
    dialed_.erase(attempt);
    if (next_endpoint_ < endpoints_.size()) return dial_next();
    if (dialed_.empty())
        fail_connecting(lock, ErrorKind::transport,
                        whom("the connection attempt failed", "the connection attempt to the proxy failed"), ec);
}

void Connection::adopt(Lock& lock, Socket socket)
{
    dialed_.clear();
    socket_ = std::move(socket);
    error_code ec;
    socket_.set_option(boost::asio::ip::tcp::no_delay{true}, ec);
    if (!ec) socket_.non_blocking(true, ec);
    if (ec) return fail_connecting(lock, ErrorKind::transport, "the socket could not be set up", ec);
    stage_ = Stage::handshake;
    phase_ = state_.phase();
    schedule(connect_deadline_);
    proceed(lock, state_.on_connected());
}

void Connection::on_timer()
{
    run_step([this](Lock& lock) { on_timer(lock); });
}

void Connection::on_timer(Lock& lock)
{
    bool const expired = host_->now() >= connect_deadline_;
    auto const limit = settings_->connect_timeout;
    auto const cause = make_error_code(boost::asio::error::timed_out);
    switch (stage_)
    {
    case Stage::resolving:
        if (!expired) return;
        return fail_connecting(lock, ErrorKind::timeout,
                               not_within(whom("the host", "the proxy's host") + " was not resolved", limit), cause);
    case Stage::dialing:
        if (expired)
            return fail_connecting(lock, ErrorKind::timeout,
                                   not_within(whom("no connection", "no connection to the proxy") + " was made", limit), cause);
        // It may have been due before an address was refused, which moved to the next one at once.
        if (host_->now() < next_dial_) return;
        return dial_next();
    case Stage::handshake:
        if (!expired) return;
        if (phase() == Phase::connect)
            return fail_connecting(lock, ErrorKind::timeout, not_within("the proxy did not respond", limit), cause);
        return fail_connecting(lock, ErrorKind::timeout, not_within("the TLS handshake did not complete", limit), cause);
    case Stage::starved:
        return fail_without_memory(lock);
    case Stage::fresh:
    case Stage::open:
    case Stage::closed:
        return;
    }
}

std::string Connection::whom(std::string_view direct, std::string_view proxied) const
{
    return std::string{settings_->connect_request.view().empty() ? direct : proxied};
}

void Connection::fail_connecting(Lock& lock, ErrorKind kind, std::string detail, error_code cause)
{
    ClerkError failure;
    failure.kind = kind;
    failure.phase = phase();
    failure.delivery = Delivery::not_sent;
    failure.detail = std::move(detail);
    failure.cause = cause;
    fail_connecting(lock, std::move(failure));
}

void Connection::fail_connecting(Lock& lock, ClerkError failure)
{
    // The host may have moved: the next attempt looks it up again.
    if (stage_ == Stage::dialing || stage_ == Stage::handshake) settings_->resolver->forget();
    shut();
    lock.unlock();
    host_->not_connected(*this, std::move(failure));
}

void Connection::fail_without_memory(Lock& lock)
{
    if (stage_ == Stage::closed) return;
    bool const connecting = stage_ != Stage::open;
    auto* const exchange = std::exchange(exchange_, nullptr);
    ClerkError failure;
    failure.kind = ErrorKind::transport;
    failure.phase = connecting ? phase() : state_.phase();
    failure.delivery = state_.first_byte_taken() ? Delivery::unknown : Delivery::not_sent;
    failure.status = connecting ? 0 : state_.response().status;
    failure.detail = "out of memory"; // short enough to need none
    failure.cause = make_error_code(boost::system::errc::not_enough_memory);
    if (connecting) return fail_connecting(lock, std::move(failure));
    shut();
    lock.unlock();
    if (exchange != nullptr) host_->failed(*this, *exchange, std::move(failure));
}

void Connection::schedule(TimePoint when)
{
    host_->schedule(*this, when);
}

} // namespace clerk::detail

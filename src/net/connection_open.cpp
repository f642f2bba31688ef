#include "net/connection.hpp"

#include "common/make_error.hpp"
#include "portable/socket.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>

namespace clerk::detail {

namespace {

std::string not_within(std::string_view what, std::chrono::milliseconds limit)
{
    return std::string{what} + " within " + std::to_string(limit.count()) + " ms (timeouts.connect)";
}

} // namespace

Connection::Connection(std::shared_ptr<ConnectionEvents> events, std::shared_ptr<ConnectionSettings const> settings)
    : events_{std::move(events)}, settings_{std::move(settings)}, socket_{settings_->executor},
      state_{settings_->tls ? &*settings_->tls : nullptr, settings_->limits, settings_->connect_request.view()}
{}

void Connection::open()
{
    Lock const lock{mutex_};
    if (stage_ == Stage::closed) return;
    try
    {
        connector_ = std::make_unique<Connector>(settings_->executor, events_->now() + settings_->connect_timeout);
        start_resolving();
    }
    catch (std::bad_alloc const&)
    {
        // The timer reports it. Inside `open`, the engine would open the next connection in response, and so on without end.
        connector_.reset();
        stage_ = Stage::starved;
        events_->schedule(*this, events_->now());
    }
}

void Connection::start_resolving()
{
    stage_ = Stage::resolving;
    if (auto const endpoints = settings_->resolver->known(events_->now())) return start_connecting(*endpoints);
    events_->schedule(*this, connector_->deadline());
    settings_->resolver->resolve([weak = std::weak_ptr{shared_self()}](error_code ec, Endpoints const& endpoints) {
        if (auto const connection = weak.lock())
            connection->run_step([&](Lock& lock) { connection->on_resolved(lock, ec, endpoints); });
    });
}

void Connection::on_resolved(Lock& lock, error_code ec, Endpoints const& endpoints)
{
    if (stage_ != Stage::resolving) return;
    if (ec)
        return fail_connecting(lock, ErrorKind::transport,
                               direct_or_proxied("the host", "the proxy's host") + " could not be resolved", ec);
    start_connecting(endpoints);
}

void Connection::start_connecting(Endpoints const& endpoints)
{
    stage_ = Stage::connecting;
    phase_ = Phase::connect;
    bool const loopback_only = !settings_->tls;
    if (connector_->set_endpoints(endpoints, loopback_only)) return connect_next();
    // Posted, because `open` reports nothing itself.
    boost::asio::post(settings_->executor,
                      [self = shared_self()] { self->run_step([&](Lock& lock) { self->on_no_endpoint(lock); }); });
}

void Connection::on_no_endpoint(Lock& lock)
{
    if (stage_ != Stage::connecting) return;
    fail_connecting(lock, ErrorKind::transport, "the host has no loopback address (http is allowed for loopback addresses only)",
                    {});
}

void Connection::connect_next()
{
    connector_->connect_next(events_->now(), [self = shared_self()](Connector::Attempt attempt, error_code ec) {
        self->run_step([&](Lock& lock) { self->on_attempt_done(lock, attempt, ec); });
    });
    events_->schedule(*this, connector_->next_attempt());
}

void Connection::on_attempt_done(Lock& lock, Connector::Attempt attempt, error_code ec)
{
    if (stage_ != Stage::connecting) return; // another attempt won, or the connection was closed
    if (!ec) return adopt(lock, connector_->take(attempt));
    switch (connector_->remove(attempt))
    {
    case Connector::Progress::connect_next:
        return connect_next();
    case Connector::Progress::pending:
        return;
    case Connector::Progress::failed:
        return fail_connecting(lock, ErrorKind::transport,
                               direct_or_proxied("the connection attempt failed", "the connection attempt to the proxy failed"),
                               ec);
    }
}

void Connection::adopt(Lock& lock, Socket socket)
{
    socket_ = std::move(socket);
    error_code ec;
    socket_.set_option(boost::asio::ip::tcp::no_delay{true}, ec);
    if (!ec) socket_.non_blocking(true, ec);
    if (ec) return fail_connecting(lock, ErrorKind::transport, "the socket could not be set up", ec);
    stage_ = Stage::handshake;
    phase_ = state_.phase();
    events_->schedule(*this, connector_->deadline());
    proceed(lock, state_.on_connected());
}

void Connection::on_timer()
{
    run_step([this](Lock& lock) { on_timer(lock); });
}

void Connection::on_timer(Lock& lock)
{
    bool const expired = connector_ && events_->now() >= connector_->deadline();
    auto const limit = settings_->connect_timeout;
    auto const cause = make_error_code(boost::asio::error::timed_out);
    switch (stage_)
    {
    case Stage::resolving:
        if (!expired) return;
        return fail_connecting(lock, ErrorKind::timeout,
                               not_within(direct_or_proxied("the host", "the proxy's host") + " was not resolved", limit), cause);
    case Stage::connecting:
        if (expired)
            return fail_connecting(
                lock, ErrorKind::timeout,
                not_within(direct_or_proxied("no connection", "no connection to the proxy") + " was made", limit), cause);
        // An attempt may have failed since the timer expired, which started the next one.
        if (events_->now() < connector_->next_attempt()) return;
        return connect_next();
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

std::string Connection::direct_or_proxied(std::string_view direct, std::string_view proxied) const
{
    return std::string{settings_->connect_request.view().empty() ? direct : proxied};
}

void Connection::fail_connecting(Lock& lock, ErrorKind kind, std::string detail, error_code cause)
{
    fail_connecting(lock, make_error(kind, phase(), Delivery::not_sent, std::move(detail), cause));
}

void Connection::fail_connecting(Lock& lock, ClerkError failure)
{
    // The host may have moved: the next attempt looks it up again.
    if (stage_ == Stage::connecting || stage_ == Stage::handshake) settings_->resolver->forget();
    close_socket();
    lock.unlock();
    events_->on_connect_failed(*this, std::move(failure));
}

void Connection::fail_without_memory(Lock& lock)
{
    if (stage_ == Stage::closed) return;
    bool const connecting = stage_ != Stage::open;
    auto* const exchange = std::exchange(exchange_, nullptr);
    auto failure = out_of_memory(ErrorKind::transport, connecting ? phase() : state_.phase(),
                                 state_.first_byte_taken() ? Delivery::unknown : Delivery::not_sent);
    failure.status = connecting ? 0 : state_.response().status;
    if (connecting) return fail_connecting(lock, std::move(failure));
    close_socket();
    lock.unlock();
    if (exchange != nullptr) events_->on_exchange_failed(*this, *exchange, std::move(failure));
}

} // namespace clerk::detail

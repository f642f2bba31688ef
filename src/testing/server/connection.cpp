#include "testing/server/connection.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/socket_base.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <utility>

namespace clerk::testing::detail {

namespace asio = boost::asio;
using asio::awaitable;
using boost::system::error_code;
using namespace std::chrono_literals;

namespace {

constexpr auto token = asio::as_tuple(asio::use_awaitable);

/// How long a closed connection continues to read. Closing with unread bytes would send a RST, which could overtake the response.
constexpr auto linger_time = 1s;

int status_of(RequestReader::State state) noexcept
{
    switch (state)
    {
    case RequestReader::State::header_too_large:
        return 431;
    case RequestReader::State::body_too_large:
        return 413;
    default:
        return 400;
    }
}

} // namespace

Connection::Connection(asio::ip::tcp::socket socket, std::unique_ptr<Session> session, Responder& responder,
                       std::size_t max_header_bytes, std::size_t max_body_bytes)
    : socket_{std::move(socket)}, wake_{socket_.get_executor()}, session_{std::move(session)},
      reader_{max_header_bytes, max_body_bytes}, responder_{responder}, max_unread_{max_header_bytes + max_body_bytes + 64 * 1024}
{}

Connection::~Connection()
{
    count_as_closed();
}

awaitable<void> Connection::run(std::shared_ptr<Connection> self)
{
    asio::co_spawn(self->socket_.get_executor(), pump(self), asio::detached);
    bool serving = co_await self->handshake();
    while (serving && !self->closing_)
    {
        auto const state = co_await self->next_request();
        if (state == RequestReader::State::need_more) break;
        Response response;
        if (state == RequestReader::State::complete)
        {
            RecordedRequest request = self->reader_.take();
            request.connection = self->number_;
            request.session_resumed = self->session_->resumed();
            response = self->responder_.respond(std::move(request), self->reader_.keep_alive());
        }
        else
        {
            response = self->responder_.refuse(status_of(state));
        }
        serving = co_await self->deliver(std::move(response));
    }
    co_await self->close_gracefully();
    error_code ignored;
    self->socket_.close(ignored);
    self->count_as_closed();
}

awaitable<void> Connection::pump(std::shared_ptr<Connection> self)
{
    while (!self->gone_)
    {
        auto const [ec, size] = co_await self->socket_.async_read_some(asio::buffer(self->input_), token);
        if (ec) break;
        self->take_input(self->input_.data(), size);
        self->wake_.cancel();
    }
    self->gone_ = true;
    self->wake_.cancel();
}

void Connection::take_input(char const* data, std::size_t size)
{
    if (closing_) return;
    session_->feed({data, size});
    if (!established_) return;
    if (session_->read(plain_) != Session::State::ok || plain_.size() > max_unread_) gone_ = true;
}

awaitable<bool> Connection::handshake()
{
    for (;;)
    {
        auto const state = session_->handshake();
        bool const sent = co_await flush();
        if (!sent || state == Session::State::failed) co_return false;
        if (state == Session::State::ok) break;
        if (gone_) co_return false;
        co_await wait_until(Clock::time_point::max());
    }
    established_ = true;
    counted_ = true;
    number_ = responder_.journal.connection_opened();
    take_input(nullptr, 0); // a request may have arrived with the end of the handshake
    co_return true;
}

awaitable<RequestReader::State> Connection::next_request()
{
    for (;;)
    {
        auto const state = reader_.read(plain_);
        if (state != RequestReader::State::need_more || gone_ || closing_)
        {
            idle_ = false;
            co_return state;
        }
        if (reader_.take_expectation()) co_await write("HTTP/1.1 100 Continue\r\n\r\n", 0, 0ms);
        idle_ = !reader_.begun();
        co_await wait_until(Clock::time_point::max());
    }
}

awaitable<bool> Connection::deliver(Response response)
{
    auto const& plan = response.plan;
    bool present = true;
    if (plan.hold) present = co_await hold();
    if (present && plan.delay > 0ms) present = co_await pause(plan.delay);
    if (present && !plan.unanswered)
    {
        auto const bytes = std::string_view{response.bytes}.substr(0, plan.reset_after.value_or(std::string::npos));
        present = co_await write(bytes, plan.piece_size, plan.pause);
    }
    if (plan.reset_after) reset();
    co_return present && !plan.reset_after && !plan.close;
}

awaitable<bool> Connection::write(std::string_view bytes, std::size_t piece_size, std::chrono::milliseconds pause_time)
{
    if (piece_size == 0) piece_size = bytes.size();
    while (!bytes.empty())
    {
        session_->write(bytes.substr(0, piece_size));
        bytes.remove_prefix(std::min(piece_size, bytes.size()));
        bool good = co_await flush();
        if (good && !bytes.empty() && pause_time > 0ms) good = co_await pause(pause_time);
        if (!good) co_return false;
    }
    co_return true;
}

awaitable<bool> Connection::hold()
{
    holding_ = true;
    while (holding_ && !gone_) co_await wait_until(Clock::time_point::max());
    holding_ = false;
    co_return !gone_;
}

awaitable<bool> Connection::pause(std::chrono::milliseconds duration)
{
    auto const deadline = Clock::now() + duration;
    while (!gone_ && Clock::now() < deadline) co_await wait_until(deadline);
    co_return !gone_;
}

/// Waits until the deadline or the next change.
awaitable<void> Connection::wait_until(Clock::time_point deadline)
{
    wake_.expires_at(deadline);
    co_await wake_.async_wait(token);
}

awaitable<bool> Connection::flush()
{
    std::string const output = session_->take_output();
    if (output.empty()) co_return socket_.is_open();
    // Writes immediately if possible, so that the connection is idle again before the client can read its response.
    error_code failed;
    std::size_t const sent = socket_.write_some(asio::buffer(output), failed);
    if (failed && failed != asio::error::would_block) co_return false;
    if (sent == output.size()) co_return true;
    auto const [ec, size] = co_await asio::async_write(socket_, asio::buffer(output) + sent, token);
    co_return !ec;
}

awaitable<void> Connection::close_gracefully()
{
    if (!closing_ && socket_.is_open())
    {
        closing_ = true;
        count_as_closed();
        if (established_) session_->close_notify();
        co_await flush();
        error_code ignored;
        socket_.shutdown(asio::socket_base::shutdown_send, ignored);
    }
    auto const deadline = Clock::now() + linger_time;
    while (!gone_ && Clock::now() < deadline) co_await wait_until(deadline);
}

void Connection::release()
{
    holding_ = false;
    wake_.cancel();
}

void Connection::close_if_idle()
{
    if (!idle_ || closing_ || gone_) return;
    closing_ = true;
    count_as_closed();
    session_->close_notify();
    std::string const output = session_->take_output();
    error_code ignored;
    asio::write(socket_, asio::buffer(output), ignored); // an idle connection has room for an alert
    socket_.shutdown(asio::socket_base::shutdown_send, ignored);
    wake_.cancel();
}

void Connection::reset()
{
    gone_ = true;
    closing_ = true;
    count_as_closed();
    error_code ignored;
    socket_.set_option(asio::socket_base::linger{true, 0}, ignored);
    socket_.close(ignored);
    wake_.cancel();
}

void Connection::count_as_closed()
{
    if (std::exchange(counted_, false)) responder_.journal.connection_closed();
}

} // namespace clerk::testing::detail

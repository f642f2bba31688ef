#include "net/connection.hpp"

#include "common/if_memory_allows.hpp"
#include "common/make_error.hpp"
#include "portable/immediate_completion.hpp"

#include <boost/asio/bind_allocator.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>

namespace clerk::detail {

namespace {

namespace asio = boost::asio;

bool is_not_yet(boost::system::error_code const& ec) noexcept
{
    return ec == asio::error::would_block || ec == asio::error::try_again || ec == asio::error::interrupted;
}

constexpr std::size_t large_read = 16 * 1024;
constexpr int reads_at_once = 16;
constexpr int reads_of_tickets = 16;

} // namespace

StartResult Connection::start(Exchange& exchange)
{
    Lock const lock{mutex_};
    if (stage_ != Stage::open) return StartResult::dead;
    if (exchange.stop_reason.load() != StopReason::none) return StartResult::stopped;
    bool const first_use = !std::exchange(used_, true);
    exchange_ = &exchange;
    bool begun = false;
    try
    {
        if (!is_alive()) return close_dead(first_use, {});
        begun = true;
        return write_request(first_use, exchange);
    }
    catch (std::bad_alloc const&)
    {
        bool const sent = begun && state_.first_byte_taken();
        return start_failed(out_of_memory(ErrorKind::transport, Phase::write, sent ? Delivery::unknown : Delivery::not_sent));
    }
}

StartResult Connection::write_request(bool first_use, Exchange& exchange)
{
    auto const request = exchange.request(request_storage_);
    if (exchange.trace != nullptr) begin_trace(request, *exchange.trace);
    if (state_.begin(request, exchange.expected()) == ConnectionState::Step::failed) return start_failed(state_.failure());
    error_code const ec = send();
    if (ec && !state_.first_byte_taken()) return close_dead(first_use, ec);
    if (state_.broken()) return start_failed(state_.failure());
    // After a write error, the read determines the result, because the response may have arrived.
    receive();
    return StartResult::started;
}

StartResult Connection::start_failed(ClerkError failure)
{
    failure_ = std::move(failure);
    exchange_ = nullptr;
    close_socket();
    return StartResult::failed;
}

StartResult Connection::close_dead(bool first_use, error_code ec)
{
    exchange_ = nullptr;
    close_socket();
    if (!first_use) return StartResult::dead;
    return start_failed(make_error(ErrorKind::transport, Phase::write, Delivery::not_sent,
                                   "the peer closed the connection before the request was sent", ec));
}

void Connection::abort(Exchange& exchange, StopReason reason)
{
    Lock lock{mutex_};
    if (exchange_ != &exchange) return; // it has ended, or `start` will find the reason
    if (reason == StopReason::cancelled_if_unsent && state_.first_byte_taken())
    {
        exchange.stop_reason.compare_exchange_strong(reason, StopReason::none);
        return;
    }
    abort_running(lock, reason);
}

void Connection::abort_running(Lock& lock, StopReason reason)
{
    auto* const exchange = std::exchange(exchange_, nullptr);
    auto none = StopReason::none;
    exchange->stop_reason.compare_exchange_strong(none, reason);
    ClerkError failure;
    failure.kind = ErrorKind::cancelled;
    failure.phase = state_.phase();
    failure.status = state_.response().status;
    failure.delivery = state_.first_byte_taken() ? Delivery::unknown : Delivery::not_sent;
    close_socket();
    lock.unlock();
    events_->on_exchange_failed(*this, *exchange, std::move(failure));
}

void Connection::close()
{
    Lock lock{mutex_};
    if (exchange_ != nullptr) return abort_running(lock, StopReason::closed);
    if (stage_ == Stage::open)
        if_memory_allows([this] {
            state_.close();
            send();
        });
    close_socket();
}

void Connection::abandon()
{
    Lock const lock{mutex_};
    exchange_ = nullptr;
    close_socket();
}

void Connection::release_buffers()
{
    Lock const lock{mutex_};
    if (stage_ == Stage::open && exchange_ == nullptr) state_.release_buffers();
}

template <class Handler>
void Connection::start_reading(Handler handler)
{
    receiving_ = true;
    socket_.async_read_some(asio::buffer(received_), std::move(handler));
}

void Connection::receive()
{
    if (receiving_) return;
    start_reading(
        asio::bind_allocator(HandlerAllocator<void>{receive_memory_}, [self = shared_self()](error_code ec, std::size_t size) {
            self->run_step([&](Lock& lock) { self->on_received(lock, ec, size); });
        }));
}

#if CLERK_HAS_IMMEDIATE_COMPLETION

/// Reads the bytes that have arrived. If there are none (`would_block`), the read continues in the background, which saves the
/// system call of a later one.
Connection::Received Connection::receive_at_once()
{
    // The result of the read that this thread starts, if it completes at once. Its handler may also run later, on any thread.
    static constinit thread_local Received* immediate = nullptr;
    Received result{asio::error::would_block};
    immediate = &result;

    struct Reset
    {
        ~Reset() { immediate = nullptr; }
    } const reset;

    start_reading(complete_immediately(
        asio::bind_allocator(HandlerAllocator<void>{receive_memory_}, [self = shared_self()](error_code ec, std::size_t size) {
            if (immediate != nullptr)
                *immediate = {ec, size};
            else
                self->run_step([&](Lock& lock) { self->on_received(lock, ec, size); });
        })));
    receiving_ = is_not_yet(result.ec);
    return result;
}

#else

/// Reads the bytes that have arrived. `would_block` if there are none.
Connection::Received Connection::receive_at_once()
{
    Received result;
    result.size = socket_.read_some(asio::buffer(received_), result.ec);
    return result;
}

#endif

void Connection::on_received(Lock& lock, error_code ec, std::size_t size)
{
    receiving_ = false;
    if (stage_ == Stage::closed) return;
    if (ec) return proceed(lock, state_.on_end(ec == asio::error::eof ? error_code{} : ec));
    auto step = state_.on_bytes({received_.data(), size});
    std::array<char, large_read> more;
    std::size_t room = received_.size();
    // A full buffer indicates that more is available. The number of reads is limited, so that other connections are not delayed.
    for (int reads = 0; step == ConnectionState::Step::pending && size == room && reads < reads_at_once; ++reads)
    {
        room = more.size();
        size = socket_.read_some(asio::buffer(more), ec);
        if (is_not_yet(ec)) break;
        step = ec ? state_.on_end(ec == asio::error::eof ? error_code{} : ec) : state_.on_bytes({more.data(), size});
    }
    proceed(lock, step);
}

void Connection::proceed(Lock& lock, ConnectionState::Step step)
{
    if (exchange_ != nullptr && exchange_->trace != nullptr) update_trace(*exchange_->trace);
    if (step == ConnectionState::Step::failed) return on_failure(lock);
    error_code const ec = send();
    if (state_.broken()) return on_failure(lock);
    if (step == ConnectionState::Step::pending)
    {
        if (stage_ != Stage::handshake) return receive();
        phase_ = state_.phase();
        if (!ec) return receive();
        bool const at_proxy = phase() == Phase::connect;
        return fail_connecting(lock, ErrorKind::transport,
                               at_proxy ? "the connection to the proxy failed" : "the connection failed during the TLS handshake",
                               ec);
    }
    auto* const exchange = std::exchange(exchange_, nullptr);
    request_storage_.client_headers.reset(); // an idle connection keeps no key
    if (trace && stage_ == Stage::handshake) complete_trace();
    stage_ = Stage::open;
    connector_.reset();
    lock.unlock();
    if (step == ConnectionState::Step::ready)
        events_->on_connected(*this);
    else
        events_->on_response(*this, *exchange);
}

void Connection::on_failure(Lock& lock)
{
    auto failure = state_.failure();
    bool const connecting = stage_ == Stage::handshake;
    auto* const exchange = std::exchange(exchange_, nullptr);
    send(); // the alert
    close_socket();
    lock.unlock();
    if (connecting)
        events_->on_connect_failed(*this, std::move(failure));
    else
        events_->on_exchange_failed(*this, *exchange, std::move(failure));
}

bool Connection::is_alive()
{
    for (int reads = 0; reads < reads_of_tickets; ++reads)
    {
        auto const [ec, size] = receive_at_once();
        if (is_not_yet(ec)) return true;
        if (ec || !state_.still_usable({received_.data(), size})) return false;
    }
    return false; // more than any server sends as tickets
}

boost::system::error_code Connection::send()
{
    error_code ec;
    for (auto bytes = state_.output(); !bytes.empty() && !awaiting_writable_; bytes = state_.output())
    {
        auto const size = socket_.write_some(asio::buffer(bytes.data(), bytes.size()), ec);
        if (!ec)
        {
            state_.on_written(size);
            continue;
        }
        if (!is_not_yet(ec)) return ec;
        awaiting_writable_ = true;
        socket_.async_wait(Socket::wait_write, [self = shared_self()](error_code wait_error) {
            self->run_step([&](Lock& lock) { self->on_writable(lock, wait_error); });
        });
        return {};
    }
    return ec;
}

void Connection::on_writable(Lock& lock, error_code ec)
{
    awaiting_writable_ = false;
    if (stage_ == Stage::closed || ec) return;
    send(); // the read reports errors of the socket
    if (state_.broken()) on_failure(lock);
}

void Connection::close_socket() noexcept
{
    stage_ = Stage::closed;
    request_storage_.client_headers.reset();
    error_code ignored;
    socket_.close(ignored);
    connector_.reset();
}

} // namespace clerk::detail

#include "net/connection.hpp"

#include "common/if_memory_allows.hpp"

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
constexpr int reads_of_tickets = 4;

} // namespace

Connection::Run Connection::run(Exchange& exchange)
{
    Lock const lock{mutex_};
    if (stage_ != Stage::open) return Run::dead;
    if (exchange.stopped.load()) return Run::stopped;
    bool const fresh = !std::exchange(used_, true);
    if (!looks_alive()) return not_begun(fresh, {});
    exchange_ = &exchange;
    try
    {
        return begin(fresh, exchange);
    }
    catch (std::bad_alloc const&)
    {
        failure_ = {};
        failure_.kind = ErrorKind::transport;
        failure_.phase = Phase::write;
        failure_.delivery = state_.first_byte_taken() ? Delivery::unknown : Delivery::not_sent;
        failure_.detail = "out of memory"; // short enough to need none
        failure_.cause = make_error_code(boost::system::errc::not_enough_memory);
        exchange_ = nullptr;
        shut();
        return Run::failed;
    }
}

Connection::Run Connection::begin(bool fresh, Exchange& exchange)
{
    if (state_.begin(exchange.request(), exchange.expected()) == ConnectionState::Step::failed) return run_failed();
    error_code const ec = send();
    if (ec && !state_.first_byte_taken()) return not_begun(fresh, ec);
    if (state_.broken()) return run_failed();
    // If writing fails, reading shows the result: the response may have arrived.
    receive();
    return Run::started;
}

Connection::Run Connection::run_failed()
{
    failure_ = state_.failure();
    exchange_ = nullptr;
    shut();
    return Run::failed;
}

Connection::Run Connection::not_begun(bool fresh, error_code ec)
{
    exchange_ = nullptr;
    shut();
    if (!fresh) return Run::dead;
    failure_ = {};
    failure_.kind = ErrorKind::transport;
    failure_.phase = Phase::write;
    failure_.delivery = Delivery::not_sent;
    failure_.detail = "the peer closed the connection before the request was sent";
    failure_.cause = ec;
    return Run::failed;
}

Connection::Interrupted Connection::interrupt(Exchange& exchange, bool only_unsent)
{
    Lock const lock{mutex_};
    if (exchange_ != &exchange) return {};
    bool const taken = state_.first_byte_taken();
    if (only_unsent && taken) return {.how = Interrupted::How::too_late};
    Interrupted const result{Interrupted::How::done, state_.phase(), taken, state_.response().status};
    exchange_ = nullptr;
    shut();
    return result;
}

Connection::Dropped Connection::close(bool politely)
{
    Lock const lock{mutex_};
    Dropped dropped;
    dropped.exchange = std::exchange(exchange_, nullptr);
    if (dropped.exchange != nullptr)
        dropped.end = {Interrupted::How::done, state_.phase(), state_.first_byte_taken(), state_.response().status};
    if (politely && stage_ == Stage::open)
        if_memory_allows([this] {
            state_.close();
            send();
        });
    shut();
    return dropped;
}

void Connection::release_buffers()
{
    Lock const lock{mutex_};
    if (stage_ == Stage::open && exchange_ == nullptr) state_.release_buffers();
}

void Connection::receive()
{
    if (receiving_) return;
    receiving_ = true;
    socket_.async_read_some(asio::buffer(received_),
                            asio::bind_allocator(HandlerAllocator<void>{receive_memory_},
                                                 [self = shared_from_this()](error_code ec, std::size_t size) {
                                                     self->run_step([&](Lock& lock) { self->on_received(lock, ec, size); });
                                                 }));
}

void Connection::on_received(Lock& lock, error_code ec, std::size_t size)
{
    receiving_ = false;
    if (stage_ == Stage::closed) return;
    if (ec) return proceed(lock, state_.on_end(ec == asio::error::eof ? error_code{} : ec));
    auto step = state_.on_bytes({received_.data(), size});
    std::array<char, large_read> more;
    std::size_t room = received_.size();
    // A full buffer means that there is more at hand; others have their turn after a while all the same.
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
    stage_ = Stage::open;
    lock.unlock();
    if (step == ConnectionState::Step::ready)
        host_->connected(*this);
    else
        host_->answered(*this, *exchange);
}

void Connection::on_failure(Lock& lock)
{
    auto failure = state_.failure();
    bool const connecting = stage_ == Stage::handshake;
    auto* const exchange = std::exchange(exchange_, nullptr);
    send(); // the alert that tells the peer
    shut();
    lock.unlock();
    if (connecting)
        host_->not_connected(*this, std::move(failure));
    else
        host_->failed(*this, *exchange, std::move(failure));
}

bool Connection::looks_alive()
{
    std::array<char, large_read> bytes;
    for (int reads = 0; reads < reads_of_tickets; ++reads)
    {
        error_code ec;
        auto const size = socket_.read_some(asio::buffer(bytes), ec);
        if (is_not_yet(ec)) return true;
        if (ec || !state_.still_usable({bytes.data(), size})) return false;
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
        socket_.async_wait(Socket::wait_write, [self = shared_from_this()](error_code wait_error) {
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
    send(); // an error of the socket shows in reading
    if (state_.broken()) on_failure(lock);
}

void Connection::shut() noexcept
{
    stage_ = Stage::closed;
    error_code ignored;
    socket_.close(ignored);
    dialed_.clear();
}

} // namespace clerk::detail

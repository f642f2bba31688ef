#include "fuzz/scripted_server.hpp"

#include "fuzz/require.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <charconv>
#include <utility>

namespace clerk::fuzz {

namespace {

namespace ip = boost::asio::ip;

/// One listener for all runs, so that they do not exhaust the ports.
struct Listener
{
    boost::asio::io_context context{1};
    ip::tcp::acceptor acceptor{context, {ip::address_v4::loopback(), 0}};
    // A connection to itself.
    ip::tcp::socket ping{context};
    ip::tcp::socket pong{context};

    Listener()
    {
        ping.connect(acceptor.local_endpoint());
        acceptor.accept(pong);
        ping.set_option(ip::tcp::no_delay{true});
        acceptor.non_blocking(true);
    }
};

Listener& listener()
{
    static Listener listener;
    return listener;
}

std::size_t number_after(std::string_view text, std::string_view mark)
{
    std::size_t number = 0;
    if (auto const at = text.find(mark); at != std::string_view::npos)
        std::from_chars(text.data() + at + mark.size(), text.data() + text.size(), number);
    return number;
}

} // namespace

bool ScriptedServer::Connection::read()
{
    std::array<char, 4096> some;
    bool any = false;
    boost::system::error_code ec;
    while (socket_.is_open())
    {
        auto const size = socket_.read_some(boost::asio::buffer(some), ec);
        if (ec) return any;
        received_.append(some.data(), size);
        any = true;
    }
    return any;
}

bool ScriptedServer::Connection::take()
{
    auto const header_end = received_.find("\r\n\r\n");
    if (request || header_end == std::string::npos) return false;
    std::string_view const header{received_.data(), header_end};
    auto const size = header_end + 4 + number_after(header, "Content-Length: ");
    if (received_.size() < size) return false;
    auto const whole = std::string_view{received_}.substr(0, size);
    bool const is_create = header.starts_with("POST /v1/invitations ");
    request.emplace(is_create ? number_after(whole, R"("email_address":")") : number_after(header, "/v1/"),
                    std::string{header.substr(0, header.find(' '))});
    received_.erase(0, size);
    return true;
}

void ScriptedServer::Connection::send(std::string_view bytes)
{
    boost::system::error_code ec;
    if (socket_.is_open()) socket_.write_some(boost::asio::buffer(bytes), ec);
}

void ScriptedServer::Connection::fin()
{
    boost::system::error_code ec;
    if (socket_.is_open()) socket_.shutdown(ip::tcp::socket::shutdown_send, ec);
}

void ScriptedServer::Connection::reset()
{
    boost::system::error_code ec;
    if (!socket_.is_open()) return;
    socket_.set_option(boost::asio::socket_base::linger{true, 0}, ec);
    socket_.close(ec);
}

ScriptedServer::ScriptedServer()
{
    // Each processor has a separate queue of loopback packets.
    require(::sched_getaffinity(0, sizeof affinity_, &affinity_) == 0, "a thread has processors");
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(static_cast<unsigned>(::sched_getcpu()), &one);
    require(::sched_setaffinity(0, sizeof one, &one) == 0, "a thread can stay on its processor");
    accept();
    for (auto& connection : connections_) connection.reset();
    connections_.clear();
}

ScriptedServer::~ScriptedServer()
{
    for (auto& connection : connections_) connection.reset();
    ::sched_setaffinity(0, sizeof affinity_, &affinity_);
}

void ScriptedServer::wait_for_delivery()
{
    // The queue is processed in order. Three times, because a handshake takes three packets.
    for (int packets = 0; packets < 3; ++packets)
    {
        char byte = 0;
        boost::asio::write(listener().ping, boost::asio::buffer(&byte, 1));
        boost::asio::read(listener().pong, boost::asio::buffer(&byte, 1));
    }
}

std::string ScriptedServer::url() const
{
    return "http://127.0.0.1:" + std::to_string(listener().acceptor.local_endpoint().port());
}

bool ScriptedServer::accept()
{
    bool any = false;
    boost::system::error_code ec;
    while (true)
    {
        ip::tcp::socket socket{listener().context};
        listener().acceptor.accept(socket, ec);
        if (ec) return any;
        socket.non_blocking(true);
        // Otherwise further bytes wait for the delayed acknowledgement of the client.
        socket.set_option(ip::tcp::no_delay{true});
        connections_.emplace_back(std::move(socket));
        any = true;
    }
}

} // namespace clerk::fuzz

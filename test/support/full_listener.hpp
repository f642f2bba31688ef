#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <cstdint>
#include <list>

namespace clerk::test {

/// A port of loopback with a full backlog: connection attempts neither succeed nor fail.
class FullListener
{
public:
    explicit FullListener(boost::asio::ip::address const& address = boost::asio::ip::address_v4::loopback())
    {
        acceptor_.open(boost::asio::ip::tcp::endpoint{address, 0}.protocol());
        acceptor_.bind({address, 0});
        acceptor_.listen(0);
        for (int i = 0; i < 8; ++i)
            fillers_.emplace_back(context_).async_connect(acceptor_.local_endpoint(), [](boost::system::error_code) {});
        context_.poll();
    }

    [[nodiscard]] boost::asio::ip::tcp::endpoint endpoint() const { return acceptor_.local_endpoint(); }

private:
    boost::asio::io_context context_;
    boost::asio::ip::tcp::acceptor acceptor_{context_};
    std::list<boost::asio::ip::tcp::socket> fillers_;
};

} // namespace clerk::test

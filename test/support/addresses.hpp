#pragma once

#include "net/resolver.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <optional>
#include <utility>

namespace clerk::test {

/// Returns a resolver with these endpoints.
class Addresses final : public detail::Resolver
{
public:
    explicit Addresses(detail::Endpoints endpoints) : endpoints_{std::move(endpoints)} {}

    std::optional<detail::Endpoints> known(std::chrono::steady_clock::time_point) override { return endpoints_; }

    void resolve(Handler) override {}

    void cancel() override {}

private:
    detail::Endpoints endpoints_;
};

/// A port of loopback without a listener: bound while this object exists.
class RefusingPort
{
public:
    explicit RefusingPort(boost::asio::ip::address const& address = boost::asio::ip::address_v4::loopback())
    {
        socket_.open(boost::asio::ip::tcp::endpoint{address, 0}.protocol());
        socket_.bind({address, 0});
    }

    [[nodiscard]] boost::asio::ip::tcp::endpoint endpoint() const { return socket_.local_endpoint(); }

private:
    boost::asio::io_context context_;
    boost::asio::ip::tcp::socket socket_{context_};
};

/// Whether this machine has IPv6's loopback.
[[nodiscard]] inline bool has_ipv6()
{
    boost::asio::io_context context;
    boost::asio::ip::tcp::socket socket{context};
    boost::system::error_code ec;
    socket.open(boost::asio::ip::tcp::v6(), ec);
    if (!ec) socket.bind({boost::asio::ip::address_v6::loopback(), 0}, ec);
    return !ec;
}

/// For `precondition`: skips tests that need IPv6 on systems without it.
[[nodiscard]] inline boost::test_tools::assertion_result ipv6_is_here(boost::unit_test::test_unit_id)
{
    boost::test_tools::assertion_result result{has_ipv6()};
    if (!result) result.message() << "this machine has no IPv6";
    return result;
}

} // namespace clerk::test

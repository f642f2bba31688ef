#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/system/error_code.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace clerk::detail {

using Endpoints = std::vector<boost::asio::ip::tcp::endpoint>;

/// Finds the addresses of one host, for all connections of a client. Thread-safe.
class Resolver
{
public:
    using Handler = std::function<void(boost::system::error_code, Endpoints const&)>;

    virtual ~Resolver() = default;

    /// Returns the addresses if they are cached.
    [[nodiscard]] virtual std::optional<Endpoints> known(std::chrono::steady_clock::time_point now) = 0;

    /// Calls the handler when they are known, on a thread of the context and never inside this call.
    virtual void resolve(Handler handler) = 0;

    /// The addresses did not work: `known` has none until they are looked up again.
    virtual void forget() {}

    /// Removes the handlers without invoking them.
    virtual void cancel() = 0;
};

/// Asks the system, unless the host is an address or `localhost`. Lookups under way are shared, and answers kept for 30 seconds:
/// a running lookup cannot be cancelled and has one hidden thread of the context to itself.
[[nodiscard]] std::shared_ptr<Resolver> make_system_resolver(boost::asio::any_io_executor const& executor, std::string host,
                                                             std::uint16_t port, bool host_is_address);

/// The order to try addresses in (RFC 8305, 4): the first one's family and the other in turn.
[[nodiscard]] Endpoints interleave_families(Endpoints const& endpoints);

} // namespace clerk::detail

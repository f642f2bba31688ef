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

/// Resolves one host for all connections of a client. Thread-safe.
class Resolver
{
public:
    using Handler = std::function<void(boost::system::error_code, Endpoints const&)>;

    virtual ~Resolver() = default;

    /// Returns the addresses if they are cached.
    [[nodiscard]] virtual std::optional<Endpoints> known(std::chrono::steady_clock::time_point now) = 0;

    /// Invokes the handler with the addresses, on a thread of the context and never inside this function.
    virtual void resolve(Handler handler) = 0;

    /// Removes the addresses from the cache, because no connection to them could be established.
    virtual void forget() {}

    /// Removes the handlers without invoking them.
    virtual void cancel() = 0;
};

/// Creates a resolver that uses the system's, unless the host is an address or `localhost`. Simultaneous lookups are shared and
/// results are cached for 30 seconds, because Asio cannot cancel a lookup and runs all of a context on one internal thread.
[[nodiscard]] std::shared_ptr<Resolver> make_system_resolver(boost::asio::any_io_executor const& executor, std::string host,
                                                             std::uint16_t port, bool host_is_address);

/// Sorts addresses for connection attempts (RFC 8305, 4): families alternate, beginning with that of the first address.
[[nodiscard]] Endpoints interleave_families(Endpoints const& endpoints);

} // namespace clerk::detail

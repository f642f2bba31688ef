#pragma once

#include "wire/response_reader.hpp"

#include <clerk/client_options.hpp>
#include <clerk/error.hpp>

#include <boost/system/error_code.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace clerk::detail {

/// Opens a tunnel through a proxy. Has no socket.
class ProxyTunnel
{
public:
    /// @param request  see `connect_request`; must outlive this
    ProxyTunnel(std::string_view request, LimitOptions const& limits);

    enum class Step
    {
        pending, ///< write `output()`, then wait for more bytes
        open,    ///< further bytes belong to the host
        failed   ///< see `failure()`
    };

    /// Bytes came from the proxy; they need not outlive the call.
    [[nodiscard]] Step on_bytes(std::string_view bytes);

    /// The network ended, in order (`ec` clear) or by an error.
    [[nodiscard]] Step on_end(boost::system::error_code ec);

    [[nodiscard]] std::string_view output() const noexcept { return output_; }

    void on_written(std::size_t size) noexcept { output_.remove_prefix(size); }

    /// The delivery is always `not_sent`. The status is the proxy's, so it is not in `status`.
    [[nodiscard]] ClerkError const& failure() const noexcept { return failure_; }

private:
    Step on_response();
    Step fail(std::string detail, boost::system::error_code cause = {});

    std::string_view output_;
    ResponseReader reader_;
    ClerkError failure_;
};

} // namespace clerk::detail

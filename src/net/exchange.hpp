#pragma once

#include "wire/expected_response.hpp"
#include "wire/request_head.hpp"

#include <atomic>

namespace clerk::detail {

/// One request on its way, as a connection sees it; the transport's operation derives from it.
class Exchange
{
public:
    /// The request's bytes. Called once for each time the request is begun.
    [[nodiscard]] virtual RequestParts request() = 0;

    /// Returns the requirements on the response.
    [[nodiscard]] virtual ExpectedResponse expected() const noexcept { return {}; }

    /// Set before `Connection::interrupt`: the connection may have been given the exchange without having begun it.
    std::atomic<bool> stopped{false};

protected:
    ~Exchange() = default;
};

} // namespace clerk::detail

#pragma once

#include "wire/request_head.hpp"

#include <atomic>

namespace clerk::detail {

/// One request on its way, as a connection sees it; the transport's operation derives from it.
class Exchange
{
public:
    /// The request's bytes. Called once for each time the request is begun.
    [[nodiscard]] virtual RequestParts request() = 0;

    /// Whether `Response::fields` is to hold all of the answer's.
    [[nodiscard]] virtual bool wants_fields() const noexcept { return false; }

    /// Set before `Connection::interrupt`: the connection may have been given the exchange without having begun it.
    std::atomic<bool> stopped{false};

protected:
    ~Exchange() = default;
};

} // namespace clerk::detail

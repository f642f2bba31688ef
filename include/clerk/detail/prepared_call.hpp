#pragma once

#include <clerk/error.hpp>
#include <clerk/request_options.hpp>

#include <cstdint>
#include <memory>
#include <string>

namespace clerk::detail {

/// The operations of the API that rate limits and request heads are told apart by.
enum class Endpoint : std::uint8_t
{
    create,
    create_bulk,
    list,
    revoke
};

/// A call that was validated and encoded, and not begun: what an initiation carries until it is started.
struct PreparedCall
{
    Endpoint endpoint{};
    RequestOptions options;
    /// The whole request line, where not all calls of the endpoint have the same.
    std::string line;
    std::string body;
    /// False = a request without content.
    bool has_body{false};
    /// How many invitations a list skips.
    std::int64_t offset{0};
    /// Set where validation refused the call.
    std::shared_ptr<ClerkError> refused;
};

} // namespace clerk::detail

#pragma once

#include <clerk/testing/export.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace clerk::testing {

/// A request that a `FakeBackend` has read. Owns all its memory.
struct CLERK_TESTING_EXPORT RecordedRequest
{
    /// For example `POST`.
    std::string method;
    /// The request target, unchanged, including the query.
    std::string target;
    /// Names and values of the header fields, unchanged and in their order. `Authorization` contains the key.
    std::vector<std::pair<std::string, std::string>> headers;
    /// The body without chunked coding.
    std::string body;
    /// The status of the response. Zero: the response is not HTTP, or there is none.
    int status{0};
    /// The number of the TLS connection, from 1, in the order of the handshakes.
    std::uint64_t connection{0};
    /// Whether the connection resumed a TLS session.
    bool session_resumed{false};

    /// Returns the value of the first header field with this name, in any case.
    ///
    /// @par Lifetimes
    /// Refers to this object.
    [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const noexcept;
};

} // namespace clerk::testing

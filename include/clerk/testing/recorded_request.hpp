#pragma once

#include <clerk/testing/export.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace clerk::testing {

/// A request as a `FakeBackend` read it from the wire. Owns all its memory.
struct CLERK_TESTING_EXPORT RecordedRequest
{
    /// `POST`, `GET`, …
    std::string method;
    /// The target as it was sent, query and percent-encoding included.
    std::string target;
    /// Names and values in the order they came, with the spelling they came with. The key of `Authorization` is among them.
    std::vector<std::pair<std::string, std::string>> headers;
    /// The body with any chunked coding removed.
    std::string body;
    /// The status it is answered with; 0 where the answer is none of HTTP.
    int status{0};
    /// Which TLS connection carried it, counted from 1 in the order the handshakes ended.
    std::uint64_t connection{0};
    /// Whether that connection resumed the TLS session of an earlier one.
    bool session_resumed{false};

    /// The value of the first header of that name, in any spelling; nothing where there is none.
    ///
    /// @par Lifetimes
    /// Views into this object.
    [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const noexcept;
};

} // namespace clerk::testing

#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace clerk::detail {

/// The response that a request requires.
struct ExpectedResponse
{
    bool all_fields{false}; ///< whether to store all header fields in `Response::fields`
    int body_limits{1};     ///< maximum size of the body, in multiples of `max_body_bytes`
};

/// A response: its status, its body and the header fields that the library uses.
struct Response
{
    int status{0};
    bool keep_alive{false};
    /// From `Keep-Alive: timeout=n`.
    std::optional<std::chrono::seconds> keep_alive_timeout;
    std::string body;
    std::string retry_after;
    std::string date;
    std::string clerk_trace_id;
    std::string cf_ray;
    bool all_fields{false}; ///< whether to store all header fields in `fields`
    /// The header fields, with names in lower case. Empty unless they were requested.
    std::vector<std::pair<std::string, std::string>> fields;

    /// The body without the byte order mark that a JSON text may begin with (RFC 8259, 8.1).
    [[nodiscard]] std::string_view json() const noexcept
    {
        constexpr std::string_view mark{"\xEF\xBB\xBF"};
        std::string_view text{body};
        if (text.starts_with(mark)) text.remove_prefix(mark.size());
        return text;
    }
};

} // namespace clerk::detail

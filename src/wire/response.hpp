#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace clerk::detail {

/// Requirements of a request on its response.
struct ExpectedResponse
{
    bool all_fields{false}; ///< `Response::fields` is to hold all of them
    int body_limits{1};     ///< its body may be this many times `max_body_bytes`
};

/// An answer: its status and body, and of its fields those that matter here.
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
    bool all_fields{false}; ///< `fields` is to hold all of them
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

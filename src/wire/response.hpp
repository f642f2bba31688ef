#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace clerk::detail {

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
    /// All fields of the header, names in lower case, where they were asked for.
    std::optional<std::vector<std::pair<std::string, std::string>>> fields;
};

} // namespace clerk::detail

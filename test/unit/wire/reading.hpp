#pragma once

#include "wire/response_reader.hpp"

#include <clerk/client_options.hpp>

#include <algorithm>
#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>

namespace clerk::detail {

inline std::ostream& operator<<(std::ostream& out, ResponseReader::Progress progress)
{
    switch (progress)
    {
    case ResponseReader::Progress::incomplete:
        return out << "incomplete";
    case ResponseReader::Progress::complete:
        return out << "complete";
    case ResponseReader::Progress::failed:
        return out << "failed";
    }
    return out << "?";
}

} // namespace clerk::detail

namespace clerk::test {

using Progress = detail::ResponseReader::Progress;

/// Returns the complete result of reading a response as one comparable text.
inline std::string summary(Progress progress, detail::ResponseReader const& reader)
{
    auto const& response = reader.response();
    std::string text;
    if (progress == Progress::failed) return "failed: " + reader.failure();
    text = progress == Progress::complete ? "complete" : "incomplete";
    text += " status=" + std::to_string(response.status);
    if (progress != Progress::complete) return text;
    text += response.keep_alive ? " kept" : " closed";
    if (response.keep_alive_timeout) text += " timeout=" + std::to_string(response.keep_alive_timeout->count());
    if (!response.retry_after.empty()) text += " retry_after=" + response.retry_after;
    if (!response.date.empty()) text += " date=" + response.date;
    if (!response.clerk_trace_id.empty()) text += " trace=" + response.clerk_trace_id;
    if (!response.cf_ray.empty()) text += " ray=" + response.cf_ray;
    if (reader.surplus()) text += " surplus";
    return text + " body=" + response.body;
}

/// Feeds the bytes in blocks of a size, optionally with the end of the connection, and returns the result as text.
inline std::string read_in_blocks(std::string_view bytes, std::size_t size, bool ends = false, LimitOptions const& limits = {})
{
    detail::ResponseReader reader{limits};
    reader.begin();
    auto progress = Progress::incomplete;
    while (!bytes.empty() && progress == Progress::incomplete)
    {
        progress = reader.feed(bytes.substr(0, size));
        bytes.remove_prefix(std::min(size, bytes.size()));
    }
    if (progress == Progress::incomplete && ends) progress = reader.end(true);
    return summary(progress, reader);
}

inline std::string read(std::string_view bytes, bool ends = false, LimitOptions const& limits = {})
{
    return read_in_blocks(bytes, bytes.size(), ends, limits);
}

} // namespace clerk::test

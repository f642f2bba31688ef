#include "request_line.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace clerk::tool {

namespace {

namespace json = boost::json;

/// Those that say how a client speaks; never one that holds a secret.
constexpr std::array<std::string_view, 9> headers_of_interest{"accept",     "accept-encoding",   "clerk-api-version",
                                                              "connection", "content-length",    "content-type",
                                                              "host",       "transfer-encoding", "user-agent"};

/// Returns the text as valid UTF-8: invalid bytes become question marks.
json::string as_json(std::string text)
{
    boost::system::error_code not_utf8;
    json::parse(json::serialize(json::string{text}), not_utf8);
    if (not_utf8) std::ranges::replace_if(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; }, '?');
    return json::string{text};
}

std::string without(std::string_view secret, std::string_view text)
{
    std::string clean{text};
    for (std::size_t at = 0; (at = clean.find(secret, at)) != std::string::npos;) clean.replace(at, secret.size(), "***");
    return clean;
}

} // namespace

std::string to_line(testing::RecordedRequest const& request, std::string_view secret_key)
{
    auto const shown = [secret_key](std::string_view text) { return as_json(without(secret_key, text)); };
    std::string_view const target = request.target;
    auto const mark = target.find('?');
    json::object headers;
    for (auto const name : headers_of_interest)
        if (auto const value = request.header(name)) headers[name] = shown(*value);

    json::object line;
    line["method"] = shown(request.method);
    line["path"] = shown(target.substr(0, mark));
    line["query"] = shown(mark == std::string_view::npos ? std::string_view{} : target.substr(mark + 1));
    line["headers"] = std::move(headers);
    line["body"] = shown(request.body);
    line["status"] = request.status;
    return json::serialize(line);
}

} // namespace clerk::tool

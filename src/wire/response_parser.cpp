#include "wire/response_parser.hpp"

#include "vocabulary/ascii.hpp"

#include <boost/beast/core/string.hpp>
#include <boost/beast/http/error.hpp>

#include <algorithm>
#include <charconv>

namespace clerk::detail {

namespace {

namespace http = boost::beast::http;
using boost::beast::iequals;

// Keep-Alive: timeout=5, max=100 (RFC 2068, 19.7.1); what is not understood is ignored.
std::optional<std::chrono::seconds> parse_keep_alive_timeout(std::string_view value) noexcept
{
    constexpr std::string_view name = "timeout=";
    auto const found = std::ranges::search(value, name, [](char a, char b) { return to_lower(a) == to_lower(b); });
    if (found.empty()) return std::nullopt;
    auto const* const end = value.data() + value.size();
    int seconds = 0;
    if (std::from_chars(&*found.begin() + name.size(), end, seconds).ec != std::errc{} || seconds < 0) return std::nullopt;
    return std::chrono::seconds{seconds};
}

// An answer's whole body is seldom larger, and a hostile length must not reserve what never comes.
constexpr std::uint64_t max_reserved_body = 16 * 1024;

} // namespace

ResponseParser::ResponseParser(Response& response, std::size_t max_body_bytes, bool has_body)
    : response_{response}, has_body_{has_body}
{
    skip(!has_body);
    body_limit(max_body_bytes);
}

void ResponseParser::on_response_impl(int status, Text, int version, Code& ec)
{
    response_.status = status;
    http_1_0_ = version == 10;
    if (status < 100 || status > 599) refuse("its status is not between 100 and 599", ec);
    if (status == 101) refuse("it switches protocols, unasked", ec);
}

void ResponseParser::on_field_impl(Field field, Text name, Text value, Code& ec)
{
    if (++fields_ > max_fields) return refuse("it has too many header fields", ec);
    if (!in_header_) return; // a trailer decides nothing
    if (response_.fields) response_.fields->emplace_back(to_lower(std::string_view{name.data(), name.size()}), value);
    switch (field)
    {
    case Field::transfer_encoding:
        if (!has_body_) return;
        if (http_1_0_) return refuse("an HTTP/1.0 answer has a transfer coding", ec);
        if (!iequals(value, "chunked")) return refuse("its transfer coding is unknown", ec);
        return;
    case Field::content_encoding:
        if (has_body_ && !iequals(value, "identity")) return refuse("it has a content coding, unasked", ec);
        return;
    case Field::retry_after:
        response_.retry_after = value;
        return;
    case Field::date:
        response_.date = value;
        return;
    case Field::keep_alive:
        response_.keep_alive_timeout = parse_keep_alive_timeout(value);
        return;
    case Field::unknown:
        return on_unknown_field(name, value);
    default:
        return;
    }
}

void ResponseParser::on_unknown_field(std::string_view name, std::string_view value)
{
    if (iequals(name, "Clerk-Trace-Id"))
        response_.clerk_trace_id = value;
    else if (iequals(name, "cf-ray"))
        response_.cf_ray = value;
}

void ResponseParser::on_header_impl(Code&)
{
    in_header_ = false;
    response_.keep_alive = keep_alive();
}

void ResponseParser::on_body_init_impl(boost::optional<std::uint64_t> const& length, Code&)
{
    if (length) response_.body.reserve(static_cast<std::size_t>(std::min(*length, max_reserved_body)));
}

std::size_t ResponseParser::on_body_impl(Text body, Code&)
{
    response_.body.append(body.data(), body.size());
    return body.size();
}

void ResponseParser::on_chunk_header_impl(std::uint64_t size, Text, Code&)
{
    chunk_left_ = size;
    behind_chunk_ = true;
}

std::size_t ResponseParser::on_chunk_body_impl(std::uint64_t remain, Text body, Code& ec)
{
    chunk_left_ = remain - body.size();
    return on_body_impl(body, ec);
}

void ResponseParser::refuse(std::string_view why, Code& ec)
{
    refusal_ = why;
    ec = http::error::bad_value;
}

} // namespace clerk::detail

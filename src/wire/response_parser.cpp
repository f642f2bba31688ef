#include "wire/response_parser.hpp"

#include "portable/ascii.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/error.hpp>

#include <algorithm>
#include <charconv>
#include <limits>

namespace clerk::detail {

namespace {

namespace http = boost::beast::http;
using boost::beast::iequals;

// Keep-Alive: timeout=5, max=100 (RFC 2068, 19.7.1). Other values are ignored.
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

// An empty list (RFC 9110, 5.6.1.2), `identity` (8.4), and values that servers send by mistake.
bool is_no_coding(std::string_view list) noexcept
{
    constexpr std::string_view blanks = " \t";
    while (!list.empty())
    {
        auto const comma = std::min(list.find(','), list.size());
        auto coding = list.substr(0, comma);
        list.remove_prefix(std::min(comma + 1, list.size()));
        coding.remove_prefix(std::min(coding.find_first_not_of(blanks), coding.size()));
        coding = coding.substr(0, coding.find_last_not_of(blanks) + 1);
        if (!coding.empty() && !iequals(coding, "identity") && !iequals(coding, "none") && !iequals(coding, "utf-8"))
            return false;
    }
    return true;
}

// The texts of Beast differ between versions.
std::string_view text_of(boost::beast::error_code const& ec) noexcept
{
    if (ec.category() != http::make_error_code(http::error::end_of_stream).category()) return "malformed message";
    switch (static_cast<http::error>(ec.value()))
    {
    case http::error::bad_version:
        return "unknown HTTP version";
    case http::error::bad_status:
        return "status code is not three digits";
    case http::error::bad_reason:
        return "malformed reason phrase";
    case http::error::bad_content_length:
    case http::error::multiple_content_length:
        return "malformed or contradictory Content-Length";
    case http::error::bad_transfer_encoding:
        return "Transfer-Encoding contradicts another field";
    case http::error::bad_line_ending:
    case http::error::bad_field:
    case http::error::bad_value:
    case http::error::bad_obs_fold:
        return "malformed header field";
    default:
        return "malformed message";
    }
}

} // namespace

ResponseParser::ResponseParser(Response& response, bool has_body) : response_{response}, has_body_{has_body}
{
    skip(true);
    header_limit(std::numeric_limits<std::uint32_t>::max()); // `ResponseReader` has limited the head
}

// Inlines Beast's functions for each field, and with them the virtual calls to this class.
[[gnu::flatten]] bool ResponseParser::parse(std::string_view lines)
{
    Code ec;
    used_ = put(boost::asio::const_buffer{lines.data(), lines.size()}, ec);
    if (!ec || ec == http::error::need_more) return true;
    if (failure_.empty()) failure_ = text_of(ec);
    return false;
}

void ResponseParser::on_response_impl(int status, Text, int version, Code& ec)
{
    response_.status = status;
    http_1_0_ = version == 10;
    if (status < 100 || status > 599) refuse("status code is not between 100 and 599", ec);
    if (status == 101) refuse("unrequested protocol switch", ec);
}

void ResponseParser::on_field_impl(Field field, Text name, Text value, Code& ec)
{
    if (++fields_ > max_fields) return refuse("too many header fields", ec);
    if (response_.all_fields) response_.fields.emplace_back(to_lower(std::string_view{name.data(), name.size()}), value);
    switch (field)
    {
    case Field::content_length:
        // Beast sees this contradiction only since Boost 1.92.
        if (has_transfer_coding_) refuse(text_of(http::error::bad_content_length), ec);
        return;
    case Field::transfer_encoding:
        has_transfer_coding_ = true;
        if (!has_body_) return;
        if (http_1_0_) return refuse("Transfer-Encoding in an HTTP/1.0 response", ec);
        if (!iequals(value, "chunked")) return refuse("unknown transfer coding", ec);
        return;
    case Field::content_encoding:
        if (has_body_ && !is_no_coding(value)) return refuse("unrequested content coding", ec);
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

void ResponseParser::refuse(std::string_view why, Code& ec)
{
    failure_ = why;
    ec = http::error::bad_value;
}

} // namespace clerk::detail

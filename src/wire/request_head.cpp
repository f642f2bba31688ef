#include "wire/request_head.hpp"

#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/write.hpp>

#include <charconv>
#include <sstream>

namespace clerk::detail {

namespace {

namespace http = boost::beast::http;

// The fields without the key, which never enters Beast's memory since that is not wiped.
std::string serialise_fields(HeadOptions const& options)
{
    http::request<http::empty_body> request;
    request.set(http::field::host, options.host);
    request.set(http::field::accept, "application/json");
    request.set(http::field::user_agent, options.user_agent);
    request.set("Clerk-API-Version", options.api_version);
    std::ostringstream text;
    text << request.base();
    auto const whole = text.str();
    auto const begin = whole.find("\r\n") + 2;
    return whole.substr(begin, whole.size() - begin - 2);
}

} // namespace

ContentLength::ContentLength(std::size_t length) noexcept
{
    auto* const end = std::to_chars(text_.data(), text_.data() + text_.size() - 4, length).ptr;
    std::string_view{"\r\n\r\n"}.copy(end, 4);
    size_ = static_cast<std::uint8_t>(end + 4 - text_.data());
}

RequestHeads::RequestHeads(HeadOptions const& options, SecretKey const& key)
{
    auto const fields = serialise_fields(options);
    without_body_ = WipedText::concat(fields, "Authorization: Bearer ", key.reveal(), "\r\n");
    with_body_ = WipedText::concat(without_body_.view(), "Content-Type: application/json\r\nContent-Length: ");
}

RequestParts RequestHeads::with_body(std::string_view line, ContentLength const& length, std::string_view body) const noexcept
{
    return {line, with_body_.view(), length.view(), body};
}

RequestParts RequestHeads::without_body(std::string_view line) const noexcept
{
    return {line, without_body_.view(), line.starts_with("POST ") ? "Content-Length: 0\r\n\r\n" : "\r\n", {}};
}

std::string RequestHeads::request_line(std::string_view method, std::string_view target)
{
    std::string line;
    line.reserve(method.size() + target.size() + 12);
    line.append(method).append(" ").append(target).append(" HTTP/1.1\r\n");
    return line;
}

} // namespace clerk::detail

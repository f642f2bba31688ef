#include "wire/request_head.hpp"

#include "common/concat_secret.hpp"

#include <charconv>
#include <functional>

namespace clerk::detail {

ContentLength::ContentLength(std::size_t length) noexcept
{
    auto* const end = std::to_chars(text_.data(), text_.data() + text_.size() - 4, length).ptr;
    std::string_view{"\r\n\r\n"}.copy(end, 4);
    size_ = static_cast<std::uint8_t>(end + 4 - text_.data());
}

// The key enters no memory that is not wiped: hence no library's container of fields.
ClientHeaders::ClientHeaders(std::string_view host, std::string_view user_agent, SecretKey const& key)
    : text_{concat_secret("Host: ", host, "\r\nAccept: application/json\r\nAccept-Encoding: identity\r\nUser-Agent: ", user_agent,
                          "\r\nAuthorization: Bearer ", key.reveal(), "\r\n")},
      key_id_{std::hash<std::string_view>{}(key.reveal()) | 1}
{}

HandleHeaders::HandleHeaders(std::string_view api_version, std::string_view extra)
    : without_body{std::string{"Clerk-API-Version: "}.append(api_version).append("\r\n").append(extra)},
      with_body{without_body + "Content-Type: application/json\r\nContent-Length: "}
{}

std::string request_line(std::string_view method, std::string_view target)
{
    std::string line;
    line.reserve(method.size() + target.size() + 12);
    line.append(method).append(" ").append(target).append(" HTTP/1.1\r\n");
    return line;
}

RequestParts request_with_body(std::string_view line, ClientHeaders const& client, HandleHeaders const& handle,
                               ContentLength const& length, std::string_view body) noexcept
{
    return {line, client.view(), handle.with_body, length.view(), body};
}

RequestParts request_without_body(std::string_view line, ClientHeaders const& client, HandleHeaders const& handle) noexcept
{
    bool const expects_body = line.starts_with("P"); // POST, PUT, PATCH
    return {line, client.view(), handle.without_body, expects_body ? "Content-Length: 0\r\n\r\n" : "\r\n", {}};
}

SecretText connect_request(std::string_view authority, std::string_view authorization)
{
    bool const authorized = !authorization.empty();
    return concat_secret("CONNECT ", authority, " HTTP/1.1\r\nHost: ", authority, authorized ? "\r\nProxy-Authorization: " : "",
                         authorization, "\r\n\r\n");
}

} // namespace clerk::detail

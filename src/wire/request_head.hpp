#pragma once

#include <clerk/detail/secret_text.hpp>

#include <clerk/secret_key.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace clerk::detail {

/// A request in the pieces it is sent from, one after the other. Not the owner of the bytes.
using RequestParts = std::array<std::string_view, 5>;

/// The end of the `Content-Length` line and the empty line after it.
class ContentLength
{
public:
    ContentLength() noexcept : size_{0} {}

    explicit ContentLength(std::size_t length) noexcept;

    [[nodiscard]] std::string_view view() const noexcept { return {text_.data(), size_}; }

private:
    std::array<char, 24> text_;
    std::uint8_t size_;
};

/// The header fields that all requests of a client have in common, serialised once for each key. Contains the key and wipes it.
class ClientHeaders
{
public:
    /// @param host value of the `Host` field: with the port unless it is the default
    ClientHeaders(std::string_view host, std::string_view user_agent, SecretKey const& key);

    [[nodiscard]] std::string_view view() const noexcept { return text_.view(); }

    /// Equal for equal keys. Never zero.
    [[nodiscard]] std::uint64_t key_id() const noexcept { return key_id_; }

private:
    SecretText text_;
    std::uint64_t key_id_;
};

/// The header fields that all requests of a handle have in common, serialised once.
struct HandleHeaders
{
    /// @param extra  whole lines with their ends
    HandleHeaders(std::string_view api_version, std::string_view extra);

    std::string without_body;
    /// Up to the length.
    std::string with_body;
    /// With the key of the handle. Null: the client's.
    std::shared_ptr<ClientHeaders const> client_headers{};
};

/// Owns the pieces of a running request that its call does not own.
struct RequestStorage
{
    std::shared_ptr<ClientHeaders const> client_headers;
    ContentLength content_length;
};

/// `POST /v1/invitations HTTP/1.1` and its end of line.
[[nodiscard]] std::string request_line(std::string_view method, std::string_view target);

/// The parts of a request with content.
[[nodiscard]] RequestParts request_with_body(std::string_view line, ClientHeaders const& client, HandleHeaders const& handle,
                                             ContentLength const& length, std::string_view body) noexcept;

/// The parts of a request without content. If the method expects content, they include `Content-Length: 0` (RFC 9110, 8.6).
[[nodiscard]] RequestParts request_without_body(std::string_view line, ClientHeaders const& client,
                                                HandleHeaders const& handle) noexcept;

/// Returns a CONNECT request (RFC 9110, 9.3.6).
///
/// @param authority `host:port`
/// @param authorization value of `Proxy-Authorization`; empty: the field is not sent
[[nodiscard]] SecretText connect_request(std::string_view authority, std::string_view authorization);

} // namespace clerk::detail

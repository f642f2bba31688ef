#pragma once

#include "vocabulary/wiped_text.hpp"

#include <clerk/secret_key.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace clerk::detail {

/// A request in the pieces it is sent from, one after the other; the bytes belong to others.
using RequestParts = std::array<std::string_view, 4>;

/// The line `Content-Length: n` ends with, and the empty line behind it.
class ContentLength
{
public:
    explicit ContentLength(std::size_t length) noexcept;

    [[nodiscard]] std::string_view view() const noexcept { return {text_.data(), size_}; }

private:
    std::array<char, 24> text_;
    std::uint8_t size_;
};

/// What all requests of a client have in common.
struct HeadOptions
{
    std::string_view host; ///< as in the `Host` field: with the port where it is not the default
    std::string_view api_version;
    std::string_view user_agent;
};

/// The heads of a client's requests, serialised once: all that differs between two requests is the request line and the length.
///
/// Holds the key, and wipes it.
class RequestHeads
{
public:
    RequestHeads(HeadOptions const& options, SecretKey const& key);

    /// The pieces of a request with a JSON body. `line` is a whole request line.
    [[nodiscard]] RequestParts with_body(std::string_view line, ContentLength const& length,
                                         std::string_view body) const noexcept;

    /// The pieces of a POST without a body (RFC 9110, 8.6: it says so by `Content-Length: 0`), or a GET.
    [[nodiscard]] RequestParts without_body(std::string_view line) const noexcept;

    /// `POST /v1/invitations HTTP/1.1` and its end of line.
    [[nodiscard]] static std::string request_line(std::string_view method, std::string_view target);

private:
    WipedText with_body_;
    WipedText without_body_;
};

} // namespace clerk::detail

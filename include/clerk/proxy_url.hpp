#pragma once

#include <clerk/detail/secret_text.hpp>
#include <clerk/export.hpp>

#include <string>
#include <string_view>

namespace clerk {

/// The URL of an HTTP proxy. It may contain credentials, so it cannot be printed or compared, and every copy wipes its memory
/// when it is destroyed or assigned to.
///
/// `ClientOptions::proxy` describes the format. The constructor of `Client` validates it.
/// @par Thread safety
/// Distinct objects: safe. Shared objects: safe for concurrent reads only.
class CLERK_EXPORT ProxyUrl
{
public:
    /// No proxy.
    ProxyUrl() noexcept = default;

    /// Copies the text. Empty: no proxy. The caller is responsible for wiping the argument.
    ProxyUrl(std::string_view text) : text_{text} {}

    /// As above.
    ProxyUrl(std::string const& text) : text_{text} {}

    /// As above.
    ProxyUrl(char const* text) : text_{text == nullptr ? std::string_view{} : std::string_view{text}} {}

    /// Returns true without a proxy.
    [[nodiscard]] bool empty() const noexcept { return text_.empty(); }

    /// Returns the URL, including credentials. Valid until this object changes.
    [[nodiscard]] std::string_view reveal() const noexcept { return text_.view(); }

private:
    detail::SecretText text_;
};

} // namespace clerk

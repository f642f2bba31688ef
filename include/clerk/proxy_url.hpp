#pragma once

#include <clerk/detail/secret_text.hpp>
#include <clerk/export.hpp>

#include <string>
#include <string_view>

namespace clerk {

/// The url of an HTTP proxy, `http://[user:password@]host:port`, kept out of logs and wiped from memory: it may hold credentials.
///
/// There is no way to print it, and it compares to nothing. Every copy wipes its memory when it is destroyed or assigned to.
/// What it must look like is said at `ClientOptions::proxy`; it is a `Client` that refuses what cannot be used.
/// @par Executor and threads
/// As a standard container: distinct objects from any thread.
class CLERK_EXPORT ProxyUrl
{
public:
    /// No proxy.
    ProxyUrl() noexcept = default;

    /// Takes a copy of the text, empty = no proxy; wiping the argument is the caller's business.
    ProxyUrl(std::string_view text);
    /// As above.
    ProxyUrl(std::string const& text);
    /// As above.
    ProxyUrl(char const* text);

    /// Whether there is none.
    [[nodiscard]] bool empty() const noexcept { return text_.empty(); }

    /// The url itself, credentials included; valid until this object changes.
    [[nodiscard]] std::string_view reveal() const noexcept { return text_.view(); }

private:
    detail::SecretText text_;
};

} // namespace clerk

#pragma once

#include <clerk/detail/secret_text.hpp>
#include <clerk/export.hpp>

#include <string>
#include <string_view>

namespace clerk {

/// A Clerk secret key (`sk_live_…` or `sk_test_…`), kept out of logs and wiped from memory.
///
/// There is no way to print it, and it compares to nothing. Every copy wipes its memory when it is destroyed or assigned to, and
/// a moved-from key is absent.
/// @par Executor and threads
/// As a standard container: distinct objects from any thread.
/// @see https://clerk.com/docs/guides/development/clerk-environment-variables
class CLERK_EXPORT SecretKey
{
public:
    /// An absent key. A `Client` refuses it.
    SecretKey() noexcept = default;

    /// Takes a copy of the text; wiping the argument is the caller's business.
    ///
    /// @throws std::invalid_argument where it is empty, holds anything but visible ASCII characters, or is a publishable key
    /// (`pk_…`). The message never holds the text.
    SecretKey(std::string_view text);
    /// As above.
    SecretKey(std::string const& text);
    /// As above.
    SecretKey(char const* text);

    /// The key in `CLERK_SECRET_KEY`, absent where that is unset or empty.
    ///
    /// @throws std::invalid_argument where it is set to what the constructor refuses.
    [[nodiscard]] static SecretKey from_environment();

    /// Whether there is none.
    [[nodiscard]] bool absent() const noexcept { return text_.empty(); }

    /// The key itself, for whoever must put it on the wire; valid until this object changes.
    [[nodiscard]] std::string_view reveal() const noexcept { return text_.view(); }

private:
    detail::SecretText text_;
};

} // namespace clerk

#pragma once

#include <clerk/detail/secret_text.hpp>
#include <clerk/export.hpp>

#include <string>
#include <string_view>

namespace clerk {

/// A Clerk secret key (`sk_live_...` or `sk_test_...`). It cannot be printed or compared, and every copy wipes its memory when it
/// is destroyed or assigned to. A moved-from key is absent.
///
/// @par Thread safety
/// Distinct objects: safe. Shared objects: safe for concurrent reads only.
/// @see https://clerk.com/docs/guides/development/clerk-environment-variables
class CLERK_EXPORT SecretKey
{
public:
    /// An absent key. The constructor of `Client` rejects it.
    SecretKey() noexcept = default;

    /// Copies the text. The caller is responsible for wiping the argument.
    ///
    /// @throws std::invalid_argument if the text is empty, contains characters other than visible ASCII, or is a publishable key
    /// (`pk_...`). The message never contains the text.
    SecretKey(std::string_view text);
    /// As above.
    SecretKey(std::string const& text);
    /// As above.
    SecretKey(char const* text);

    /// Returns the key in `CLERK_SECRET_KEY`, without blanks and quotes around it. Absent if the variable is not set or empty.
    ///
    /// @throws std::invalid_argument if the constructor rejects the value
    [[nodiscard]] static SecretKey from_environment();

    /// Returns true without a key.
    [[nodiscard]] bool absent() const noexcept { return text_.empty(); }

    /// Returns the key. Valid until this object changes.
    [[nodiscard]] std::string_view reveal() const noexcept { return text_.view(); }

private:
    detail::SecretText text_;
};

} // namespace clerk

#include <clerk/secret_key.hpp>

#include "common/environment.hpp"
#include "portable/ascii.hpp"

#include <algorithm>
#include <stdexcept>

namespace clerk {

SecretKey::SecretKey(std::string_view text)
{
    if (text.empty()) throw std::invalid_argument{"secret_key: is empty"};
    if (!std::all_of(text.begin(), text.end(), detail::is_visible_ascii))
        throw std::invalid_argument{"secret_key: contains a character outside visible ASCII"};
    if (text.starts_with("pk_")) throw std::invalid_argument{"secret_key: is a publishable key (pk_...); a secret key is needed"};
    text_ = detail::SecretText{text};
}

SecretKey::SecretKey(std::string const& text) : SecretKey{std::string_view{text}} {}

SecretKey::SecretKey(char const* text) : SecretKey{text == nullptr ? std::string_view{} : std::string_view{text}} {}

SecretKey SecretKey::from_environment()
{
    auto const value = detail::environment_value("CLERK_SECRET_KEY");
    if (value.empty()) return {};
    return SecretKey{value};
}

} // namespace clerk

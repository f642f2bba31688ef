#pragma once

#include <clerk/detail/secret_text.hpp>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string_view>

namespace clerk::detail {

/// Overwrites memory that contains a secret. Not removed by optimisers.
inline void wipe(char* data, std::size_t size) noexcept
{
    ::explicit_bzero(data, size);
}

/// Concatenates texts into memory of the exact size, so that no copy is left behind.
template <class... Parts>
[[nodiscard]] SecretText concat_secret(Parts const&... parts)
{
    SecretText text{(std::string_view{parts}.size() + ... + std::size_t{0})};
    char* at = text.data();
    auto const append = [&at](std::string_view part) { at = std::ranges::copy(part, at).out; };
    (append(std::string_view{parts}), ...);
    return text;
}

} // namespace clerk::detail

#include "url/base64.hpp"

#include <cstdint>

namespace clerk::detail {

SecretText base64(std::string_view bytes)
{
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    SecretText text{(bytes.size() + 2) / 3 * 4};
    char* to = text.data();
    for (std::size_t i = 0; i < bytes.size(); i += 3)
    {
        auto const at = [&](std::size_t offset) -> std::uint32_t {
            return i + offset < bytes.size() ? static_cast<unsigned char>(bytes[i + offset]) : 0U;
        };
        auto const group = at(0) << 16 | at(1) << 8 | at(2);
        *to++ = alphabet[group >> 18];
        *to++ = alphabet[group >> 12 & 63];
        *to++ = i + 1 < bytes.size() ? alphabet[group >> 6 & 63] : '=';
        *to++ = i + 2 < bytes.size() ? alphabet[group & 63] : '=';
    }
    return text;
}

} // namespace clerk::detail

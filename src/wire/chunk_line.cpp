#include "wire/chunk_line.hpp"

#include <algorithm>
#include <cstddef>

namespace clerk::detail {

namespace {

constexpr std::string_view line_end = "\r\n";

// Of 64 bits; zeros before them are legal.
constexpr std::size_t most_digits = 16;

bool starts_alike(std::string_view bytes, std::string_view with) noexcept
{
    return with.starts_with(bytes.substr(0, with.size()));
}

} // namespace

bool may_begin_a_chunk(std::string_view bytes, bool behind_another) noexcept
{
    if (behind_another)
    {
        if (!starts_alike(bytes, line_end)) return false;
        bytes.remove_prefix(std::min(bytes.size(), line_end.size()));
    }
    if (bytes.empty()) return true;
    auto const size = bytes.find_first_not_of("0123456789abcdefABCDEF");
    auto const digits = bytes.substr(0, size);
    auto const zeros = std::min(digits.find_first_not_of('0'), digits.size());
    if (digits.empty() || digits.size() - zeros > most_digits) return false;
    auto const rest = bytes.substr(digits.size());
    return rest.empty() || std::string_view{"; \t"}.contains(rest.front()) || starts_alike(rest, line_end);
}

} // namespace clerk::detail

#include "api/handle_headers.hpp"

#include "portable/ascii.hpp"

#include <algorithm>
#include <cstddef>

namespace clerk::detail {

namespace {

constexpr std::size_t most_fields{64};
constexpr std::size_t longest_fields{8 * 1024};

std::string_view fault_of(std::string_view name, std::string_view value) noexcept
{
    if (name.size() < 3 || (name[0] != 'X' && name[0] != 'x') || name[1] != '-') return "its name does not begin with X-";
    if (!std::ranges::all_of(name, is_token_character))
        return "its name contains a character that is not allowed in a header name";
    if (!std::ranges::all_of(value, [](char c) { return is_visible_ascii(c) || is_blank(c); }))
        return "its value contains a character outside visible ASCII";
    if (!value.empty() && (is_blank(value.front()) || is_blank(value.back()))) return "its value begins or ends with white space";
    return {};
}

} // namespace

std::string encode_header_fields(HeaderFields const& fields, std::string& out)
{
    if (fields.size() > most_fields) return "headers: " + std::to_string(fields.size()) + " are more than 64";
    std::size_t const before = out.size();
    for (std::size_t i = 0; i < fields.size(); ++i)
    {
        auto const& [name, value] = fields[i];
        if (auto const fault = fault_of(name, value); !fault.empty())
            return ("headers[" + std::to_string(i) + "]: ").append(fault);
        out.append(name).append(": ").append(value).append("\r\n");
        if (out.size() - before > longest_fields) return "headers: larger than 8 KiB in total";
    }
    return {};
}

std::string refusal_of_api_version(std::string_view version)
{
    if (version.empty()) return "api_version: is empty";
    if (!std::ranges::all_of(version, is_visible_ascii)) return "api_version: contains a character outside visible ASCII";
    return {};
}

} // namespace clerk::detail

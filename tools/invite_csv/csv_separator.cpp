#include "csv_separator.hpp"

#include "cell_values.hpp"

#include <algorithm>

namespace invite_csv {

std::size_t byte_order_mark_size(std::string_view text) noexcept
{
    constexpr std::string_view mark{"\xEF\xBB\xBF"};
    return text.starts_with(mark) ? mark.size() : 0;
}

std::optional<SeparatorLine> separator_line(std::string_view text) noexcept
{
    constexpr std::string_view name = "sep=", separators = ",;\t|";
    auto const begin = byte_order_mark_size(text);
    auto const end = std::min(text.find('\n', begin), text.size());
    auto line = text.substr(begin, end - begin);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.size() > 1 && line.starts_with('"') && line.ends_with('"')) line = line.substr(1, line.size() - 2);
    bool const named = line.size() == name.size() + 1 && lower_case(line.substr(0, name.size())) == name;
    if (!named || !separators.contains(line.back())) return std::nullopt;
    return SeparatorLine{.separator = line.back(), .size = std::min(end + 1, text.size())};
}

} // namespace invite_csv

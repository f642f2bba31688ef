#include "common/environment.hpp"

#include <cstdlib>

namespace clerk::detail {

namespace {

std::string_view without_blanks(std::string_view text)
{
    constexpr std::string_view blanks = " \t\r\n";
    auto const begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

} // namespace

std::string_view environment_value(char const* name)
{
    char const* const value = std::getenv(name);
    if (value == nullptr) return {};
    auto text = without_blanks(value);
    bool const quoted = text.size() > 1 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front();
    return quoted ? without_blanks(text.substr(1, text.size() - 2)) : text;
}

} // namespace clerk::detail

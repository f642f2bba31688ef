#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>

namespace invite_csv {

/// The file as a whole cannot be used.
class UnusableFile : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

/// @throws UnusableFile naming the line
[[noreturn]] inline void unusable(std::size_t line, std::string const& why)
{
    throw UnusableFile{"line " + std::to_string(line) + ": " + why};
}

} // namespace invite_csv

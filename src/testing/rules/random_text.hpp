#pragma once

#include <cstddef>
#include <random>
#include <string>

namespace clerk::testing::detail {

/// Generates identifiers. They are unique but not secret.
class RandomText
{
public:
    RandomText();

    [[nodiscard]] std::string letters_and_digits(std::size_t size);
    [[nodiscard]] std::string hex(std::size_t size);

private:
    [[nodiscard]] std::string draw(char const* alphabet, std::size_t alphabet_size, std::size_t size);

    std::mt19937_64 engine_;
};

} // namespace clerk::testing::detail

#include "testing/rules/random_text.hpp"

namespace clerk::testing::detail {

RandomText::RandomText()
{
    std::random_device device;
    std::seed_seq seed{device(), device(), device(), device()};
    engine_.seed(seed);
}

std::string RandomText::draw(char const* alphabet, std::size_t alphabet_size, std::size_t size)
{
    std::uniform_int_distribution<std::size_t> index{0, alphabet_size - 1};
    std::string text(size, '\0');
    for (char& c : text) c = alphabet[index(engine_)];
    return text;
}

std::string RandomText::letters_and_digits(std::size_t size)
{
    return draw("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", 62, size);
}

std::string RandomText::hex(std::size_t size)
{
    return draw("0123456789abcdef", 16, size);
}

} // namespace clerk::testing::detail

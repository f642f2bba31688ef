#include <clerk/detail/secret_text.hpp>

#include "common/wiped_text.hpp"

#include <cstring>
#include <utility>

namespace clerk::detail {

namespace {

char* copy_of(std::string_view text)
{
    if (text.empty()) return nullptr;
    char* const data = new char[text.size()];
    std::memcpy(data, text.data(), text.size());
    return data;
}

} // namespace

SecretText::SecretText(std::string_view text) : data_{copy_of(text)}, size_{text.size()} {}

SecretText::SecretText(SecretText const& other) : SecretText{other.view()} {}

SecretText::SecretText(SecretText&& other) noexcept
    : data_{std::exchange(other.data_, nullptr)}, size_{std::exchange(other.size_, 0)}
{}

SecretText& SecretText::operator=(SecretText const& other)
{
    SecretText copy{other};
    return *this = std::move(copy);
}

SecretText& SecretText::operator=(SecretText&& other) noexcept
{
    if (this != &other)
    {
        clear();
        data_ = std::exchange(other.data_, nullptr);
        size_ = std::exchange(other.size_, 0);
    }
    return *this;
}

SecretText::~SecretText()
{
    clear();
}

void SecretText::clear() noexcept
{
    if (data_ == nullptr) return;
    wipe(data_, size_);
    delete[] data_;
    data_ = nullptr;
    size_ = 0;
}

} // namespace clerk::detail

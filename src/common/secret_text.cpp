#include <clerk/detail/secret_text.hpp>

#include "common/concat_secret.hpp"

#include <cstring>
#include <utility>

namespace clerk::detail {

SecretText::SecretText(std::string_view text) : SecretText{text.size()}
{
    if (data_ != nullptr) std::memcpy(data_, text.data(), text.size());
}

SecretText::SecretText(std::size_t size) : data_{size == 0 ? nullptr : new char[size]}, size_{size} {}

SecretText::SecretText(SecretText const& other) : SecretText{other.view()} {}

SecretText::SecretText(SecretText&& other) noexcept
    : data_{std::exchange(other.data_, nullptr)}, size_{std::exchange(other.size_, 0)}
{}

SecretText& SecretText::operator=(SecretText const& other)
{
    return *this = SecretText{other};
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

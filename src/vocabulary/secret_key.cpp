#include <clerk/secret_key.hpp>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace clerk {

namespace {

bool is_visible_ascii(char c) noexcept
{
    return c > 0x20 && c < 0x7f;
}

char* copy_of(std::string_view text)
{
    if (text.empty()) return nullptr;
    char* const data = new char[text.size()];
    std::memcpy(data, text.data(), text.size());
    return data;
}

} // namespace

SecretKey::SecretKey(std::string_view text)
{
    if (text.empty()) throw std::invalid_argument{"secret_key: is empty"};
    if (!std::all_of(text.begin(), text.end(), is_visible_ascii))
        throw std::invalid_argument{"secret_key: holds a character that is no visible ASCII"};
    if (text.starts_with("pk_")) throw std::invalid_argument{"secret_key: is a publishable key (pk_...); a secret key is needed"};
    data_ = copy_of(text);
    size_ = text.size();
}

SecretKey::SecretKey(std::string const& text) : SecretKey{std::string_view{text}} {}

SecretKey::SecretKey(char const* text) : SecretKey{text == nullptr ? std::string_view{} : std::string_view{text}} {}

SecretKey::SecretKey(SecretKey const& other) : data_{copy_of(other.reveal())}, size_{other.size_} {}

SecretKey::SecretKey(SecretKey&& other) noexcept
    : data_{std::exchange(other.data_, nullptr)}, size_{std::exchange(other.size_, 0)}
{}

SecretKey& SecretKey::operator=(SecretKey const& other)
{
    SecretKey copy{other};
    return *this = std::move(copy);
}

SecretKey& SecretKey::operator=(SecretKey&& other) noexcept
{
    if (this != &other)
    {
        wipe();
        data_ = std::exchange(other.data_, nullptr);
        size_ = std::exchange(other.size_, 0);
    }
    return *this;
}

SecretKey::~SecretKey()
{
    wipe();
}

SecretKey SecretKey::from_environment()
{
    char const* const value = std::getenv("CLERK_SECRET_KEY");
    if (value == nullptr || *value == '\0') return {};
    return SecretKey{value};
}

void SecretKey::wipe() noexcept
{
    if (data_ == nullptr) return;
    ::explicit_bzero(data_, size_);
    delete[] data_;
    data_ = nullptr;
    size_ = 0;
}

} // namespace clerk

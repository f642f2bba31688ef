#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>

namespace clerk::detail {

/// Overwrites memory that held something secret, in a way no optimiser removes.
inline void wipe(char* data, std::size_t size) noexcept
{
    ::explicit_bzero(data, size);
}

/// Text that holds something secret: written once, into memory of its exact size, and wiped at the end.
class WipedText
{
public:
    WipedText() noexcept = default;

    /// Zeros, to be written over.
    explicit WipedText(std::size_t size) : data_{std::make_unique<char[]>(size)}, size_{size} {}

    template <class... Parts>
    static WipedText concat(Parts const&... parts)
    {
        WipedText text{(std::string_view{parts}.size() + ... + 0)};
        char* at = text.data_.get();
        ((at = append(at, std::string_view{parts})), ...);
        return text;
    }

    WipedText(WipedText&& other) noexcept = default;

    WipedText& operator=(WipedText&& other) noexcept
    {
        std::swap(data_, other.data_);
        std::swap(size_, other.size_);
        return *this;
    }

    WipedText(WipedText const&) = delete;
    WipedText& operator=(WipedText const&) = delete;

    ~WipedText()
    {
        if (data_) wipe(data_.get(), size_);
    }

    [[nodiscard]] char* data() noexcept { return data_.get(); }

    [[nodiscard]] std::string_view view() const noexcept { return {data_.get(), data_ ? size_ : 0}; }

private:
    static char* append(char* at, std::string_view part) noexcept
    {
        if (!part.empty()) std::memcpy(at, part.data(), part.size());
        return at + part.size();
    }

    std::unique_ptr<char[]> data_;
    std::size_t size_{0};
};

} // namespace clerk::detail

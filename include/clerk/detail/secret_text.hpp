#pragma once

#include <clerk/export.hpp>

#include <cstddef>
#include <string_view>

namespace clerk::detail {

/// Text that wipes its memory when it is destroyed or assigned to. A moved-from object is empty.
class CLERK_EXPORT SecretText
{
public:
    SecretText() noexcept = default;
    explicit SecretText(std::string_view text);
    /// Unspecified characters, to be overwritten through `data`.
    explicit SecretText(std::size_t size);
    SecretText(SecretText const& other);
    SecretText(SecretText&& other) noexcept;
    SecretText& operator=(SecretText const& other);
    SecretText& operator=(SecretText&& other) noexcept;
    ~SecretText();

    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }

    [[nodiscard]] char* data() noexcept { return data_; }

    /// Valid until this object changes.
    [[nodiscard]] std::string_view view() const noexcept { return {data_, size_}; }

private:
    void clear() noexcept;

    char* data_{nullptr};
    std::size_t size_{0};
};

} // namespace clerk::detail

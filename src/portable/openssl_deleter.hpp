#pragma once

namespace clerk::detail {

/// Deleter of a `std::unique_ptr` to an object of OpenSSL, given the function that frees it.
template <auto Free>
struct OpensslDeleter
{
    template <class T>
    void operator()(T* object) const noexcept
    {
        Free(object);
    }
};

} // namespace clerk::detail

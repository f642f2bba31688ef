#pragma once

#include <clerk/error.hpp>
#include <clerk/export.hpp>
#include <clerk/result.hpp>

#include <boost/system/system_error.hpp>

#include <memory>
#include <type_traits>
#include <utility>

namespace clerk {

/// An exception that holds a `ClerkError`, for code that prefers exceptions to results. The library itself never throws it.
///
/// `code()` is the error's kind, `what()` its message.
class CLERK_EXPORT ClerkException : public boost::system::system_error
{
public:
    /// Stores the error.
    explicit ClerkException(ClerkError error);

    /// Returns the error. Valid as long as this exception or a copy of it exists.
    [[nodiscard]] ClerkError const& error() const noexcept { return *error_; }

    /// Returns `ClerkError::message()`.
    [[nodiscard]] char const* what() const noexcept override { return message_->c_str(); }

private:
    // Shared, so that copies do not throw.
    std::shared_ptr<ClerkError const> error_;
    std::shared_ptr<std::string const> message_;
};

/// Throws the error as a `ClerkException`.
[[noreturn]] CLERK_EXPORT void throw_error(ClerkError error);

/// Returns the value of a result, or throws its error as a `ClerkException`.
template <class T>
T value_or_throw(Result<T>&& result)
{
    if (!result) throw_error(std::move(result).error());
    if constexpr (!std::is_void_v<T>) return *std::move(result);
}

} // namespace clerk

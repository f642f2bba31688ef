#include "common/error_texts.hpp"

#include <clerk/exception.hpp>

#include <string>
#include <utility>

namespace clerk {

namespace {

// Boost's base class has no virtual destructor: categories are never deleted.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wnon-virtual-dtor"

class ClerkCategory final : public boost::system::error_category
{
public:
    char const* name() const noexcept override { return "clerk"; }

    std::string message(int value) const override { return std::string{detail::texts_of(static_cast<ErrorKind>(value)).text}; }

    // No kind means success, although the first one is zero.
    bool failed(int) const noexcept override { return true; }
};

#pragma GCC diagnostic pop

} // namespace

boost::system::error_code make_error_code(ErrorKind kind) noexcept
{
    static ClerkCategory const category;
    return {static_cast<int>(kind), category};
}

ClerkException::ClerkException(ClerkError error)
    : boost::system::system_error{error.code()}, error_{std::make_shared<ClerkError const>(std::move(error))},
      message_{std::make_shared<std::string const>(error_->message())}
{}

void throw_error(ClerkError error)
{
    throw ClerkException{std::move(error)};
}

} // namespace clerk

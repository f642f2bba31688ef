#include "common/make_error.hpp"

#include "common/error_texts.hpp"
#include "common/if_memory_allows.hpp"

#include <utility>

namespace clerk::detail {

ClerkError make_error(ErrorKind kind, Phase phase, Delivery delivery, std::string detail,
                      boost::system::error_code cause) noexcept
{
    ClerkError error;
    error.kind = kind;
    error.phase = phase;
    error.delivery = delivery;
    error.detail = std::move(detail);
    error.cause = cause;
    return error;
}

ClerkError out_of_memory(ErrorKind kind, Phase phase, Delivery delivery) noexcept
{
    // The text is short enough for the string to store it without an allocation.
    return make_error(kind, phase, delivery, "out of memory", make_error_code(boost::system::errc::not_enough_memory));
}

ClerkError copy_if_memory_allows(ClerkError const& error) noexcept
try
{
    return error;
}
catch (std::bad_alloc const&)
{
    auto copy = out_of_memory(error.kind, error.phase, error.delivery);
    copy.status = error.status;
    copy.retry_after = error.retry_after;
    return copy;
}

void append_detail(ClerkError& error, std::string_view text) noexcept
{
    if_memory_allows([&] {
        if (error.detail.empty()) error.detail = texts_of(error.kind).text;
        error.detail.append("; ").append(text);
    });
}

} // namespace clerk::detail

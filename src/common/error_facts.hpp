#pragma once

#include <clerk/error.hpp>

#include <boost/system/error_code.hpp>

#include <chrono>
#include <cstdint>
#include <optional>

namespace clerk::detail {

/// An error without its texts. Kept in place of an error that there is no memory for.
class ErrorFacts
{
public:
    explicit ErrorFacts(ClerkError const& error) noexcept
        : cause_{error.cause}, retry_after_{error.retry_after.value_or(none)}, status_{error.status},
          kind_{static_cast<std::uint8_t>(error.kind)}, delivery_{static_cast<std::uint8_t>(error.delivery)},
          phase_{static_cast<std::uint8_t>(error.phase)}, not_retried_{static_cast<std::uint8_t>(error.not_retried)}
    {}

    [[nodiscard]] ClerkError error() const noexcept
    {
        ClerkError error;
        error.kind = static_cast<ErrorKind>(kind_);
        error.delivery = static_cast<Delivery>(delivery_);
        error.phase = static_cast<Phase>(phase_);
        error.not_retried = static_cast<NotRetried>(not_retried_);
        error.status = status_;
        if (retry_after_ != none) error.retry_after = retry_after_;
        error.cause = cause_;
        return error;
    }

private:
    static constexpr std::chrono::seconds none{-1}; // a delay is never negative

    boost::system::error_code cause_;
    std::chrono::seconds retry_after_;
    int status_;
    // A byte for each enumeration, because each waiting call reserves space for this class.
    std::uint8_t kind_;
    std::uint8_t delivery_;
    std::uint8_t phase_;
    std::uint8_t not_retried_;
};

} // namespace clerk::detail

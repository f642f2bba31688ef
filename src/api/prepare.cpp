#include "api/prepare.hpp"

#include "common/make_error.hpp"

namespace clerk::detail {

std::string refusal_of(RequestOptions const& options)
{
    constexpr std::chrono::milliseconds day = std::chrono::hours{24};
    if (options.timeout.count() < 0 || options.timeout > day)
        return "options.timeout: " + std::to_string(options.timeout.count()) + " ms is out of range (0 to " +
               std::to_string(day.count()) + " ms)";
    if (options.max_attempts < 0 || options.max_attempts > 100)
        return "options.max_attempts: " + std::to_string(options.max_attempts) + " is out of range (0 to 100)";
    return {};
}

std::shared_ptr<ClerkError> refused(std::string detail)
{
    return std::make_shared<ClerkError>(
        make_error(ErrorKind::invalid_argument, Phase::validate, Delivery::not_sent, std::move(detail)));
}

} // namespace clerk::detail

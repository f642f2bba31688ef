#include "api/prepare.hpp"

#include "codec/list_query.hpp"
#include "common/make_error.hpp"
#include "common/operations.hpp"
#include "wire/request_head.hpp"

namespace clerk::detail {

std::string refusal_of(RequestOptions const& options)
{
    constexpr std::chrono::milliseconds day = std::chrono::hours{24};
    auto const timeout = options.timeout.value_or(day.zero());
    if (timeout.count() < 0 || timeout > day)
        return "options.timeout: " + std::to_string(timeout.count()) + " ms is out of range (0 to " +
               std::to_string(day.count()) + " ms)";
    auto const max_attempts = options.max_attempts.value_or(0);
    if (max_attempts < 0 || max_attempts > 100)
        return "options.max_attempts: " + std::to_string(max_attempts) + " is out of range (0 to 100)";
    return {};
}

std::string refusal_of(InviteManyOptions const& options)
{
    auto const timeout = options.timeout.value_or(longest_run.zero());
    if (timeout.count() < 0 || timeout > longest_run)
        return "options.timeout: " + std::to_string(timeout.count()) + " ms is out of range (0 to 30 days)";
    if (options.concurrency < 1 || options.concurrency > 64)
        return "options.concurrency: " + std::to_string(options.concurrency) + " is out of range (1 to 64)";
    if (options.max_failures < 1 || options.max_failures > 1000)
        return "options.max_failures: " + std::to_string(options.max_failures) + " is out of range (1 to 1000)";
    return refusal_of(options.request);
}

void set_line(PreparedCall& call, std::string_view method, std::string_view target)
{
    call.text = request_line(method, target);
    call.line_size = call.text.size();
}

std::string set_list_line(PreparedCall& call, std::string_view base_path, ListInvitationsParams const& params)
{
    std::string target{base_path};
    target.append(operations::invitations_path).append("?");
    auto refusal = encode_list_query(params, target);
    set_line(call, "GET", target);
    return refusal;
}

std::shared_ptr<ClerkError> refused(std::string detail)
{
    return std::make_shared<ClerkError>(
        make_error(ErrorKind::invalid_argument, Phase::validate, Delivery::not_sent, std::move(detail)));
}

} // namespace clerk::detail

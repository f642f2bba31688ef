#include "common/redacted.hpp"

#include "common/api_code_text.hpp"
#include "common/if_memory_allows.hpp"

namespace clerk::detail {

namespace {

ApiError redacted(ApiError const& error)
{
    ApiError copy;
    if (is_printable_code(error.code)) copy.code = error.code;
    auto const* const name = error.meta.if_contains("param_name");
    if (name != nullptr && name->is_string() && is_parameter_name(name->get_string())) copy.meta.emplace("param_name", *name);
    return copy;
}

} // namespace

ClerkError redacted(ClerkError const& error) noexcept
{
    ClerkError copy;
    copy.kind = error.kind;
    copy.delivery = error.delivery;
    copy.phase = error.phase;
    copy.status = error.status;
    copy.attempts = error.attempts;
    copy.max_attempts = error.max_attempts;
    copy.retry_after = error.retry_after;
    copy.cause = error.cause;
    copy.not_retried = error.not_retried;
    if_memory_allows([&] {
        for (auto const& one : error.errors) copy.errors.push_back(redacted(one));
        if (is_printable_trace_id(error.trace_id)) copy.trace_id = error.trace_id;
        copy.operation = error.operation;
        copy.detail = error.detail;
    });
    return copy;
}

} // namespace clerk::detail

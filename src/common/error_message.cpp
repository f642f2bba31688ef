#include "common/api_code_text.hpp"
#include "common/error_texts.hpp"

#include <algorithm>
#include <ostream>

namespace clerk {

std::string_view to_string(ErrorKind kind) noexcept
{
    return detail::texts_of(kind).name;
}

std::string_view to_string(Delivery delivery) noexcept
{
    return detail::texts_of(delivery).name;
}

std::string_view to_string(Phase phase) noexcept
{
    return detail::texts_of(phase).name;
}

std::string_view to_string(NotRetried reason) noexcept
{
    auto const index = static_cast<std::size_t>(reason);
    return index < detail::not_retried_texts.size() ? detail::not_retried_texts[index] : std::string_view{};
}

std::ostream& operator<<(std::ostream& out, ErrorKind kind)
{
    return out << to_string(kind);
}

std::ostream& operator<<(std::ostream& out, Delivery delivery)
{
    return out << to_string(delivery);
}

std::ostream& operator<<(std::ostream& out, NotRetried reason)
{
    return out << to_string(reason);
}

std::ostream& operator<<(std::ostream& out, Phase phase)
{
    return out << to_string(phase);
}

namespace {

// Text from the server is included only if it is a code or the name of a known parameter. Other text may quote the request.
void append_api_error(std::string& out, ApiError const& error)
{
    if (!detail::is_printable_code(error.code))
    {
        out += "(unreadable code)";
        return;
    }
    out += error.code;
    auto const* const parameter = error.meta.if_contains("param_name");
    bool const known = parameter != nullptr && parameter->is_string() && detail::is_parameter_name(parameter->get_string());
    auto const text = detail::api_code_text(error.code);
    if (!known && text.empty()) return;
    out += " (";
    if (known) out.append(parameter->get_string().data(), parameter->get_string().size());
    if (known && !text.empty()) out += ' ';
    out += text;
    out += ')';
}

void append_api_errors(std::string& out, std::vector<ApiError> const& errors)
{
    constexpr std::size_t shown = 3;
    for (std::size_t i = 0; i < std::min(errors.size(), shown); ++i)
    {
        out += i == 0 ? ": " : ", ";
        append_api_error(out, errors[i]);
    }
    if (errors.size() > shown) out += " and " + std::to_string(errors.size() - shown) + " more";
}

} // namespace

bool ClerkError::has_code(std::string_view code) const noexcept
{
    return std::ranges::any_of(errors, [code](ApiError const& error) { return error.code == code; });
}

std::string ClerkError::message() const
{
    std::string out = operation;
    if (!out.empty()) out += ": ";
    out += detail.empty() ? detail::texts_of(kind).text : std::string_view{detail};
    if (status != 0) out += " (status " + std::to_string(status) + ")";
    append_api_errors(out, errors);
    if (phase != Phase::validate)
    {
        out += "; while ";
        out += detail::texts_of(phase).text;
        if (attempts > 0) out += " (attempt " + std::to_string(attempts) + " of " + std::to_string(max_attempts) + ")";
    }
    out += "; ";
    out += detail::texts_of(delivery).text;
    if (auto const reason = to_string(not_retried); !reason.empty()) out.append("; not retried: ").append(reason);
    if (retry_after) out += "; retry after " + std::to_string(retry_after->count()) + " s";
    if (cause && cause.category() == boost::system::system_category()) out += "; " + cause.message();
    if (detail::is_printable_trace_id(trace_id)) out += "; trace " + trace_id;
    return out;
}

std::ostream& operator<<(std::ostream& out, ClerkError const& error)
{
    return out << error.message();
}

} // namespace clerk

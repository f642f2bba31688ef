#include "policy/invitee_refusal.hpp"

#include <clerk/invite_many_options.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace clerk {

namespace {

constexpr std::array lists_of_addresses{"email_addresses", "identifiers"};
constexpr std::array<std::string_view, 4> codes{"duplicate_record", "form_identifier_exists", "not_allowed_access",
                                                "bulk_size_exceeded"};

bool names_parameter(ApiError const& entry)
{
    auto const* const name = entry.meta.if_contains("param_name");
    return name != nullptr && name->is_string() && !name->get_string().empty();
}

bool concerns_invitee(ApiError const& entry)
{
    return std::ranges::find(codes, entry.code) != codes.end() || entry.code.starts_with("form_") || names_parameter(entry) ||
           !detail::named_addresses(entry).empty();
}

} // namespace

bool concerns_invitee(ClerkError const& error)
{
    constexpr int payment_required = 402, unauthorized = 401, content_too_large = 413;
    if (error.kind == ErrorKind::invalid_argument) return true;
    if (error.kind != ErrorKind::api || error.status < 400 || error.status > 499) return false;
    if (error.status == unauthorized || error.status == payment_required) return false;
    return error.status == content_too_large ||
           std::ranges::any_of(error.errors, [](ApiError const& entry) { return concerns_invitee(entry); });
}

std::vector<std::string> detail::named_addresses(ApiError const& entry)
{
    std::vector<std::string> addresses;
    for (auto const* const list : lists_of_addresses)
    {
        auto const* const value = entry.meta.if_contains(list);
        if (value == nullptr || !value->is_array()) continue;
        for (auto const& address : value->get_array())
            if (auto const* const text = address.if_string()) addresses.emplace_back(text->data(), text->size());
    }
    return addresses;
}

} // namespace clerk

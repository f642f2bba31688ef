#pragma once

#include <clerk/detail/prepared_call.hpp>
#include <clerk/error.hpp>
#include <clerk/invite_many_options.hpp>
#include <clerk/list_invitations_params.hpp>
#include <clerk/request_options.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace clerk::detail {

/// Returns the first invalid option of a call, beginning with its name. Empty if all are valid.
[[nodiscard]] std::string refusal_of(RequestOptions const& options);

/// Returns the first invalid option of `invite_many`, beginning with its name. Empty if all are valid.
[[nodiscard]] std::string refusal_of(InviteManyOptions const& options);

/// The longest valid `InviteManyOptions::timeout`.
inline constexpr std::chrono::milliseconds longest_run = std::chrono::hours{24 * 30};

/// The error of a call that validation refused.
[[nodiscard]] std::shared_ptr<ClerkError> refused(std::string detail);

/// Sets the request line of a call, before its body is appended.
void set_line(PreparedCall& call, std::string_view method, std::string_view target);

/// Sets the request line of a list.
///
/// @returns the first invalid parameter; empty if all are valid
[[nodiscard]] std::string set_list_line(PreparedCall& call, std::string_view base_path, ListInvitationsParams const& params);

/// Prepares a call to start, or to fail with `invalid_argument`.
/// @param encode encodes the request; returns the first invalid parameter, or an empty string
template <class Encode>
[[nodiscard]] PreparedCall prepare(Operation const& operation, RequestOptions options, Encode encode)
{
    PreparedCall call;
    call.operation = operation;
    call.options = options;
    auto refusal = refusal_of(options);
    if (refusal.empty()) refusal = encode(call);
    if (!refusal.empty()) call.refused = refused(std::move(refusal));
    return call;
}

} // namespace clerk::detail

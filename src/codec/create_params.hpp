#pragma once

#include <clerk/create_invitation_params.hpp>

#include <cstddef>
#include <span>
#include <string>

namespace clerk::detail {

/// Validates the parameters and appends the body of a create.
///
/// @returns the error, beginning with the name of the parameter and without its text; empty if there is none. After an error,
/// `out` is unspecified.
[[nodiscard]] std::string encode_create(CreateInvitationParams const& params, std::size_t max_depth, std::string& out);

/// Maximum number of invitations of a bulk create.
inline constexpr std::size_t largest_bulk{10};

/// Validates the parameters and appends the body of a bulk create: an array of 1 to `largest_bulk` items. Errors begin with
/// `params[<index>].`.
[[nodiscard]] std::string encode_create_bulk(std::span<CreateInvitationParams const> params, std::size_t max_depth,
                                             std::string& out);

} // namespace clerk::detail

#pragma once

#include <clerk/create_invitation_params.hpp>

#include <cstddef>
#include <span>
#include <string>

namespace clerk::detail {

/// Validates the params and appends the body of a create.
///
/// @returns what is wrong, beginning with the name of the parameter and never quoting text of it; empty where nothing is. In the
/// first case `out` is in no useful state.
[[nodiscard]] std::string encode_create(CreateInvitationParams const& params, std::size_t max_depth, std::string& out);

/// The same for a bulk create: an array of 1 to 10. What is wrong with one begins with `params[<its index>].`.
[[nodiscard]] std::string encode_create_bulk(std::span<CreateInvitationParams const> params, std::size_t max_depth,
                                             std::string& out);

} // namespace clerk::detail

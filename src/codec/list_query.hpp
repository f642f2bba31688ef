#pragma once

#include <clerk/list_invitations_params.hpp>

#include <string>
#include <string_view>

namespace clerk::detail {

/// Validates the parameters and appends the query of a list, without the `?`.
///
/// @returns the error, beginning with the name of the parameter and without its text; empty if there is none. After an error,
/// `out` is unspecified.
[[nodiscard]] std::string encode_list_query(ListInvitationsParams const& params, std::string& out);

/// Appends an id as one path segment.
///
/// @returns the error, like `encode_list_query`. Ids that change the path are invalid: the empty one, `.` and `..`.
[[nodiscard]] std::string encode_path_segment(std::string_view id, std::string& out);

} // namespace clerk::detail

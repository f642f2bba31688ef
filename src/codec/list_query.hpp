#pragma once

#include <clerk/list_invitations_params.hpp>

#include <string>
#include <string_view>

namespace clerk::detail {

/// Validates the params and appends the query of a list, without the `?`.
///
/// @returns what is wrong, beginning with the name of the parameter and never quoting text of it; empty where nothing is. In the
/// first case `out` is in no useful state.
[[nodiscard]] std::string encode_list_query(ListInvitationsParams const& params, std::string& out);

/// Appends an id as one segment of a path.
///
/// @returns as above. Refused is what would name another path: nothing, `.` and `..`.
[[nodiscard]] std::string encode_path_segment(std::string_view id, std::string& out);

} // namespace clerk::detail

#pragma once

#include "testing/rules/invitation_store.hpp"

#include <string_view>

namespace clerk::testing::detail {

/// Adds the users and invitations of a JSON text, all of them or none. Throws `std::invalid_argument` naming the invalid member,
/// without quoting the text.
void load_seed(std::string_view text, InvitationStore& store, Timestamp now);

} // namespace clerk::testing::detail

#pragma once

#include "invitation_store.hpp"

#include <string_view>

namespace clerk::testing::detail {

/// Puts the users and invitations into the store that a JSON text describes, all of them or none. Throws
/// `std::invalid_argument` that names what is wrong and where, and quotes nothing of it.
void plant(std::string_view text, InvitationStore& store, Timestamp now);

} // namespace clerk::testing::detail

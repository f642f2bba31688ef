#include <clerk/invitation_status.hpp>

#include <ostream>

namespace clerk {

// A user's constant of another file may be a copy of one of these. No std::string is initialised at compile time by clang with
// the library of g++ 12; those of the lowest number are at least initialised before all that have none.
[[gnu::init_priority(101)]] InvitationStatus const InvitationStatus::pending{"pending"};
[[gnu::init_priority(101)]] InvitationStatus const InvitationStatus::accepted{"accepted"};
[[gnu::init_priority(101)]] InvitationStatus const InvitationStatus::revoked{"revoked"};
[[gnu::init_priority(101)]] InvitationStatus const InvitationStatus::expired{"expired"};

std::ostream& operator<<(std::ostream& out, InvitationStatus const& status)
{
    return out << status.text_;
}

} // namespace clerk

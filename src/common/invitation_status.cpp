#include <clerk/invitation_status.hpp>

#include <ostream>

namespace clerk {

// A constant of the program in another file may copy one of these. clang with the library of g++ 12 does not initialise a
// std::string at compile time. The lowest priority number makes these be initialised first.
[[gnu::init_priority(101)]] InvitationStatus const InvitationStatus::pending{"pending"};
[[gnu::init_priority(101)]] InvitationStatus const InvitationStatus::accepted{"accepted"};
[[gnu::init_priority(101)]] InvitationStatus const InvitationStatus::revoked{"revoked"};
[[gnu::init_priority(101)]] InvitationStatus const InvitationStatus::expired{"expired"};

std::ostream& operator<<(std::ostream& out, InvitationStatus const& status)
{
    return out << status.text_;
}

} // namespace clerk

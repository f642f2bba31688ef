#include <clerk/invitation_status.hpp>

#include <ostream>

namespace clerk {

InvitationStatus const InvitationStatus::pending{"pending"};
InvitationStatus const InvitationStatus::accepted{"accepted"};
InvitationStatus const InvitationStatus::revoked{"revoked"};
InvitationStatus const InvitationStatus::expired{"expired"};

std::ostream& operator<<(std::ostream& out, InvitationStatus const& status)
{
    return out << status.text_;
}

} // namespace clerk

#include "testing/rules/invitation_json.hpp"

namespace clerk::testing::detail {

boost::json::object to_json(Invitation const& invitation)
{
    boost::json::object object;
    object["object"] = "invitation";
    object["id"] = invitation.id;
    object["email_address"] = invitation.email_address;
    object["public_metadata"] = invitation.public_metadata;
    object["status"] = invitation.status.text();
    object["revoked"] = invitation.revoked;
    if (invitation.url) object["url"] = *invitation.url;
    if (invitation.expires_at)
        object["expires_at"] = invitation.expires_at->time_since_epoch().count();
    else
        object["expires_at"] = nullptr;
    object["created_at"] = invitation.created_at.time_since_epoch().count();
    object["updated_at"] = invitation.updated_at.time_since_epoch().count();
    return object;
}

boost::json::array to_json(std::vector<Invitation> const& invitations)
{
    boost::json::array array;
    for (auto const& invitation : invitations) array.emplace_back(to_json(invitation));
    return array;
}

} // namespace clerk::testing::detail

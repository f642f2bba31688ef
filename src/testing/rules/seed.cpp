#include "testing/rules/seed.hpp"

#include "testing/rules/address_rules.hpp"
#include "testing/rules/precise_json.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

namespace clerk::testing::detail {

namespace {

namespace json = boost::json;
using std::chrono::milliseconds;

[[noreturn]] void refuse(std::string const& where, char const* why)
{
    throw std::invalid_argument{where + ": " + why};
}

std::string item(char const* list, std::size_t index)
{
    return std::string{list} + '[' + std::to_string(index) + ']';
}

/// The fields of one invitation, read by name. Fields that were not read are unknown.
class Fields
{
public:
    Fields(json::object const& object, std::string where) : object_{object}, where_{std::move(where)} {}

    json::value const* find(std::string_view name)
    {
        known_.emplace(name);
        return object_.if_contains(name);
    }

    std::optional<std::string> text(std::string_view name)
    {
        auto const* const value = find(name);
        if (!value) return std::nullopt;
        if (!value->is_string() || value->get_string().empty()) refuse(name, "must be a non-empty string");
        return std::string{value->get_string()};
    }

    std::optional<std::int64_t> number(std::string_view name, std::int64_t lowest, std::int64_t highest, char const* what)
    {
        auto const* const value = find(name);
        if (!value) return std::nullopt;
        auto const* const number = value->if_int64();
        if (!number || *number < lowest || *number > highest) refuse(name, what);
        return *number;
    }

    std::optional<Timestamp> time(std::string_view name)
    {
        constexpr std::int64_t year_9999 = 253'402'300'799'999;
        auto const count = number(name, 0, year_9999, "must be a time in milliseconds since 1970");
        return count ? std::optional{Timestamp{milliseconds{*count}}} : std::nullopt;
    }

    void no_others() const
    {
        for (auto const& [name, value] : object_)
            if (!known_.contains(std::string{name}))
                detail::refuse(where_, "contains an unknown field; known fields are object, id, email_address, public_metadata, "
                                       "status, revoked, url, created_at, updated_at, expires_at and expires_in_days");
    }

    [[noreturn]] void refuse(std::string_view name, char const* why) const
    {
        detail::refuse(where_ + '.' + std::string{name}, why);
    }

private:
    json::object const& object_;
    std::string where_;
    std::unordered_set<std::string> known_;
};

std::optional<Timestamp> read_expiry(Fields& fields, Timestamp created)
{
    auto const days = fields.number("expires_in_days", 1, 365, "must be a number from 1 to 365");
    auto const* const moment = fields.find("expires_at");
    if (days && moment) fields.refuse("expires_in_days", "excludes expires_at");
    if (moment && moment->is_null()) return std::nullopt;
    if (moment) return fields.time("expires_at");
    return created + std::chrono::days{days.value_or(30)};
}

void read_status(Fields& fields, Invitation& invitation, Timestamp now)
{
    auto const status = InvitationStatus{fields.text("status").value_or("pending")};
    bool const known = status == InvitationStatus::pending || status == InvitationStatus::accepted ||
                       status == InvitationStatus::revoked || status == InvitationStatus::expired;
    if (!known) fields.refuse("status", "must be pending, accepted, revoked or expired");
    invitation.revoked = status == InvitationStatus::revoked;
    bool const over = invitation.expires_at && *invitation.expires_at <= now;
    if (status == InvitationStatus::expired && !over) fields.refuse("status", "expired, but expires_at is in the future");
    if (status == InvitationStatus::pending && over) fields.refuse("status", "pending, but expires_at is in the past");
    invitation.status = status == InvitationStatus::expired ? InvitationStatus::pending : status;
    if (auto const* const revoked = fields.find("revoked"); revoked && *revoked != json::value(invitation.revoked))
        fields.refuse("revoked", "must agree with status");
}

/// The default creation time. An expired invitation was created earlier than its validity.
Timestamp usual_creation(Fields& fields, Timestamp now)
{
    auto const* const status = fields.find("status");
    bool const expired = status && *status == json::value("expired");
    return expired && !fields.find("expires_at") ? now - std::chrono::days{366} : now;
}

Invitation read_invitation(json::value const& value, std::string const& where, Timestamp now)
{
    if (!value.is_object()) refuse(where, "must be an object");
    Fields fields{value.get_object(), where};
    Invitation invitation;
    if (auto const* const object = fields.find("object"); object && *object != json::value("invitation"))
        fields.refuse("object", "must be \"invitation\"");
    invitation.id = fields.text("id").value_or("");
    invitation.email_address = fields.text("email_address").value_or("");
    if (!is_email_address(invitation.email_address)) fields.refuse("email_address", "must be an e-mail address");
    if (auto const* const metadata = fields.find("public_metadata"))
    {
        if (!metadata->is_object()) fields.refuse("public_metadata", "must be an object");
        invitation.public_metadata = metadata->get_object();
    }
    invitation.url = fields.text("url");
    invitation.status = InvitationStatus::pending;
    invitation.created_at = fields.time("created_at").value_or(usual_creation(fields, now));
    invitation.updated_at = fields.time("updated_at").value_or(invitation.created_at);
    invitation.expires_at = read_expiry(fields, invitation.created_at);
    read_status(fields, invitation, now);
    fields.no_others();
    return invitation;
}

json::array const& list_of(json::object const& seed, char const* name)
{
    static json::array const none;
    auto const* const list = seed.if_contains(name);
    if (!list) return none;
    if (!list->is_array()) refuse(name, "must be an array");
    return list->get_array();
}

std::vector<std::string> read_users(json::array const& list)
{
    std::vector<std::string> users;
    for (std::size_t i = 0; i < list.size(); ++i)
    {
        auto const* const text = list[i].if_string();
        if (!text || !is_email_address(*text)) refuse(item("users", i), "must be an e-mail address");
        users.emplace_back(*text);
    }
    return users;
}

std::vector<Invitation> read_invitations(json::array const& list, InvitationStore const& store, Timestamp now)
{
    std::vector<Invitation> invitations;
    std::unordered_set<std::string> ids;
    for (std::size_t i = 0; i < list.size(); ++i)
    {
        auto const where = item("invitations", i);
        auto invitation = read_invitation(list[i], where, now);
        bool const taken = !invitation.id.empty() && (store.has_id(invitation.id) || !ids.insert(invitation.id).second);
        if (taken) refuse(where + ".id", "is taken");
        invitations.push_back(std::move(invitation));
    }
    return invitations;
}

} // namespace

void load_seed(std::string_view text, InvitationStore& store, Timestamp now)
{
    constexpr std::size_t max_depth{256};
    boost::system::error_code ec;
    auto const seed = parse_precise_json(text, max_depth, ec);
    if (ec) throw std::invalid_argument{"not JSON"};
    if (!seed.is_object()) throw std::invalid_argument{"must be an object with users, invitations or both"};
    auto const& lists = seed.get_object();
    for (auto const& [name, value] : lists)
        if (name != "users" && name != "invitations")
            throw std::invalid_argument{"contains a member other than users and invitations"};

    auto const users = read_users(list_of(lists, "users"));
    auto invitations = read_invitations(list_of(lists, "invitations"), store, now);
    for (auto const& user : users) store.add_user(user);
    for (auto& invitation : invitations)
    {
        if (invitation.status == InvitationStatus::accepted) store.add_user(invitation.email_address);
        store.add(std::move(invitation));
    }
}

} // namespace clerk::testing::detail

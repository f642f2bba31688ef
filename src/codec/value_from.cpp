#include <clerk/json.hpp>

#include <cstdint>
#include <utility>

namespace clerk {

namespace {

namespace json = boost::json;

json::object to_object(ApiError const& error)
{
    return {{"code", error.code}, {"message", error.message}, {"long_message", error.long_message}};
}

std::int64_t milliseconds(Timestamp time) noexcept
{
    return time.time_since_epoch().count();
}

} // namespace

void tag_invoke(json::value_from_tag, json::value& to, Invitation const& from)
{
    auto& object = to.emplace_object();
    object = from.extra;
    object["object"] = "invitation";
    object["id"] = from.id;
    object["email_address"] = from.email_address;
    object["public_metadata"] = from.public_metadata;
    object["status"] = from.status.text();
    object["revoked"] = from.revoked;
    if (from.url) object["url"] = *from.url;
    object["expires_at"] = from.expires_at ? json::value(milliseconds(*from.expires_at)) : json::value(nullptr);
    object["created_at"] = milliseconds(from.created_at);
    object["updated_at"] = milliseconds(from.updated_at);
}

void tag_invoke(json::value_from_tag, json::value& to, InvitationPage const& from)
{
    json::array data;
    data.reserve(from.data.size());
    for (auto const& invitation : from.data) data.push_back(json::value_from(invitation));
    auto& object = to.emplace_object();
    object["data"] = std::move(data);
    object["total_count"] = from.total_count;
}

void tag_invoke(json::value_from_tag, json::value& to, InvitationStatus const& from)
{
    to = from.text();
}

void tag_invoke(json::value_from_tag, json::value& to, ApiError const& from)
{
    auto& object = to.emplace_object();
    object = to_object(from);
    object["meta"] = from.meta;
}

void tag_invoke(json::value_from_tag, json::value& to, ClerkError const& from)
{
    json::array errors;
    for (auto const& error : from.errors) errors.push_back(to_object(error));
    auto& object = to.emplace_object();
    object["kind"] = to_string(from.kind);
    object["delivery"] = to_string(from.delivery);
    object["phase"] = to_string(from.phase);
    object["status"] = from.status;
    object["errors"] = std::move(errors);
    if (from.retry_after) object["retry_after"] = from.retry_after->count();
    if (!from.trace_id.empty()) object["trace_id"] = from.trace_id;
}

} // namespace clerk

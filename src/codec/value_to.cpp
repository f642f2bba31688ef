#include "codec/json_error.hpp"

#include <clerk/client_options.hpp>
#include <clerk/json.hpp>

#include <boost/system/system_error.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <limits>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace clerk {

namespace {

namespace json = boost::json;
using boost::system::error_code;
using detail::json_error;
using detail::JsonFault;
using detail::JsonMember;

std::string_view view(json::string_view text) noexcept
{
    return {text.data(), text.size()};
}

error_code read(json::value const& from, JsonMember member, std::string& to)
{
    auto const* const text = from.if_string();
    if (text == nullptr) return json_error(JsonFault::wrong_type, member);
    to.assign(text->data(), text->size());
    return {};
}

error_code read(json::value const& from, JsonMember member, bool& to)
{
    auto const* const value = from.if_bool();
    if (value == nullptr) return json_error(JsonFault::wrong_type, member);
    to = *value;
    return {};
}

/// The default of `LimitOptions::max_json_depth`, without the level of the invitation itself.
constexpr std::size_t max_levels = LimitOptions{}.max_json_depth - 1;

/// Whether a value has more levels of objects and arrays. Recurses at most `levels` times.
bool is_deeper(json::value const& value, std::size_t levels)
{
    auto const* const object = value.if_object();
    auto const* const array = value.if_array();
    if (object == nullptr && array == nullptr) return false;
    if (levels == 0) return true;
    auto const member_is_deeper = [levels](auto const& member) { return is_deeper(member.value(), levels - 1); };
    auto const item_is_deeper = [levels](json::value const& item) { return is_deeper(item, levels - 1); };
    return object != nullptr ? std::ranges::any_of(*object, member_is_deeper) : std::ranges::any_of(*array, item_is_deeper);
}

error_code read(json::value const& from, JsonMember member, json::object& to)
{
    if (from.is_null()) return {};
    auto const* const object = from.if_object();
    if (object == nullptr) return json_error(JsonFault::wrong_type, member);
    if (is_deeper(from, max_levels)) return json_error(JsonFault::too_deep, member);
    to = *object;
    return {};
}

template <std::integral Number>
error_code read(json::value const& from, JsonMember member, Number& to)
{
    error_code ec;
    auto const number = from.to_number<Number>(ec);
    if (!from.is_number()) return json_error(JsonFault::wrong_type, member);
    if (ec) return json_error(JsonFault::out_of_range, member);
    to = number;
    return {};
}

error_code read(json::value const& from, JsonMember member, Timestamp& to)
{
    std::int64_t milliseconds = 0;
    auto const ec = read(from, member, milliseconds);
    if (!ec) to = Timestamp{std::chrono::milliseconds{milliseconds}};
    return ec;
}

error_code read(json::value const& from, JsonMember member, TemplateSlug& to)
{
    auto const* const text = from.if_string();
    if (text == nullptr) return json_error(JsonFault::wrong_type, member);
    to = TemplateSlug{*text};
    return {};
}

/// Null: not set.
template <class T>
error_code read(json::value const& from, JsonMember member, std::optional<T>& to)
{
    if (from.is_null()) return {};
    return read(from, member, to.emplace());
}

error_code read_into(Invitation& to, std::string_view key, json::value const& value, unsigned& seen)
{
    auto const note = [&seen](JsonMember member) {
        seen |= 1U << static_cast<unsigned>(member);
        return member;
    };
    if (key == "object") return value == "invitation" ? error_code{} : json_error(JsonFault::unknown_value, JsonMember::object);
    if (key == "id") return read(value, note(JsonMember::id), to.id);
    if (key == "email_address") return read(value, note(JsonMember::email_address), to.email_address);
    if (key == "public_metadata") return read(value, JsonMember::public_metadata, to.public_metadata);
    if (key == "url") return read(value, JsonMember::url, to.url);
    if (key == "revoked") return value.is_null() ? error_code{} : read(value, JsonMember::revoked, to.revoked);
    if (key == "expires_at") return read(value, JsonMember::expires_at, to.expires_at);
    if (key == "created_at") return read(value, note(JsonMember::created_at), to.created_at);
    if (key == "updated_at") return read(value, note(JsonMember::updated_at), to.updated_at);
    if (key == "status")
    {
        std::string text;
        auto const ec = read(value, note(JsonMember::status), text);
        if (!ec) to.status = InvitationStatus{text};
        return ec;
    }
    if (is_deeper(value, max_levels)) return json_error(JsonFault::too_deep);
    to.extra.emplace(key, value);
    return {};
}

/// Parses an invitation. Returns the first error.
error_code read_invitation(json::value const& from, Invitation& to)
{
    auto const* const object = from.if_object();
    if (object == nullptr) return json_error(JsonFault::not_an_object);
    unsigned seen = 0;
    for (auto const& member : *object)
        if (auto const ec = read_into(to, view(member.key()), member.value(), seen)) return ec;
    for (auto const required :
         {JsonMember::id, JsonMember::email_address, JsonMember::status, JsonMember::created_at, JsonMember::updated_at})
        if ((seen & 1U << static_cast<unsigned>(required)) == 0) return json_error(JsonFault::missing, required);
    return {};
}

struct ParamName
{
    std::string_view snake;
    std::string_view camel;
    JsonMember member;
};

constexpr ParamName param_names[]{{"email_address", "emailAddress", JsonMember::email_address},
                                  {"public_metadata", "publicMetadata", JsonMember::public_metadata},
                                  {"redirect_url", "redirectUrl", JsonMember::redirect_url},
                                  {"notify", "notify", JsonMember::notify},
                                  {"ignore_existing", "ignoreExisting", JsonMember::ignore_existing},
                                  {"expires_in_days", "expiresInDays", JsonMember::expires_in_days},
                                  {"template_slug", "templateSlug", JsonMember::template_slug}};

JsonMember param_of(std::string_view key) noexcept
{
    for (auto const& name : param_names)
        if (key == name.snake || key == name.camel) return name.member;
    return JsonMember::none;
}

error_code read_into(CreateInvitationParams& to, JsonMember member, json::value const& value)
{
    switch (member)
    {
    case JsonMember::email_address:
        return read(value, member, to.email_address);
    case JsonMember::public_metadata:
        return read(value, member, to.public_metadata);
    case JsonMember::redirect_url:
        return read(value, member, to.redirect_url);
    case JsonMember::notify:
        return read(value, member, to.notify);
    case JsonMember::ignore_existing:
        return read(value, member, to.ignore_existing);
    case JsonMember::expires_in_days:
        return read(value, member, to.expires_in_days);
    case JsonMember::template_slug:
        return read(value, member, to.template_slug);
    default:
        return json_error(JsonFault::unknown_member);
    }
}

/// Parses parameters. Returns the first error, and for an unknown member its name.
error_code read_params(json::value const& from, CreateInvitationParams& to, std::string_view* unknown)
{
    auto const* const object = from.if_object();
    if (object == nullptr) return json_error(JsonFault::not_an_object);
    unsigned seen = 0;
    for (auto const& [key, value] : *object)
    {
        auto const member = param_of(view(key));
        auto const bit = 1U << static_cast<unsigned>(member);
        if (member == JsonMember::none && unknown != nullptr) *unknown = view(key);
        if (member != JsonMember::none && (seen & bit) != 0) return json_error(JsonFault::given_twice, member);
        seen |= bit;
        if (auto const ec = read_into(to, member, value)) return ec;
    }
    bool const has_address = (seen & 1U << static_cast<unsigned>(JsonMember::email_address)) != 0;
    return has_address ? error_code{} : json_error(JsonFault::missing, JsonMember::email_address);
}

} // namespace

Invitation tag_invoke(json::value_to_tag<Invitation>, json::value const& from)
{
    Invitation invitation;
    if (auto const ec = read_invitation(from, invitation)) throw boost::system::system_error{ec};
    return invitation;
}

boost::system::result<Invitation> tag_invoke(json::try_value_to_tag<Invitation>, json::value const& from) noexcept
try
{
    Invitation invitation;
    if (auto const ec = read_invitation(from, invitation)) return ec;
    return invitation;
}
catch (std::bad_alloc const&)
{
    return json_error(JsonFault::no_memory);
}

CreateInvitationParams tag_invoke(json::value_to_tag<CreateInvitationParams>, json::value const& from)
{
    constexpr std::size_t longest_name = 64;
    CreateInvitationParams params{std::string{}};
    std::string_view unknown;
    auto const ec = read_params(from, params, &unknown);
    if (!ec) return params;
    if (unknown.empty()) throw boost::system::system_error{ec};
    throw boost::system::system_error{ec, std::string{unknown.substr(0, longest_name)}};
}

boost::system::result<CreateInvitationParams> tag_invoke(json::try_value_to_tag<CreateInvitationParams>,
                                                         json::value const& from) noexcept
try
{
    CreateInvitationParams params{std::string{}};
    if (auto const ec = read_params(from, params, nullptr)) return ec;
    return params;
}
catch (std::bad_alloc const&)
{
    return json_error(JsonFault::no_memory);
}

} // namespace clerk

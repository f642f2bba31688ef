#include "codec/create_params.hpp"

#include "common/text.hpp"
#include "json/json_writer.hpp"

#include <string_view>

namespace clerk::detail {

namespace {

constexpr int longest_expiry{365};

bool has_two_sides(std::string_view address) noexcept
{
    std::size_t const at = address.find('@', 1);
    return at != std::string_view::npos && at + 1 < address.size();
}

/// Writes a string without control characters. Returns what is wrong with it, or an empty text.
std::string_view write_text(std::string_view text, JsonWriter& out)
{
    if (out.plain_string(text)) return {};
    if (holds_control(text)) return "contains a control character";
    return out.string(text) == JsonTextError::none ? std::string_view{} : "is not valid UTF-8";
}

std::string encode_email_address(std::string const& address, JsonWriter& out)
{
    if (address.empty()) return "email_address: is empty";
    out.raw("{\"email_address\":");
    if (auto const fault = write_text(address, out); !fault.empty()) return refusal("email_address", fault);
    if (!has_two_sides(address)) return "email_address: has no @ between two parts";
    return {};
}

std::string encode_public_metadata(boost::json::object const& metadata, std::size_t max_depth, JsonWriter& out)
{
    out.raw(",\"public_metadata\":");
    // In the response, the metadata is one level deeper.
    switch (out.object(metadata, max_depth == 0 ? 0 : max_depth - 1))
    {
    case JsonTextError::none:
        return {};
    case JsonTextError::invalid_utf8:
        return "public_metadata: contains text that is not valid UTF-8";
    case JsonTextError::not_finite:
        return "public_metadata: contains a number that is not finite";
    case JsonTextError::too_deep:
        break;
    }
    return "public_metadata: nests deeper than max_json_depth (" + std::to_string(max_depth) +
           ", including one level for the invitation)";
}

std::string encode_redirect_url(std::string const& url, JsonWriter& out)
{
    if (url.empty()) return "redirect_url: is empty";
    out.raw(",\"redirect_url\":");
    if (auto const fault = write_text(url, out); !fault.empty()) return refusal("redirect_url", fault);
    return {};
}

std::string encode_expires_in_days(int days, JsonWriter& out)
{
    if (days < 1 || days > longest_expiry) return "expires_in_days: " + std::to_string(days) + " is out of range (1 to 365)";
    out.raw(",\"expires_in_days\":");
    out.integer(days);
    return {};
}

std::string encode_template_slug(TemplateSlug const& slug, JsonWriter& out)
{
    if (slug.text() == "invitation")
    {
        out.raw(",\"template_slug\":\"invitation\"");
        return {};
    }
    if (slug.text().empty()) return "template_slug: is empty";
    out.raw(",\"template_slug\":");
    if (auto const fault = write_text(slug.text(), out); !fault.empty()) return refusal("template_slug", fault);
    return {};
}

std::string encode(CreateInvitationParams const& params, std::size_t max_depth, JsonWriter& out)
{
    std::string refused = encode_email_address(params.email_address, out);
    if (refused.empty() && !params.public_metadata.empty())
        refused = encode_public_metadata(params.public_metadata, max_depth, out);
    if (refused.empty() && params.redirect_url) refused = encode_redirect_url(*params.redirect_url, out);
    if (params.notify) *params.notify ? out.raw(",\"notify\":true") : out.raw(",\"notify\":false");
    if (params.ignore_existing)
        *params.ignore_existing ? out.raw(",\"ignore_existing\":true") : out.raw(",\"ignore_existing\":false");
    if (refused.empty() && params.expires_in_days) refused = encode_expires_in_days(*params.expires_in_days, out);
    if (refused.empty() && params.template_slug) refused = encode_template_slug(*params.template_slug, out);
    out.raw("}");
    return refused;
}

} // namespace

std::string encode_create(CreateInvitationParams const& params, std::size_t max_depth, std::string& out)
{
    JsonWriter writer{out};
    std::string refused = encode(params, max_depth, writer);
    writer.finish();
    return refused;
}

std::string encode_create_bulk(std::span<CreateInvitationParams const> params, std::size_t max_depth, std::string& out)
{
    if (params.empty() || params.size() > largest_bulk)
        return "params: " + std::to_string(params.size()) + " invitations are out of range (1 to 10)";
    JsonWriter writer{out};
    writer.raw("[");
    std::string refused;
    for (std::size_t i = 0; i < params.size() && refused.empty(); ++i)
    {
        if (i > 0) writer.raw(",");
        refused = encode(params[i], max_depth, writer);
        if (!refused.empty()) refused.insert(0, "params[" + std::to_string(i) + "].");
    }
    writer.raw("]");
    writer.finish();
    return refused;
}

} // namespace clerk::detail

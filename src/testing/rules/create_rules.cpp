#include "testing/rules/create_rules.hpp"

#include "testing/rules/address_rules.hpp"

#include <boost/json/serialize.hpp>

#include <cstddef>
#include <cstdint>
#include <utility>

namespace clerk::testing::detail {

namespace {

namespace json = boost::json;

constexpr std::size_t max_metadata_bytes = 8192;
constexpr std::int64_t max_days = 365;

/// Validates one object, parameter by parameter, and collects the errors.
class Reader
{
public:
    Reader(CreateSchema schema, bool production) : schema_{schema}, production_{production} {}

    void read(std::string_view name, json::value const& value)
    {
        if (name == "email_address")
            read_address(value);
        else if (name == "public_metadata")
            read_metadata(value);
        else if (name == "redirect_url")
            read_redirect_url(value);
        else if (name == "notify")
            read_bool(name, value, nullptr);
        else if (name == "ignore_existing")
            read_bool(name, value, &params.ignore_existing);
        else if (name == "expires_in_days")
            read_days(value);
        else if (name == "template_slug")
            read_template(value);
        else
            errors.push_back(param_unknown(name));
    }

    NewInvitation params;
    std::vector<ApiError> errors;

private:
    [[nodiscard]] bool absent_in_bulk(json::value const& value) const { return schema_ == CreateSchema::bulk && value.is_null(); }

    void read_address(json::value const& value)
    {
        constexpr auto name = "email_address";
        if (value.is_null()) return errors.push_back(param_nil(name));
        if (!value.is_string()) return errors.push_back(param_type_invalid(name, "string"));
        if (value.get_string().empty()) return errors.push_back(param_nil(name));
        if (!is_email_address(value.get_string())) return errors.push_back(param_format_invalid(name, "email address"));
        params.email_address = value.get_string().c_str();
    }

    void read_metadata(json::value const& value)
    {
        constexpr auto name = "public_metadata";
        if (absent_in_bulk(value)) return;
        if (!value.is_object()) return errors.push_back(param_type_invalid(name, "object"));
        if (json::serialize(value).size() > max_metadata_bytes)
            return errors.push_back(param_exceeds_size(name, max_metadata_bytes));
        params.public_metadata = value.get_object();
    }

    void read_redirect_url(json::value const& value)
    {
        constexpr auto name = "redirect_url";
        if (absent_in_bulk(value)) return;
        if (!value.is_string()) return errors.push_back(param_type_invalid(name, "string"));
        std::string_view const url{value.get_string()};
        if (is_path(url)) return;
        if (!is_url(url)) return errors.push_back(param_format_invalid(name, "url"));
        if (production_ && !url.starts_with("https:")) errors.push_back(param_insecure_url(name));
    }

    void read_bool(std::string_view name, json::value const& value, bool* out)
    {
        if (value.is_null()) return;
        if (!value.is_bool()) return errors.push_back(param_type_invalid(name, "boolean"));
        if (out) *out = value.get_bool();
    }

    void read_days(json::value const& value)
    {
        constexpr auto name = "expires_in_days";
        if (value.is_null()) return;
        if (value.is_uint64()) return errors.push_back(param_too_large(name, max_days));
        if (!value.is_int64()) return errors.push_back(param_type_invalid(name, "integer"));
        if (value.get_int64() > max_days) return errors.push_back(param_too_large(name, max_days));
        if (value.get_int64() < 1) return errors.push_back(param_value_invalid(name, std::to_string(value.get_int64())));
        params.expires_in_days = static_cast<int>(value.get_int64());
    }

    void read_template(json::value const& value)
    {
        constexpr auto name = "template_slug";
        if (!value.is_string()) return errors.push_back(param_type_invalid(name, "string"));
        auto const& slug = value.get_string();
        if (slug != "invitation" && slug != "waitlist_invitation") errors.push_back(param_value_invalid(name, slug));
    }

    CreateSchema schema_;
    bool production_;
};

} // namespace

std::expected<NewInvitation, std::vector<ApiError>> read_create(json::object const& body, CreateSchema schema, bool production)
{
    Reader reader{schema, production};
    if (!body.contains("email_address")) reader.errors.push_back(param_missing("email_address"));
    for (auto const& [name, value] : body) reader.read(name, value);
    if (!reader.errors.empty()) return std::unexpected{std::move(reader.errors)};
    return std::move(reader.params);
}

} // namespace clerk::testing::detail

#include "testing/rules/list_rules.hpp"

#include <boost/url/pct_string_view.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <set>
#include <utility>

namespace clerk::testing::detail {

namespace {

constexpr long long max_page = 500;

/// Validates a query, parameter by parameter, and collects the errors.
class QueryReader
{
public:
    void read(std::string const& name, std::string value)
    {
        if (name == "status")
            read_status(std::move(value));
        else if (name == "query")
            query.text = std::move(value);
        else if (name == "order_by")
            read_order(value);
        else if (name == "paginated")
            read_paginated(value);
        else if (name == "limit")
            read_number(name, value, 1, max_page, query.limit);
        else if (name == "offset")
            read_number(name, value, 0, std::numeric_limits<long long>::max(), query.offset);
    }

    ListQuery query;
    std::vector<ApiError> errors;

private:
    void read_status(std::string value)
    {
        constexpr std::array<std::string_view, 4> known{"pending", "accepted", "revoked", "expired"};
        if (std::find(known.begin(), known.end(), value) == known.end())
            return errors.push_back(param_value_invalid("status", value));
        query.status = std::move(value);
    }

    void read_order(std::string_view value)
    {
        std::string_view field = value;
        query.descending = field.starts_with('-');
        if (field.starts_with('-') || field.starts_with('+')) field.remove_prefix(1);
        if (field == "created_at")
            query.order = ListQuery::Order::created_at;
        else if (field == "email_address")
            query.order = ListQuery::Order::email_address;
        else if (field == "expires_at")
            query.order = ListQuery::Order::expires_at;
        else
            errors.push_back(param_value_invalid("order_by", value));
    }

    void read_paginated(std::string_view value)
    {
        if (value != "true" && value != "false") return errors.push_back(param_type_invalid("paginated", "boolean"));
        query.paginated = value == "true";
    }

    void read_number(std::string_view name, std::string_view text, long long minimum, long long maximum, std::size_t& out)
    {
        long long value = 0;
        auto const [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
        bool const a_number = ec != std::errc::invalid_argument && end == text.data() + text.size();
        if (!a_number) return errors.push_back(param_type_invalid(name, "integer"));
        bool const beyond = ec == std::errc::result_out_of_range;
        bool const negative = text.starts_with('-');
        if (beyond ? !negative : value > maximum) return errors.push_back(param_too_large(name, maximum));
        if (beyond || value < minimum) return errors.push_back(param_value_invalid(name, text));
        out = static_cast<std::size_t>(value);
    }
};

/// Texts that cannot be decoded are returned unchanged.
std::string form_decoded(std::string_view text)
{
    boost::urls::encoding_opts form;
    form.space_as_plus = true;
    auto const encoded = boost::urls::make_pct_string_view(text);
    return encoded ? encoded->decode(form) : std::string{text};
}

} // namespace

std::expected<ListQuery, std::vector<ApiError>> read_list_query(std::string_view text)
{
    // By hand, as parse_query of Boost 1.81 wants its text to end in a NUL.
    QueryReader reader;
    std::set<std::string> seen;
    while (!text.empty())
    {
        auto const param = text.substr(0, text.find('&'));
        text.remove_prefix(std::min(param.size() + 1, text.size()));
        if (param.empty()) continue;
        auto const name = param.substr(0, param.find('='));
        auto const value = param.substr(std::min(name.size() + 1, param.size()));
        if (auto const [decoded, first] = seen.insert(form_decoded(name)); first)
            reader.read(*decoded, form_decoded(value));
        else
            reader.errors.push_back(param_repeated(*decoded));
    }
    if (!reader.errors.empty()) return std::unexpected{std::move(reader.errors)};
    return std::move(reader.query);
}

} // namespace clerk::testing::detail

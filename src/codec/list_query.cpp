#include "codec/list_query.hpp"

#include "common/text.hpp"
#include "url/percent_encoding.hpp"

#include <charconv>
#include <cstddef>

namespace clerk::detail {

namespace {

constexpr int largest_page{500};

std::string encode_text(std::string_view name, std::string_view text, std::string& out)
{
    if (auto const fault = text_fault(text); !fault.empty()) return refusal(name, fault);
    out.append("&").append(name).append("=");
    append_percent_encoded(out, text);
    return {};
}

/// @param fault empty if the number is in its range
std::string encode_number(std::string_view name, int number, std::string_view fault, std::string& out)
{
    char digits[16];
    std::string_view const text{digits, std::to_chars(digits, digits + sizeof digits, number).ptr};
    if (!fault.empty()) return refusal(name, text).append(fault);
    out.append("&").append(name).append("=").append(text);
    return {};
}

} // namespace

std::string encode_list_query(ListInvitationsParams const& params, std::string& out)
{
    std::string refused;
    out.append("paginated=true");
    if (params.status)
    {
        out.append("&status=");
        append_percent_encoded(out, params.status->text());
    }
    if (params.query) refused = encode_text("query", *params.query, out);
    if (refused.empty() && params.order_by)
        refused = params.order_by->empty() ? refusal("order_by", "is empty") : encode_text("order_by", *params.order_by, out);
    if (refused.empty() && params.limit)
    {
        bool const fits = *params.limit >= 1 && *params.limit <= largest_page;
        refused = encode_number("limit", *params.limit, fits ? "" : " is out of range (1 to 500)", out);
    }
    if (refused.empty() && params.offset)
        refused = encode_number("offset", *params.offset, *params.offset >= 0 ? "" : " is out of range (0 or more)", out);
    return refused;
}

std::string encode_path_segment(std::string_view id, std::string& out)
{
    if (id.empty()) return "id: is empty";
    if (id == "." || id == "..") return "id: is a dot segment";
    append_percent_encoded(out, id);
    return {};
}

} // namespace clerk::detail

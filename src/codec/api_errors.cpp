#include "codec/api_errors.hpp"

#include "common/text.hpp"
#include "json/parse_json.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <utility>

namespace clerk::detail {

namespace {

/// Clerk sends only a few errors. The limit is for other servers.
constexpr std::size_t most_errors{64};
constexpr std::size_t longest_excerpt{512};

std::string text_member(boost::json::object const& object, std::string_view key)
{
    auto const* value = object.if_contains(key);
    auto const* text = value != nullptr ? value->if_string() : nullptr;
    return text != nullptr ? std::string{text->data(), text->size()} : std::string{};
}

ApiError read_entry(boost::json::object& entry)
{
    ApiError error{.code = text_member(entry, "code"),
                   .message = text_member(entry, "message"),
                   .long_message = text_member(entry, "long_message"),
                   .meta = {}};
    auto* const value = entry.if_contains("meta");
    if (auto* const meta = value != nullptr ? value->if_object() : nullptr) error.meta = std::move(*meta);
    return error;
}

std::vector<ApiError> read_entries(boost::json::array& entries)
{
    std::vector<ApiError> errors;
    errors.reserve(std::min(entries.size(), most_errors));
    for (auto& entry : entries)
    {
        if (errors.size() == most_errors) break;
        if (auto* const object = entry.if_object()) errors.push_back(read_entry(*object));
    }
    return errors;
}

/// Whether a well-formed sequence is a control character that could command a terminal: C0, DEL or C1.
bool is_control_sequence(std::string_view sequence) noexcept
{
    auto const first = static_cast<unsigned char>(sequence[0]);
    if (sequence.size() == 1) return first < 0x20 || first == 0x7f;
    return sequence.size() == 2 && first == 0xc2 && static_cast<unsigned char>(sequence[1]) < 0xa0;
}

std::string excerpt_of(std::string_view body)
{
    std::string excerpt;
    excerpt.reserve(std::min(body.size(), longest_excerpt));
    for (std::size_t at = 0; at < body.size() && at < longest_excerpt;)
    {
        std::size_t const length = utf8_sequence(body.substr(at));
        std::string_view const sequence = body.substr(at, length);
        if (at + length > longest_excerpt) break;
        at += std::max<std::size_t>(length, 1);
        if (length == 0)
            excerpt.push_back('?');
        else if (is_control_sequence(sequence) && sequence != "\n" && sequence != "\t")
            excerpt.push_back(' ');
        else
            excerpt.append(sequence);
    }
    return excerpt;
}

} // namespace

ErrorBody decode_error_body(std::string_view body, std::size_t max_depth)
{
    ErrorBody result;
    auto value = parse_json(body, max_depth).value; // null if the body is not JSON
    if (auto* const object = value.if_object())
    {
        result.trace_id = text_member(*object, "clerk_trace_id");
        auto* const errors = object->if_contains("errors");
        if (auto* const entries = errors != nullptr ? errors->if_array() : nullptr)
        {
            result.errors = read_entries(*entries);
            return result;
        }
    }
    result.excerpt = excerpt_of(body);
    return result;
}

} // namespace clerk::detail

#include "precise_json.hpp"

#include "portable/parse_double.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value_stack.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>

namespace clerk::testing::detail {

namespace {

namespace json = boost::json;

/// Builds values as Boost.JSON's own parser does, but converts fractions with `parse_double`: up to Boost 1.83 its own conversion
/// can be off by a unit in the last place.
class Handler
{
public:
    static constexpr std::size_t max_array_size = std::numeric_limits<std::size_t>::max();
    static constexpr std::size_t max_object_size = std::numeric_limits<std::size_t>::max();
    static constexpr std::size_t max_string_size = std::numeric_limits<std::size_t>::max();
    static constexpr std::size_t max_key_size = std::numeric_limits<std::size_t>::max();

    json::value release() { return stack_.release(); }

    bool on_document_begin(boost::system::error_code&)
    {
        stack_.reset();
        return true;
    }

    bool on_document_end(boost::system::error_code&) { return true; }

    bool on_object_begin(boost::system::error_code&) { return true; }

    bool on_array_begin(boost::system::error_code&) { return true; }

    bool on_object_end(std::size_t n, boost::system::error_code&)
    {
        stack_.push_object(n);
        return true;
    }

    bool on_array_end(std::size_t n, boost::system::error_code&)
    {
        stack_.push_array(n);
        return true;
    }

    bool on_key_part(json::string_view part, std::size_t, boost::system::error_code&)
    {
        stack_.push_chars(part);
        return true;
    }

    bool on_key(json::string_view part, std::size_t, boost::system::error_code&)
    {
        stack_.push_key(part);
        return true;
    }

    bool on_string_part(json::string_view part, std::size_t, boost::system::error_code&)
    {
        stack_.push_chars(part);
        return true;
    }

    bool on_string(json::string_view part, std::size_t, boost::system::error_code&)
    {
        stack_.push_string(part);
        return true;
    }

    bool on_number_part(json::string_view part, boost::system::error_code&)
    {
        number_.append(part.data(), part.size());
        return true;
    }

    bool on_int64(std::int64_t value, json::string_view, boost::system::error_code&)
    {
        number_.clear();
        stack_.push_int64(value);
        return true;
    }

    bool on_uint64(std::uint64_t value, json::string_view, boost::system::error_code&)
    {
        number_.clear();
        stack_.push_uint64(value);
        return true;
    }

    bool on_double(double value, json::string_view part, boost::system::error_code&)
    {
        number_.append(part.data(), part.size());
        clerk::detail::parse_double(number_, value); // out of range: Boost's own value stays
        number_.clear();
        stack_.push_double(value);
        return true;
    }

    bool on_bool(bool value, boost::system::error_code&)
    {
        stack_.push_bool(value);
        return true;
    }

    bool on_null(boost::system::error_code&)
    {
        stack_.push_null();
        return true;
    }

    bool on_comment_part(json::string_view, boost::system::error_code&) { return true; }

    bool on_comment(json::string_view, boost::system::error_code&) { return true; }

private:
    json::value_stack stack_;
    std::string number_;
};

} // namespace

std::optional<json::value> parse_json(std::string_view text)
{
    json::parse_options options;
    options.max_depth = 256;
    json::basic_parser<Handler> parser{options};
    boost::system::error_code ec;
    std::size_t const read = parser.write_some(false, text.data(), text.size(), ec);
    // Complete only where nothing but white space is left, which the parser has taken.
    if (ec || !parser.done() || read != text.size()) return std::nullopt;
    return parser.handler().release();
}

} // namespace clerk::testing::detail

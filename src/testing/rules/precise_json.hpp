#pragma once

#include "portable/parse_double.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/error.hpp>
#include <boost/json/value.hpp>
#include <boost/json/value_stack.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

namespace clerk::testing::detail {

using clerk::detail::parse_double;

/// Builds a value as Boost.JSON's own parser does, but converts fractions with `parse_double`. Boost.JSON's default conversion
/// can be off by a unit in the last place, and the precise one is missing before Boost 1.84.
class PreciseJsonHandler
{
public:
    static constexpr std::size_t max_array_size{std::numeric_limits<std::size_t>::max()};
    static constexpr std::size_t max_object_size{std::numeric_limits<std::size_t>::max()};
    static constexpr std::size_t max_string_size{std::numeric_limits<std::size_t>::max()};
    static constexpr std::size_t max_key_size{std::numeric_limits<std::size_t>::max()};

    boost::json::value release() { return stack_.release(); }

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

    bool on_key_part(boost::json::string_view part, std::size_t, boost::system::error_code&)
    {
        stack_.push_chars(part);
        return true;
    }

    bool on_key(boost::json::string_view part, std::size_t, boost::system::error_code&)
    {
        stack_.push_key(part);
        return true;
    }

    bool on_string_part(boost::json::string_view part, std::size_t, boost::system::error_code&)
    {
        stack_.push_chars(part);
        return true;
    }

    bool on_string(boost::json::string_view part, std::size_t, boost::system::error_code&)
    {
        stack_.push_string(part);
        return true;
    }

    bool on_number_part(boost::json::string_view part, boost::system::error_code&)
    {
        number_.append(part.data(), part.size());
        return true;
    }

    bool on_int64(std::int64_t value, boost::json::string_view, boost::system::error_code&)
    {
        number_.clear();
        stack_.push_int64(value);
        return true;
    }

    bool on_uint64(std::uint64_t value, boost::json::string_view, boost::system::error_code&)
    {
        number_.clear();
        stack_.push_uint64(value);
        return true;
    }

    bool on_double(double value, boost::json::string_view part, boost::system::error_code&)
    {
        number_.append(part.data(), part.size());
        parse_double(number_, value); // out of range: keeps the value of Boost.JSON
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

    bool on_comment_part(boost::json::string_view, boost::system::error_code&) { return true; }

    bool on_comment(boost::json::string_view, boost::system::error_code&) { return true; }

private:
    boost::json::value_stack stack_;
    std::string number_;
};

/// Parses one JSON text like `boost::json::parse`, but converts each number to the nearest double.
///
/// Numbers out of range become infinity or zero, as in Boost.JSON.
/// @returns the value, or null if `ec` is set
inline boost::json::value parse_precise_json(std::string_view text, std::size_t max_depth, boost::system::error_code& ec)
{
    boost::json::parse_options options;
    options.max_depth = max_depth;
    boost::json::basic_parser<PreciseJsonHandler> parser{options};
    std::size_t const read = parser.write_some(false, text.data(), text.size(), ec);
    if (!ec && read != text.size()) ec = boost::json::error::extra_data;
    if (ec) return nullptr;
    return parser.handler().release();
}

} // namespace clerk::testing::detail

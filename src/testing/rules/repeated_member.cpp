#include "testing/rules/repeated_member.hpp"

#include <boost/json/basic_parser_impl.hpp>

#include <cstdint>
#include <set>

namespace clerk::testing::detail {

namespace {

namespace json = boost::json;

/// Collects the names of members of the outermost objects.
struct Handler
{
    static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_object_size = max_array_size;
    static constexpr std::size_t max_string_size = max_array_size;
    static constexpr std::size_t max_key_size = max_array_size;

    using Code = boost::system::error_code;

    bool on_document_begin(Code&) { return true; }

    bool on_document_end(Code&) { return true; }

    bool on_object_begin(Code&)
    {
        if (++objects == 1) seen.clear();
        return true;
    }

    bool on_object_end(std::size_t, Code&)
    {
        --objects;
        return true;
    }

    bool on_array_begin(Code&) { return true; }

    bool on_array_end(std::size_t, Code&) { return true; }

    bool on_key_part(json::string_view part, std::size_t, Code&)
    {
        name.append(part.data(), part.size());
        return true;
    }

    bool on_key(json::string_view part, std::size_t, Code&)
    {
        name.append(part.data(), part.size());
        if (objects == 1 && !seen.insert(name).second) repeated.push_back(name);
        name.clear();
        return true;
    }

    bool on_string_part(json::string_view, std::size_t, Code&) { return true; }

    bool on_string(json::string_view, std::size_t, Code&) { return true; }

    bool on_number_part(json::string_view, Code&) { return true; }

    bool on_int64(std::int64_t, json::string_view, Code&) { return true; }

    bool on_uint64(std::uint64_t, json::string_view, Code&) { return true; }

    bool on_double(double, json::string_view, Code&) { return true; }

    bool on_bool(bool, Code&) { return true; }

    bool on_null(Code&) { return true; }

    bool on_comment_part(json::string_view, Code&) { return true; }

    bool on_comment(json::string_view, Code&) { return true; }

    std::size_t objects{0};
    std::string name;
    std::set<std::string> seen;
    std::vector<std::string> repeated;
};

} // namespace

std::vector<std::string> repeated_members(std::string_view text)
{
    json::parse_options options;
    options.max_depth = 1000;
    json::basic_parser<Handler> parser{options};
    boost::system::error_code ec;
    parser.write_some(false, text.data(), text.size(), ec);
    return std::move(parser.handler().repeated);
}

} // namespace clerk::testing::detail

#include "codec/api_errors.hpp"
#include "common/text.hpp"
#include "fuzz/require.hpp"
#include "fuzz/targets.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>
#include <sstream>
#include <string>

namespace clerk::fuzz {

void error_body(std::string_view bytes)
{
    constexpr std::size_t max_depth = 32;
    auto const body = detail::decode_error_body(bytes, max_depth);
    require(body.errors.size() <= 64, "at most 64 errors are kept");
    require(body.excerpt.size() <= 512, "an excerpt has at most 512 bytes");
    require(std::ranges::all_of(body.excerpt, [](char c) { return c == '\n' || c == '\t' || !detail::holds_control({&c, 1}); }),
            "an excerpt has no control characters except line feeds and tabs");
    if (!body.errors.empty())
    {
        require(body.excerpt.empty(), "a Clerk error object leaves no excerpt");
        boost::json::parse_options options;
        options.max_depth = max_depth;
        boost::system::error_code ec;
        static_cast<void>(boost::json::parse({bytes.data(), bytes.size()}, ec, {}, options));
        require(!ec, "errors are decoded only from JSON");
    }

    ClerkError error;
    error.kind = ErrorKind::api;
    error.status = 422;
    error.errors = body.errors;
    error.body_excerpt = body.excerpt;
    error.trace_id = body.trace_id;
    std::ostringstream text;
    text << error;
    require(!detail::holds_control(text.str()), "the text of an error is one line of printable characters");
}

} // namespace clerk::fuzz

#pragma once

#include <boost/beast/http/basic_parser.hpp>

namespace clerk::detail {

/// Beast's response parser, in which a trailer field has no effect in every version.
///
/// Beast declares `on_trailer_field_impl`, pure virtual, only since Boost 1.92. The function is therefore not marked `override`,
/// and is alone in its class, where no compiler expects that. Once 1.92 is the oldest supported version, it can move into
/// `ResponseParser`.
class ResponseParserBase : public boost::beast::http::basic_parser<false>
{
private:
    virtual void on_trailer_field_impl(boost::beast::http::field, boost::beast::string_view, boost::beast::string_view,
                                       boost::beast::error_code&)
    {}
};

} // namespace clerk::detail

#pragma once

#include <boost/beast/http/basic_parser.hpp>

namespace clerk::detail {

/// Beast's response parser, ignoring trailer fields in every version.
///
/// Beast declares the pure virtual function `on_trailer_field_impl` since Boost 1.92 only. The function is therefore not marked
/// `override`, and is in a class of its own, so that compilers do not warn. It can move into `ResponseParser` when 1.92 is the
/// oldest supported version.
class ResponseParserBase : public boost::beast::http::basic_parser<false>
{
private:
    virtual void on_trailer_field_impl(boost::beast::http::field, boost::beast::string_view, boost::beast::string_view,
                                       boost::beast::error_code&)
    {}
};

} // namespace clerk::detail

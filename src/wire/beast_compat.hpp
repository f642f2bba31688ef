#pragma once

#include <boost/beast/http/basic_parser.hpp>

#include <cstddef>
#include <cstdint>

namespace clerk::detail {

/// Beast's response parser, used for heads only: the callbacks for bodies, chunks and trailers do nothing.
///
/// None of them is marked `override`, because Beast declares `on_trailer_field_impl` only since Boost 1.92. Once that is the
/// oldest supported version, these functions can move into `ResponseParser`.
class ResponseHeadCallbacks : public boost::beast::http::basic_parser<false>
{
protected:
    using Code = boost::beast::error_code;
    using Text = boost::beast::string_view;
    using Field = boost::beast::http::field;

private:
    virtual void on_request_impl(boost::beast::http::verb, Text, Text, int, Code&) {}

    virtual void on_body_init_impl(boost::optional<std::uint64_t> const&, Code&) {}

    virtual std::size_t on_body_impl(Text body, Code&) { return body.size(); }

    virtual void on_chunk_header_impl(std::uint64_t, Text, Code&) {}

    virtual std::size_t on_chunk_body_impl(std::uint64_t, Text body, Code&) { return body.size(); }

    virtual void on_trailer_field_impl(Field, Text, Text, Code&) {}

    virtual void on_finish_impl(Code&) {}
};

} // namespace clerk::detail

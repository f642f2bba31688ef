#include "testing/server/request_reader.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <utility>

namespace clerk::testing::detail {

namespace http = boost::beast::http;

struct RequestReader::Parser : http::request_parser<http::string_body>
{};

RequestReader::RequestReader(std::size_t max_header_bytes, std::size_t max_body_bytes)
    : max_header_bytes_{max_header_bytes}, max_body_bytes_{max_body_bytes}
{
    renew();
}

RequestReader::~RequestReader() = default;

void RequestReader::renew()
{
    parser_ = std::make_unique<Parser>();
    parser_->eager(true);
    parser_->header_limit(
        static_cast<std::uint32_t>(std::min<std::size_t>(max_header_bytes_, std::numeric_limits<std::uint32_t>::max())));
    parser_->body_limit(max_body_bytes_);
    begun_ = expectation_taken_ = false;
}

RequestReader::State RequestReader::read(std::string& input)
{
    begun_ = begun_ || !input.empty();
    while (!input.empty() && !parser_->is_done())
    {
        boost::system::error_code ec;
        std::size_t const consumed = parser_->put(boost::asio::buffer(input), ec);
        input.erase(0, consumed);
        if (ec == http::error::need_more) break;
        if (ec == http::error::body_limit) return State::body_too_large;
        if (ec == http::error::header_limit) return State::header_too_large;
        if (ec) return State::bad_request;
    }
    return parser_->is_done() ? State::complete : State::need_more;
}

bool RequestReader::take_expectation()
{
    if (expectation_taken_ || !parser_->is_header_done() || parser_->is_done()) return false;
    expectation_taken_ = true;
    return boost::beast::iequals(parser_->get()[http::field::expect], "100-continue");
}

RecordedRequest RequestReader::take()
{
    auto message = parser_->release();
    keep_alive_ = message.keep_alive();
    RecordedRequest request;
    request.method = std::string{message.method_string()};
    request.target = std::string{message.target()};
    for (auto const& field : message) request.headers.emplace_back(std::string{field.name_string()}, std::string{field.value()});
    request.body = std::move(message.body());
    renew();
    return request;
}

} // namespace clerk::testing::detail

#include "wire/response_reader.hpp"

#include "wire/chunk_line.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>

namespace clerk::detail {

namespace {

namespace http = boost::beast::http;

// What an idle connection may keep of the last answer's memory.
constexpr std::size_t kept_body_capacity = 8 * 1024;

// "0", its end of line and the empty line.
constexpr std::size_t smallest_last_chunk = 5;

/// Whether an answer may begin like this. Beast looks at nothing before it has a whole header, which other protocols never send.
bool may_begin_an_answer(std::string_view bytes) noexcept
{
    constexpr std::string_view start = "HTTP/1.";
    return start.starts_with(bytes.substr(0, start.size()));
}

} // namespace

ResponseReader::ResponseReader(LimitOptions const& limits, Body body) : limits_{limits}, body_{body} {}

void ResponseReader::begin(bool keep_fields)
{
    response_.fields.reset();
    if (keep_fields) response_.fields.emplace();
    interim_ = 0;
    begun_ = surplus_ = complete_ = false;
    pending_.clear();
    failure_.clear();
    discard_body();
    next_message();
}

void ResponseReader::discard_body()
{
    if (response_.body.capacity() > kept_body_capacity) std::string{}.swap(response_.body);
}

void ResponseReader::next_message()
{
    header_bytes_ = 0;
    forget_fields();
    parser_.emplace(response_, limits_.max_body_bytes, body_ == Body::as_told);
    // Beast's own limit sees one block of bytes at a time; the sum is counted here.
    parser_->header_limit(static_cast<std::uint32_t>(limits_.max_header_bytes));
}

void ResponseReader::forget_fields()
{
    response_.status = 0;
    response_.keep_alive = false;
    response_.keep_alive_timeout.reset();
    response_.body.clear();
    response_.retry_after.clear();
    response_.date.clear();
    response_.clerk_trace_id.clear();
    response_.cf_ray.clear();
    if (response_.fields) response_.fields->clear();
}

ResponseReader::Progress ResponseReader::feed(std::string_view bytes)
{
    if (bytes.empty()) return complete_ ? Progress::complete : Progress::incomplete;
    if (complete_)
    {
        surplus_ = true;
        return Progress::complete;
    }
    begun_ = true;
    bool const buffered = !pending_.empty();
    if (buffered) bytes = pending_.append(bytes);
    auto const progress = parse(bytes);
    // What is left begins where the parser stopped, so that it need not search again from the start of a long header.
    if (buffered)
        pending_.erase(0, pending_.size() - bytes.size());
    else
        pending_.assign(bytes);
    return progress;
}

ResponseReader::Progress ResponseReader::parse(std::string_view& bytes)
{
    while (!bytes.empty())
    {
        bool const in_header = !parser_->is_header_done();
        if (in_header && header_bytes_ == 0 && !may_begin_an_answer(bytes)) return fail("it does not begin like HTTP/1");
        if (parser_->between_chunks())
        {
            if (!may_begin_a_chunk(bytes, parser_->behind_chunk())) return fail("it has a bad chunk");
            // Beast asserts that a last chunk seen in part has come whole when it is looked at again.
            if (bytes.front() == '0' && bytes.size() < smallest_last_chunk) return Progress::incomplete;
        }
        boost::beast::error_code ec;
        auto const used = parser_->put(boost::asio::const_buffer{bytes.data(), bytes.size()}, ec);
        bytes.remove_prefix(used);
        if (in_header) header_bytes_ += used;
        if (ec && ec != http::error::need_more) return fail(ec);
        if (ec || header_bytes_ > limits_.max_header_bytes)
            return header_bytes_ + bytes.size() > limits_.max_header_bytes ? fail(http::error::header_limit)
                                                                           : Progress::incomplete;
        if (parser_->is_done() && on_message(bytes)) return Progress::complete;
        if (interim_ > max_interim) return fail("it has too many interim responses before it");
    }
    return Progress::incomplete;
}

/// @returns whether it is the final one
bool ResponseReader::on_message(std::string_view& rest)
{
    if (response_.status < 200)
    {
        ++interim_;
        next_message();
        return false;
    }
    complete_ = true;
    surplus_ = !rest.empty();
    rest = {};
    return true;
}

ResponseReader::Progress ResponseReader::end(bool clean)
{
    if (complete_) return Progress::complete;
    if (!begun_ || !parser_->is_header_done() || !pending_.empty()) return fail("the connection was closed in the middle of it");
    boost::beast::error_code ec;
    parser_->put_eof(ec);
    if (ec) return fail("the connection was closed in the middle of it");
    if (!clean) return fail("the connection was closed without close_notify where its end was to mark the answer's");
    response_.keep_alive = false;
    complete_ = true;
    return Progress::complete;
}

ResponseReader::Progress ResponseReader::fail(std::string_view why)
{
    failure_ = why;
    return Progress::failed;
}

ResponseReader::Progress ResponseReader::fail(boost::beast::error_code const& ec)
{
    if (!parser_->refusal().empty()) return fail(parser_->refusal());
    if (ec == http::error::header_limit) return fail("its header is larger than max_header_bytes");
    if (ec == http::error::body_limit) return fail("its body is larger than max_body_bytes");
    return fail(ec.message());
}

} // namespace clerk::detail

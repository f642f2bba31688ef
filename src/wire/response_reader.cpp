#include "wire/response_reader.hpp"

#include "portable/ascii.hpp"

#include <algorithm>

namespace clerk::detail {

namespace {

// Memory of the last response that an idle connection keeps.
constexpr std::size_t kept_body_capacity = 8 * 1024;

// Most bodies are smaller. A larger length is not reserved, because it may be false.
constexpr std::uint64_t max_reserved_body = 16 * 1024;

constexpr std::string_view line_end = "\r\n";
constexpr std::string_view head_end = "\r\n\r\n";

constexpr std::string_view body_too_large = "body larger than max_body_bytes";
constexpr std::string_view cut_short = "the connection was closed during the response";

/// Whether a response may begin like this. Other protocols never send the end of a line that the parser waits for.
bool may_begin_a_response(std::string_view bytes) noexcept
{
    if (bytes.starts_with("HTTP/1.1 200")) return true;
    constexpr std::string_view pattern = "HTTP/1.d ddd";
    return std::ranges::equal(bytes.substr(0, pattern.size()), pattern.substr(0, bytes.size()),
                              [](char byte, char expected) { return expected == 'd' ? is_digit(byte) : byte == expected; });
}

/// Returns the end of the first `end` in `bytes`, or npos. The first `begin` bytes were searched before.
std::size_t end_of(std::string_view end, std::string_view bytes, std::size_t begin) noexcept
{
    auto const found = bytes.find(end, begin - std::min(begin, end.size() - 1));
    return found == std::string_view::npos ? found : found + end.size();
}

} // namespace

ResponseReader::ResponseReader(LimitOptions const& limits, Body body) : limits_{limits}, body_{body} {}

void ResponseReader::begin(ExpectedResponse const& expected)
{
    max_body_bytes_ = limits_.max_body_bytes * static_cast<std::size_t>(expected.body_limits);
    response_.all_fields = expected.all_fields;
    interim_ = 0;
    begun_ = surplus_ = false;
    head_.clear();
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
    part_ = Part::head;
    parsed_ = 0;
    forget_fields();
    parser_.emplace(response_, body_ == Body::as_told);
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
    if (!response_.fields.empty()) response_.fields = {};
}

ResponseReader::Progress ResponseReader::feed(std::string_view bytes)
{
    begun_ = begun_ || !bytes.empty();
    auto progress = part_ == Part::nothing ? Progress::complete : Progress::incomplete;
    while (!bytes.empty() && progress == Progress::incomplete) switch (part_)
        {
        case Part::head:
            progress = read_head(bytes);
            break;
        case Part::sized_body:
            progress = read_sized_body(bytes);
            break;
        case Part::chunked_body:
            progress = read_chunked_body(bytes);
            break;
        case Part::open_body:
            progress = read_open_body(bytes);
            break;
        case Part::nothing:
            break;
        }
    surplus_ = surplus_ || !bytes.empty();
    return progress;
}

ResponseReader::Progress ResponseReader::read_head(std::string_view& bytes)
{
    auto const before = head_.size();
    auto block = bytes.substr(0, limits_.max_header_bytes - before);
    if (before > 0) block = head_.append(block);
    if (before < 12 && !may_begin_a_response(block)) return fail("no HTTP/1.x status line");
    if (before == 0)
    {
        // Most heads arrive whole, and Beast finds the end of a whole one.
        if (auto const size = parser_->parse(block) ? parser_->completed_after() : 0; size > 0)
        {
            bytes.remove_prefix(size);
            return on_head();
        }
        next_message();
    }

    auto const size = end_of(head_end, block, before);
    bool const incomplete = size == std::string_view::npos;
    // The status line alone tells the status of a response that is cut short.
    auto const ready = !incomplete ? size : parsed_ == 0 ? end_of(line_end, block, before) : std::string_view::npos;
    if (ready != std::string_view::npos)
    {
        if (parsed_ == 0 && !parse_line_without_space(block)) return fail(parser_->failure());
        if (ready > parsed_ && !parser_->parse(block.substr(parsed_, ready - parsed_))) return fail(parser_->failure());
        parsed_ = ready;
    }
    if (incomplete)
    {
        if (block.size() == limits_.max_header_bytes) return fail("header larger than max_header_bytes");
        if (before == 0) head_.assign(block);
        bytes = {};
        return Progress::incomplete;
    }
    bytes.remove_prefix(size - before);
    head_.clear();
    return on_head();
}

// Some servers omit the space after the status. RFC 9112, 4 allows clients to parse the line by words; Beast requires the space.
bool ResponseReader::parse_line_without_space(std::string_view block)
{
    constexpr std::string_view example = "HTTP/1.1 200\r\n";
    auto const line = block.substr(0, block.find(line_end) + line_end.size());
    if (line.size() != example.size()) return true;
    parsed_ = line.size();
    return parser_->parse(std::string{line.substr(0, line.size() - line_end.size())} + " \r\n");
}

ResponseReader::Progress ResponseReader::on_head()
{
    auto const status = response_.status;
    if (status < 200)
    {
        if (++interim_ > max_interim) return fail("too many interim responses");
        next_message();
        return Progress::incomplete;
    }
    response_.keep_alive = parser_->keep_alive();
    if (body_ == Body::absent || status == 204 || status == 304) return complete();
    if (parser_->chunked())
    {
        chunks_.emplace(ChunkedDecoder::Limits{.line_bytes = limits_.max_header_bytes,
                                               .body_bytes = max_body_bytes_,
                                               .trailer_fields = ResponseParser::max_fields - parser_->fields()});
        part_ = Part::chunked_body;
    }
    else if (auto const length = parser_->content_length())
    {
        body_left_ = *length;
        if (body_left_ > max_body_bytes_) return fail(body_too_large);
        if (body_left_ == 0) return complete();
        response_.body.reserve(static_cast<std::size_t>(std::min(body_left_, max_reserved_body)));
        part_ = Part::sized_body;
    }
    else
    {
        response_.keep_alive = false;
        part_ = Part::open_body;
    }
    return Progress::incomplete;
}

ResponseReader::Progress ResponseReader::read_sized_body(std::string_view& bytes)
{
    auto const piece = bytes.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(body_left_, bytes.size())));
    response_.body.append(piece);
    bytes.remove_prefix(piece.size());
    body_left_ -= piece.size();
    return body_left_ == 0 ? complete() : Progress::incomplete;
}

ResponseReader::Progress ResponseReader::read_chunked_body(std::string_view& bytes)
{
    response_.body.append(chunks_->next(bytes));
    if (!chunks_->failure().empty()) return fail(chunks_->failure());
    return chunks_->done() ? complete() : Progress::incomplete;
}

ResponseReader::Progress ResponseReader::read_open_body(std::string_view& bytes)
{
    if (bytes.size() > max_body_bytes_ - response_.body.size()) return fail(body_too_large);
    response_.body.append(bytes);
    bytes = {};
    return Progress::incomplete;
}

ResponseReader::Progress ResponseReader::end(bool clean)
{
    if (part_ == Part::nothing) return Progress::complete;
    if (part_ != Part::open_body) return fail(cut_short);
    if (!clean) return fail("the connection that delimits the body was closed without close_notify");
    return complete();
}

ResponseReader::Progress ResponseReader::complete()
{
    part_ = Part::nothing;
    return Progress::complete;
}

ResponseReader::Progress ResponseReader::fail(std::string_view why)
{
    failure_ = why;
    return Progress::failed;
}

} // namespace clerk::detail

#include "net/connection_state.hpp"

#include "common/make_error.hpp"

#include <boost/asio/error.hpp>

#include <algorithm>
#include <array>

namespace clerk::detail {

namespace {

using Read = TlsSession::Read;

constexpr std::size_t plain_size = 16 * 1024; // a complete TLS record

// Maximum size of responses to KeyUpdates and similar messages in the output. A peer that reads its input takes each at once.
constexpr std::size_t most_control_output = 8 * 1024;

} // namespace

ConnectionState::ConnectionState(TlsContext const* context, LimitOptions const& limits, std::string_view connect_request)
    : tunnel_{connect_request.empty() ? nullptr : std::make_unique<ProxyTunnel>(connect_request, limits)}, stream_{context},
      reader_{limits}
{}

ConnectionState::Step ConnectionState::on_connected()
{
    if (tunnel_) return Step::pending;
    return advance({});
}

ConnectionState::Step ConnectionState::begin(RequestParts const& request, ExpectedResponse const& expected)
{
    stage_ = Stage::exchange;
    first_byte_taken_ = reusable_ = false;
    response_bytes_ = 0;
    reader_.begin(expected);
    output_before_request_ = output().size();
    bool const written = stream_.write(request);
    request_output_ = output().size() - output_before_request_;
    if (written) return Step::pending;
    return fail_encryption();
}

ConnectionState::Step ConnectionState::on_bytes(std::string_view bytes)
{
    if (tunnel_) return on_tunnel(tunnel_->on_bytes(bytes));
    stream_.feed(bytes);
    return advance({});
}

ConnectionState::Step ConnectionState::on_end(boost::system::error_code ec)
{
    if (tunnel_) return on_tunnel(tunnel_->on_end(ec));
    stream_.feed({});
    stream_.feed_end();
    return advance(ec ? ec : boost::asio::error::eof);
}

void ConnectionState::on_written(std::size_t size)
{
    if (tunnel_) return tunnel_->on_written(size);
    bool const continues = stream_.has_unsent() && size == output().size();
    bool const encrypted = stream_.on_written(size);
    auto const before = std::min(size, output_before_request_);
    output_before_request_ -= before;
    auto const of_request = std::min(size - before, request_output_);
    request_output_ -= of_request;
    if (of_request > 0) first_byte_taken_ = true;
    if (continues) request_output_ = output().size();
    if (encrypted) return;
    fail_encryption();
    broken_ = true;
}

ConnectionState::Step ConnectionState::on_tunnel(ProxyTunnel::Step step)
{
    switch (step)
    {
    case ProxyTunnel::Step::pending:
        return Step::pending;
    case ProxyTunnel::Step::open:
        tunnel_.reset();
        return advance({});
    case ProxyTunnel::Step::failed:
        break;
    }
    failure_ = tunnel_->failure();
    return Step::failed;
}

bool ConnectionState::still_usable(std::string_view bytes)
{
    stream_.feed(bytes);
    return has_only_tickets();
}

bool ConnectionState::has_only_tickets()
{
    char byte = 0;
    std::size_t got = 0;
    return stream_.read(&byte, 1, got) == Read::want_input && !stream_.holds_input() && !stream_.declined() && !is_flooded();
}

Phase ConnectionState::phase() const noexcept
{
    if (stage_ == Stage::handshake) return tunnel_ ? Phase::connect : Phase::handshake;
    return request_output_ == 0 && !stream_.has_unsent() ? Phase::read : Phase::write;
}

ConnectionState::Step ConnectionState::advance(boost::system::error_code ec)
{
    return stage_ == Stage::handshake ? continue_handshake(ec) : read_response(ec);
}

ConnectionState::Step ConnectionState::continue_handshake(boost::system::error_code ec)
{
    switch (stream_.handshake())
    {
    case TlsSession::Handshake::done:
        return on_handshake_done();
    case TlsSession::Handshake::want_input:
        return ec ? fail_handshake(ec) : Step::pending;
    case TlsSession::Handshake::failed:
        break;
    }
    return fail_handshake(ec);
}

// Reads the bytes after the handshake while they are in the input: session tickets of servers that send them in their first
// flight.
ConnectionState::Step ConnectionState::on_handshake_done()
{
    stage_ = Stage::ready;
    char byte = 0;
    std::size_t got = 0;
    switch (stream_.read(&byte, 1, got))
    {
    case Read::want_input:
        return Step::ready;
    case Read::failed:
        return fail_handshake(stream_.truncated() ? boost::asio::error::eof : boost::system::error_code{});
    case Read::data:
    case Read::closed:
        break;
    }
    return fail(ErrorKind::transport, Phase::handshake, "the peer sent data before the request");
}

ConnectionState::Step ConnectionState::read_response(boost::system::error_code ec)
{
    std::array<char, plain_size> plain;
    while (true)
    {
        std::size_t got = 0;
        auto const read = stream_.read(plain.data(), plain.size(), got);
        if (read == Read::want_input && !ec)
            return is_flooded() ? fail(ErrorKind::tls, phase(), "the peer sends TLS control messages without reading the replies")
                                : Step::pending;
        if (read != Read::data) return on_stream_end(read, ec);
        response_bytes_ += got;
        switch (reader_.feed({plain.data(), got}))
        {
        case ResponseReader::Progress::incomplete:
            break;
        case ResponseReader::Progress::complete:
            return on_response();
        case ResponseReader::Progress::failed:
            return fail_protocol(reader_.failure(), {});
        }
    }
}

ConnectionState::Step ConnectionState::on_response()
{
    bool const whole_request_sent = request_output_ == 0 && !stream_.has_unsent();
    stream_.drop_unsent();
    stage_ = Stage::ready;
    // The rest of the input may be session tickets. Other bytes must never become the response to the next request.
    reusable_ = reader_.response().keep_alive && !reader_.surplus() && whole_request_sent && !stream_.declined() &&
                (!stream_.holds_input() || has_only_tickets());
    return Step::answered;
}

bool ConnectionState::is_flooded() const noexcept
{
    return output().size() > request_output_ + most_control_output;
}

ConnectionState::Step ConnectionState::on_stream_end(Read how, boost::system::error_code ec)
{
    bool const orderly = how == Read::closed && (!ec || ec == boost::asio::error::eof);
    if (how == Read::failed && !stream_.truncated())
    {
        fail(ErrorKind::tls, phase(), "TLS failed while reading the response: " + stream_.failure());
        failure_.status = reader_.response().status;
        return Step::failed;
    }
    bool const reset = ec && ec != boost::asio::error::eof;
    if (!reader_.begun())
        return fail(ErrorKind::transport, phase(),
                    reset ? "the connection failed before the response" : "the peer closed the connection before the response",
                    ec);
    if (reset) return fail_protocol("the connection failed during the response", ec);
    if (reader_.end(orderly) == ResponseReader::Progress::complete) return on_response();
    return fail_protocol(reader_.failure(), ec);
}

ConnectionState::Step ConnectionState::fail(ErrorKind kind, Phase phase, std::string detail, boost::system::error_code cause)
{
    failure_ = make_error(kind, phase, first_byte_taken_ ? Delivery::unknown : Delivery::not_sent, std::move(detail), cause);
    stream_.drop_unsent();
    return Step::failed;
}

ConnectionState::Step ConnectionState::fail_encryption()
{
    return fail(ErrorKind::tls, Phase::write, "encrypting the request failed: " + stream_.failure());
}

ConnectionState::Step ConnectionState::fail_handshake(boost::system::error_code ec)
{
    if (ec) return fail(ErrorKind::transport, Phase::handshake, "the connection failed during the TLS handshake", ec);
    return fail(ErrorKind::tls, Phase::handshake, "the TLS handshake failed: " + stream_.failure());
}

ConnectionState::Step ConnectionState::fail_protocol(std::string_view what, boost::system::error_code ec)
{
    fail(ErrorKind::protocol, phase(), "invalid HTTP response: " + std::string{what}, ec);
    failure_.status = reader_.response().status;
    return Step::failed;
}

} // namespace clerk::detail

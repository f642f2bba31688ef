#include "net/proxy_tunnel.hpp"

#include "common/make_error.hpp"
#include "policy/proxy_refusal.hpp"

#include <boost/asio/error.hpp>

namespace clerk::detail {

ProxyTunnel::ProxyTunnel(std::string_view request, LimitOptions const& limits)
    : output_{request}, reader_{limits, ResponseReader::Body::absent}
{
    reader_.begin();
}

ProxyTunnel::Step ProxyTunnel::on_bytes(std::string_view bytes)
{
    switch (reader_.feed(bytes))
    {
    case ResponseReader::Progress::incomplete:
        return Step::pending;
    case ResponseReader::Progress::failed:
        // The status of a refusal counts, even if the rest is invalid.
        if (auto const status = reader_.response().status; status >= 300 && status <= 599) return on_response();
        return fail("invalid proxy response: " + reader_.failure());
    case ResponseReader::Progress::complete:
        break;
    }
    return on_response();
}

ProxyTunnel::Step ProxyTunnel::on_response()
{
    auto const status = reader_.response().status;
    if (status == 407) return fail("the proxy requires other credentials (status 407)", proxy_status(status));
    if (status < 200 || status > 299)
        return fail("the proxy refused the connection: status " + std::to_string(status), proxy_status(status));
    // A TLS server does not speak first, so the proxy sent these bytes.
    if (reader_.surplus()) return fail("invalid proxy response: data after the header");
    if (!output_.empty()) return fail("invalid proxy response: sent before the request was complete");
    return Step::open;
}

ProxyTunnel::Step ProxyTunnel::on_end(boost::system::error_code ec)
{
    bool const reset = ec && ec != boost::asio::error::eof;
    auto const* const when = reader_.begun() ? "during its response" : "before its response";
    return fail(std::string{reset ? "the connection to the proxy failed " : "the proxy closed the connection "} + when,
                reset ? ec : boost::asio::error::eof);
}

ProxyTunnel::Step ProxyTunnel::fail(std::string detail, boost::system::error_code cause)
{
    output_ = {};
    failure_ = make_error(ErrorKind::transport, Phase::connect, Delivery::not_sent, std::move(detail), cause);
    return Step::failed;
}

} // namespace clerk::detail

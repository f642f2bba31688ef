#include "net/proxy_tunnel.hpp"

#include "fuzz/input.hpp"
#include "fuzz/require.hpp"
#include "fuzz/targets.hpp"

#include <boost/asio/error.hpp>

#include <cstdint>
#include <limits>
#include <string>

namespace clerk::fuzz {

namespace {

using Step = detail::ProxyTunnel::Step;

std::string outcome(std::string_view bytes, LimitOptions const& limits, std::size_t largest, std::uint32_t seed)
{
    constexpr std::string_view request = "CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n";
    detail::ProxyTunnel tunnel{request, limits};
    require(tunnel.output() == request, "the request comes first");
    tunnel.on_written(request.size());
    auto step = Step::pending;
    std::size_t taken = 0;
    in_blocks(bytes, largest, seed, [&](std::string_view block) {
        step = tunnel.on_bytes(block);
        taken += block.size();
        return step == Step::pending;
    });
    if (step == Step::open) return taken == bytes.size() ? "open" : "open, and then more";
    if (step == Step::pending) step = tunnel.on_end(boost::asio::error::eof);
    require(step == Step::failed, "a tunnel is open or failed after the end of its connection");
    auto const& failure = tunnel.failure();
    require(failure.kind == ErrorKind::transport && failure.delivery == Delivery::not_sent && failure.status == 0,
            "whatever a proxy does, nothing was sent to Clerk");
    require(tunnel.output().empty(), "nothing is sent after a failure");
    return failure.detail;
}

} // namespace

void proxy_answer(std::string_view bytes)
{
    Input input{bytes};
    LimitOptions limits;
    limits.max_header_bytes = 256 + 2 * std::size_t{input.byte()};
    auto const seed = static_cast<std::uint32_t>(input.byte()) << 8 | input.byte();
    auto const answer = input.rest();

    auto const whole = outcome(answer, limits, std::numeric_limits<std::uint32_t>::max(), 0);
    for (std::size_t const largest : {std::size_t{1}, std::size_t{7}, std::size_t{100}})
    {
        auto const split = outcome(answer, limits, largest, seed);
        // Bytes after the header are refused if they arrive with it. Otherwise TLS reads and refuses them.
        bool const surplus = split == "open, and then more" && whole.ends_with("data after the header");
        require(whole == split || surplus, "the outcome does not depend on the split:\n" + whole + "\n--\n" + split);
    }
}

} // namespace clerk::fuzz

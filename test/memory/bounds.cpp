#include "memory/meter.hpp"
#include "support/answers.hpp"
#include "support/rig.hpp"

using namespace clerk::test;
using namespace std::chrono_literals;
using clerk::Delivery;
using clerk::ErrorKind;
using clerk::Phase;

// The memory of a client has the bounds of docs/reliability.md, for any peer and number of calls.
BOOST_AUTO_TEST_SUITE(memory_bounds)

namespace {

constexpr std::size_t kib = 1024;
constexpr std::size_t mib = 1024 * kib;

// Memory of a client and one connection: TLS, its buffers, trusted certificates.
constexpr std::size_t base = mib;

std::string const ok = "HTTP/1.1 200 OK\r\n";
std::string const chunked = ok + "Transfer-Encoding: chunked\r\n\r\n";

/// Returns the peak memory of a create, including its client.
std::size_t peak_of(ScriptedPeer const& peer, clerk::LimitOptions const& limits, std::optional<ErrorKind> kind)
{
    auto options = peer.client_options();
    options.limits = limits;
    options.timeouts.connect = options.timeouts.response = options.timeouts.total = 1h; // for slow machines
    MemoryMeter const meter;
    {
        Rig rig{options};
        std::optional<Created> result;
        rig.begin(result);
        run_out(rig.context);
        BOOST_TEST_REQUIRE(result.has_value());
        BOOST_TEST((result->has_value() ? !kind : kind == result->error().kind));
        check_quiet(rig.client);
    }
    BOOST_TEST_MESSAGE("peak: " << meter.peak() / kib << " KiB");
    return meter.peak();
}

std::size_t peak_of(Script const& answer_script, clerk::LimitOptions const& limits = {},
                    std::optional<ErrorKind> kind = ErrorKind::protocol)
{
    ScriptedPeer const peer{{Script{step::expect_request()} + answer_script}};
    return peak_of(peer, limits, kind);
}

} // namespace

BOOST_AUTO_TEST_CASE(endless_headers_have_bounded_memory)
{
    clerk::LimitOptions limits;
    for (std::size_t const limit : {64 * kib, mib})
    {
        limits.max_header_bytes = limit;
        BOOST_TEST(peak_of({step::send(ok), step::send_repeatedly("X-More: and more\r\n")}, limits) < base + 4 * limit);
        BOOST_TEST(peak_of({step::send(ok + "X: "), step::send_repeatedly(std::string(8192, 'x'))}, limits) < base + 4 * limit);
        BOOST_TEST(peak_of({step::send(chunked + "0\r\nX: "), step::send_repeatedly(std::string(8192, 'x'))}, limits) <
                   base + 4 * limit);
        BOOST_TEST(peak_of({step::send(chunked + "1;"), step::send_repeatedly(std::string(8192, 'x'))}, limits) <
                   base + 4 * limit);
    }
    BOOST_TEST(peak_of({step::send_repeatedly("HTTP/1.1 100 Continue\r\n\r\n")}) < base + 4 * 64 * kib);
}

BOOST_AUTO_TEST_CASE(endless_bodies_have_bounded_memory)
{
    clerk::LimitOptions const limits;
    std::string const data(16 * kib, 'x');
    BOOST_TEST(peak_of({step::send(ok + "\r\n"), step::send_repeatedly(data)}) < base + 3 * limits.max_body_bytes);
    BOOST_TEST(peak_of({step::send(chunked), step::send_repeatedly("4000\r\n" + data + "\r\n")}) <
               base + 3 * limits.max_body_bytes);
    BOOST_TEST(peak_of({step::send(chunked), step::send_repeatedly("1\r\nx\r\n")}, {.max_body_bytes = 20'000}) < base);
}

BOOST_AUTO_TEST_CASE(a_length_of_64_mib_is_refused)
{
    std::string body = invitation_json("large");
    body.insert(body.size() - 1, R"(,"blob":")" + std::string(64 * mib, 'x') + '"');
    auto const bytes = answer(200, {}, body);
    BOOST_TEST(peak_of({step::send(bytes)}) < base);
    // The text, whose capacity doubles, and its value in `extra`.
    BOOST_TEST(peak_of({step::send(bytes)}, {.max_body_bytes = 80 * mib}, std::nullopt) < base + 4 * 64 * mib);
}

BOOST_AUTO_TEST_CASE(a_compressed_bomb_is_refused_unread)
{
    for (std::string const coding : {"gzip", "br", "zstd"})
    {
        auto const head = ok + "Content-Encoding: " + coding + "\r\nContent-Length: 4000000\r\n\r\n";
        BOOST_TEST(peak_of({step::send(head), step::send_repeatedly(std::string(16 * kib, '\x1f'))}) < base);
    }
}

BOOST_AUTO_TEST_CASE(a_request_of_16_mib_has_bounded_memory)
{
    constexpr std::size_t body = 16 * mib;
    clerk::CreateInvitationParams params{"a@example.com"};
    params.public_metadata = {{"blob", std::string(body, 'x')}};
    for (bool const reads : {true, false})
    {
        ScriptedPeer const peer{{reads ? Script{step::expect_request(), step::send(created("large"))}
                                       : Script{step::handshake(), step::gate("never")}}};
        auto options = peer.client_options();
        if (!reads) options.timeouts.response = 300ms;
        MemoryMeter const meter;
        {
            Rig rig{options};
            auto const result = rig.create({}, params);
            BOOST_TEST((reads ? result.has_value() : result.error().kind == ErrorKind::timeout));
        }
        BOOST_TEST_MESSAGE("peak: " << meter.peak() / kib << " KiB");
        BOOST_TEST(meter.peak() < base + body * 22 / 10);
    }
}

BOOST_AUTO_TEST_CASE(ten_thousand_slow_calls_have_bounded_memory)
{
    constexpr std::size_t calls = 10'000;
    constexpr std::size_t connections = 256;
    ScriptedPeer const peer{{{step::expect_request(), step::stall()}}};
    auto options = peer.client_options();
    options.pool.max_connections = connections;
    options.timeouts.connect = options.timeouts.response = options.timeouts.total = 60s;
    MemoryMeter const meter;
    {
        Rig rig{options};
        std::size_t ended = 0;
        for (std::size_t i = 0; i < calls; ++i)
            rig.invitations.create("somebody@example.com", [&ended](Created const&) { ++ended; });
        run_until(rig.context, [&] { return peer.seen().requests.size() == connections; });
        BOOST_TEST(rig.client.stats().calls_waiting == calls - connections);
        BOOST_TEST_MESSAGE("now: " << meter.now() / kib << " KiB");
        rig.client.close();
        run_out(rig.context);
        BOOST_TEST(ended == calls);
        check_quiet(rig.client);
    }
    BOOST_TEST_MESSAGE("peak: " << meter.peak() / kib << " KiB");
    BOOST_TEST(meter.peak() < base + calls * 2 * kib + connections * 64 * kib);
    BOOST_TEST(meter.now() < base, "and is given back");
}

BOOST_AUTO_TEST_SUITE_END()

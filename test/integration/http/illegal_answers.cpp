#include "support/answers.hpp"
#include "support/rig.hpp"

using namespace clerk::test;
using namespace std::chrono_literals;
using clerk::Delivery;
using clerk::ErrorKind;
using clerk::Phase;

// Invalid or excessive responses end with `protocol`, without a success or a second request.
BOOST_AUTO_TEST_SUITE(illegal_answers)

namespace {

std::string const json = invitation_json("no");
std::string const ok = "HTTP/1.1 200 OK\r\n";
std::string const length = "Content-Length: " + std::to_string(json.size()) + "\r\n";

/// @param end steps after the bytes. Empty: the connection stays open, so the client must detect the error itself
void check(std::string const& bytes, int status, Script const& end = {})
{
    BOOST_TEST_CONTEXT(bytes.substr(0, 200))
    {
        ScriptedPeer peer{
            {Script{step::expect_request(), step::send(bytes)} + end, {step::expect_request(), step::send(created("next"))}}};
        Rig rig{peer.client_options()};
        check_error(rig.create(), {ErrorKind::protocol, Delivery::unknown, Phase::read, status});
        BOOST_TEST(peer.requests().size() == 1U);
        BOOST_TEST(rig.client.stats().connections_open == 0U);
        BOOST_TEST(rig.client.stats().connections_closed.error == 1U);
        BOOST_TEST(peer.wait_for_closed(1));
        check_created(rig.create(), "next");
    }
}

Script const orderly{step::close_notify(), step::fin()};

} // namespace

BOOST_AUTO_TEST_CASE(conflicting_lengths)
{
    check(ok + length + "Content-Length: 5\r\n\r\n" + json, 200);
    check(ok + "Content-Length: 5, 6\r\n\r\n" + json, 200);
    check(ok + length + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 200);
    check(ok + "Transfer-Encoding: chunked\r\n" + length + "\r\n0\r\n\r\n", 200);
}

BOOST_AUTO_TEST_CASE(non_numeric_lengths)
{
    for (std::string const bad : {"-1", "+5", "0x10", "1 2", "five", "", "99999999999999999999999999"})
        check(ok + "Content-Length: " + bad + "\r\n\r\n" + json, 200);
}

BOOST_AUTO_TEST_CASE(unknown_transfer_codings)
{
    for (std::string const coding : {"gzip", "gzip, chunked", "chunked, gzip", "identity", "xchunked", "chunked, chunked"})
        check(ok + "Transfer-Encoding: " + coding + "\r\n\r\n0\r\n\r\n", 200);
    check("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 200);
}

BOOST_AUTO_TEST_CASE(bad_chunks)
{
    for (std::string const bad : {"x\r\n", "-1\r\n", "1\r\nab\r\n0\r\n\r\n", "\r\n", "ffffffffffffffffff\r\n", "g\r\n"})
        check(ok + "Transfer-Encoding: chunked\r\n\r\n" + bad + "{}\r\n0\r\n\r\n", 200);
}

BOOST_AUTO_TEST_CASE(invalid_chunk_prefixes_end_at_once)
{
    for (std::string const bad : {"x", "z\r\n", "\r\n", "0x", "2\r\n{}x", "2\r\n{}\r\ny", "1\n", "11111111111111111"})
        check(ok + "Transfer-Encoding: chunked\r\n\r\n" + bad, 200);
}

BOOST_AUTO_TEST_CASE(an_endless_chunk_header)
{
    for (std::string const begin : {"5;", "0000000000", "5"}) BOOST_TEST_CONTEXT(begin)
        {
            ScriptedPeer peer{{{step::expect_request(), step::send(ok + "Transfer-Encoding: chunked\r\n\r\n" + begin),
                                step::send_repeatedly(std::string(8192, begin.back() == ';' ? 'x' : begin.back()))}}};
            Rig rig{peer.client_options()};
            check_error(rig.create(), {ErrorKind::protocol, Delivery::unknown, Phase::read, 200});
        }
}

BOOST_AUTO_TEST_CASE(an_endless_trailer)
{
    ScriptedPeer peer{{{step::expect_request(), step::send(ok + "Transfer-Encoding: chunked\r\n\r\n0\r\n"),
                        step::send_repeatedly("X-More: and more\r\n")}}};
    Rig rig{peer.client_options()};
    check_error(rig.create(), {ErrorKind::protocol, Delivery::unknown, Phase::read, 200});
}

BOOST_AUTO_TEST_CASE(a_trailer_line_without_end)
{
    ScriptedPeer peer{{{step::expect_request(), step::send(ok + "Transfer-Encoding: chunked\r\n\r\n0\r\nX: "),
                        step::send_repeatedly(std::string(8192, 'x'))}}};
    Rig rig{peer.client_options()};
    check_error(rig.create(), {ErrorKind::protocol, Delivery::unknown, Phase::read, 200});
}

BOOST_AUTO_TEST_CASE(trailers_with_framing_fields)
{
    for (std::string const field : {"Content-Length: 1", "Transfer-Encoding: gzip"})
        check(ok + "Transfer-Encoding: chunked\r\n\r\n0\r\n" + field + "\r\n\r\n", 200);
}

BOOST_AUTO_TEST_CASE(bad_status_lines_and_garbage)
{
    for (std::string const bad :
         {"HTTP/2 200\r\n\r\n", "HTTP/1.2.3 200 OK\r\n\r\n", "HTTP/1.1 20 OK\r\n\r\n", "HTTP/1.1 2000 OK\r\n\r\n",
          "HTTP/1.1  200 OK\r\n\r\n", "http/1.1 200 OK\r\n\r\n", "HTTP/1.1 abc OK\r\n\r\n", " HTTP/1.1 200 OK\r\n\r\n",
          "ICY 200 OK\r\n\r\n", "<html></html>\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
          "\x16\x03\x01\x02\r\n\r\n"})
        check(bad, 0);
    check(std::string("\0\0\x12\x04\0\0\0\0\0\0\x03\0\0\0\x64\0\x04\0\x10\0\0\r\n\r\n", 25), 0);
}

BOOST_AUTO_TEST_CASE(invalid_status_codes)
{
    for (int status : {0, 99, 600, 999})
        check("HTTP/1.1 " + std::string(status < 100 ? "0" : "") + (status == 0 ? "0" : "") + std::to_string(status) +
                  " Odd\r\nContent-Length: 0\r\n\r\n",
              status);
    check("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: upgrade\r\n\r\n", 101);
}

BOOST_AUTO_TEST_CASE(bad_header_fields)
{
    for (std::string const bad : {"No colon here\r\n", ": no name\r\n", "Bad Name: x\r\n", "X: a\x01 b\r\n", "X\x80: y\r\n"})
        check(ok + bad + length + "\r\n" + json, 200);
}

BOOST_AUTO_TEST_CASE(a_header_over_the_limit)
{
    std::string const one = "X-Filler: " + std::string(1000, 'x') + "\r\n";
    std::string block;
    for (int i = 0; i < 70; ++i) block += one;
    check(ok + block + length + "\r\n" + json, 200);
    check(ok + "X-Long: " + std::string(70'000, 'x'), 200);
    check("HTTP/1.1 200 " + std::string(70'000, 'x'), 0);
}

BOOST_AUTO_TEST_CASE(an_endless_header)
{
    ScriptedPeer peer{{{step::expect_request(), step::send(ok), step::send_repeatedly("X-More: and more\r\n")}}};
    Rig rig{peer.client_options()};
    check_error(rig.create(), {ErrorKind::protocol, Delivery::unknown, Phase::read, 200});
}

BOOST_AUTO_TEST_CASE(too_many_header_fields)
{
    std::string block;
    for (int i = 0; i < 1000; ++i) block += "A: b\r\n";
    check(ok + block + length + "\r\n" + json, 200);
}

BOOST_AUTO_TEST_CASE(a_body_over_the_limit_is_refused_early)
{
    check(ok + "Content-Length: 4194305\r\n\r\n", 200);
    check(ok + "Transfer-Encoding: chunked\r\n\r\n400001\r\n", 200);
}

BOOST_AUTO_TEST_CASE(an_endless_body)
{
    for (std::string const& head : {ok + "\r\n", ok + "Transfer-Encoding: chunked\r\n\r\n"})
    {
        bool const is_chunked = head.size() > 30;
        std::string const data(4096, 'x');
        ScriptedPeer peer{
            {{step::expect_request(), step::send(head), step::send_repeatedly(is_chunked ? "1000\r\n" + data + "\r\n" : data)}}};
        auto options = peer.client_options();
        options.limits.max_body_bytes = 100'000;
        Rig rig{options};
        check_error(rig.create(), {ErrorKind::protocol, Delivery::unknown, Phase::read, 200});
    }
}

BOOST_AUTO_TEST_CASE(a_slow_endless_body_cannot_outlive_the_deadline)
{
    ScriptedPeer peer{{{step::expect_request(), step::send(ok + "\r\n"), step::send_repeatedly(" ", 5ms)}}};
    Rig rig{peer.client_options()};
    check_error(rig.create({.timeout = 200ms, .max_attempts = 0, .rate_limit = {}}),
                {ErrorKind::timeout, Delivery::unknown, Phase::read, 200});
}

BOOST_AUTO_TEST_CASE(endless_interim_responses)
{
    ScriptedPeer peer{{{step::expect_request(), step::send_repeatedly("HTTP/1.1 100 Continue\r\n\r\n")}}};
    Rig rig{peer.client_options()};
    auto const result = rig.create();
    BOOST_TEST_REQUIRE(!result.has_value());
    BOOST_TEST(result.error().kind == ErrorKind::protocol);
    BOOST_TEST(result.error().delivery == Delivery::unknown);
}

BOOST_AUTO_TEST_CASE(truncation_is_never_a_short_success)
{
    for (Script const& end : {Script{step::fin()}, Script{step::reset()}, orderly})
    {
        check(ok + length + "\r\n" + json.substr(0, 20), 200, end);
        check(ok + length + "\r\n", 200, end);
        check(ok + "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"a\":\r\n", 200, end);
        check("HTTP/1.1 200 OK\r\nContent-Le", 200, end);
        check("HTTP/1.", 0, end);
    }
}

BOOST_AUTO_TEST_CASE(a_body_that_ends_with_the_connection_needs_a_close_notify)
{
    check(ok + "\r\n" + json, 200, {step::fin()});
    check(ok + "\r\n" + json, 200, {step::reset()});
}

BOOST_AUTO_TEST_CASE(unrequested_content_codings)
{
    for (std::string const coding : {"gzip", "br", "deflate", "identity, gzip"})
        check(ok + "Content-Encoding: " + coding + "\r\n" + length + "\r\n" + json, 200);
}

BOOST_AUTO_TEST_CASE(a_tls_error_during_the_response_keeps_the_status)
{
    auto const whole = created("one");
    ScriptedPeer peer{{{step::expect_request(), step::send(whole.substr(0, whole.size() - 10)), step::mark("half"),
                        step::send_raw(std::string{"\x17\x03\x03\x00\x20", 5} + std::string(32, 'x'))}}};
    Rig rig{peer.client_options()};
    check_error(rig.create(), {ErrorKind::tls, Delivery::unknown, Phase::read, 200});
}

BOOST_AUTO_TEST_SUITE_END()

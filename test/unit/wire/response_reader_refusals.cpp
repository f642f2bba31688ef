#include "unit/wire/reading.hpp"

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <string>
#include <string_view>

using clerk::test::read;
using clerk::test::read_in_blocks;
using namespace std::string_literals;
using namespace std::string_view_literals;

namespace {

struct Refused
{
    std::string bytes;
    /// Beginning of the result.
    std::string_view why;
};

std::string ok(std::string_view fields, std::string_view body = {})
{
    return "HTTP/1.1 200 OK\r\n" + std::string{fields} + "\r\n" + std::string{body};
}

std::string chunked(std::string_view body)
{
    return ok("Transfer-Encoding: chunked\r\n", body);
}

Refused const refused[]{
    {"HTTP/1.1 99 Low\r\n\r\n", "failed: "},
    {"HTTP/1.1 099 Low\r\n\r\n", "failed: status code is not between 100 and 599"},
    {"HTTP/1.1 000 None\r\n\r\n", "failed: status code is not between 100 and 599"},
    {"HTTP/1.1 600 High\r\n\r\n", "failed: status code is not between 100 and 599"},
    {"HTTP/1.1 999 High\r\n\r\n", "failed: status code is not between 100 and 599"},
    {"HTTP/1.1 2000 OK\r\n\r\n", "failed: "},
    {"HTTP/1.1 20x OK\r\n\r\n", "failed: "},
    {"HTTP/1.1 -20 OK\r\n\r\n", "failed: "},
    {"HTTP/1.1  200 OK\r\n\r\n", "failed: "},
    {"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n", "failed: unrequested protocol switch"},
    {"HTTP/1.2 200 OK\r\n\r\n", "failed: "},
    {"HTTP/2 200 OK\r\n\r\n", "failed: "},
    {"http/1.1 200 OK\r\n\r\n", "failed: "},
    {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "failed: "},
    {"SSH-2.0-OpenSSH_9.2\r\n", "failed: "},
    {"\x15\x03\x01\0\x02\x02\x46\r\n"s, "failed: "},
    {"<html>\r\n<body>502 Bad Gateway</body></html>\r\n", "failed: "},
    {"{\"errors\":[]}\r\n\r\n", "failed: "},
    {"\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", "failed: "},
    {"HTTP/1.1 200 O\0K\r\n\r\n"s, "failed: "},
    {ok("No-Colon\r\n"), "failed: "},
    {ok(": no name\r\n"), "failed: "},
    {ok("Spaced : 1\r\n"), "failed: "},
    {ok("Null: a\0b\r\n"sv), "failed: "},
    {ok("B\xc3\xa4r: 1\r\n"), "failed: "},
    {ok("Content-Length: 2\r\nContent-Length: 3\r\n", "{}"), "failed: "},
    {ok("Content-Length: 2, 3\r\n", "{}"), "failed: "},
    {ok("Content-Length: -1\r\n"), "failed: "},
    {ok("Content-Length: +2\r\n", "{}"), "failed: "},
    {ok("Content-Length: 0x2\r\n", "{}"), "failed: "},
    {ok("Content-Length: 2 2\r\n", "{}"), "failed: "},
    {ok("Content-Length: \r\n"), "failed: "},
    {ok("Content-Length: 18446744073709551616\r\n"), "failed: "},
    {ok("Content-Length: 18446744073709551615\r\n"), "failed: body larger than max_body_bytes"},
    {ok("Content-Length: 2\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), "failed: "},
    {ok("Transfer-Encoding: chunked\r\nContent-Length: 2\r\n", "0\r\n\r\n"), "failed: "},
    {ok("Transfer-Encoding: gzip\r\n"), "failed: unknown transfer coding"},
    {ok("Transfer-Encoding: gzip, chunked\r\n"), "failed: unknown transfer coding"},
    {ok("Transfer-Encoding: chunked, gzip\r\n"), "failed: unknown transfer coding"},
    {ok("Transfer-Encoding: chunked, chunked\r\n"), "failed: unknown transfer coding"},
    {ok("Transfer-Encoding: xchunked\r\n"), "failed: unknown transfer coding"},
    {ok("Transfer-Encoding: identity\r\n"), "failed: unknown transfer coding"},
    {ok("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"), "failed: unknown transfer coding"},
    {ok("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), "failed: "},
    {"HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "failed: Transfer-Encoding in an HTTP/1.0 response"},
    {ok("Content-Encoding: gzip\r\nContent-Length: 0\r\n"), "failed: unrequested content coding"},
    {ok("Content-Encoding: br\r\nContent-Length: 0\r\n"), "failed: unrequested content coding"},
    {ok("Content-Encoding: identity, gzip\r\n"), "failed: unrequested content coding"},
    {chunked("x\r\n\r\n"), "failed: "},
    {chunked("-1\r\n\r\n"), "failed: "},
    {chunked("\r\n0\r\n\r\n"), "failed: "},
    {chunked("0x2\r\n{}\r\n0\r\n\r\n"), "failed: "},
    {chunked("2\r\n{}0\r\n\r\n"), "failed: "},
    {chunked("2\r\n{}x\r\n0\r\n\r\n"), "failed: "},
    {chunked("2\r\n{}\n0\r\n\r\n"), "failed: "},
    {chunked("ffffffffffffffffff\r\n{}"), "failed: "},
    {chunked("2 \r\n{}\r\n0\r\n\r\n"), "failed: malformed chunk"},
    {chunked("2;\r\n{}\r\n0\r\n\r\n"), "failed: malformed chunk"},
    {chunked("2;a=\r\n{}\r\n0\r\n\r\n"), "failed: malformed chunk"},
    {chunked("2;a b\r\n{}\r\n0\r\n\r\n"), "failed: malformed chunk"},
    {chunked("2;a=\"b\r\n{}\r\n0\r\n\r\n"), "failed: malformed chunk"},
    {chunked("2;a=\"\\\r\n{}\r\n0\r\n\r\n"), "failed: malformed chunk"},
    {chunked("2;a=\"b\"c\r\n{}\r\n0\r\n\r\n"), "failed: malformed chunk"},
    {chunked("2;a\n{}\r\n0\r\n\r\n"), "failed: malformed chunk"},
    {chunked("0\r\nNo-Colon\r\n\r\n"), "failed: malformed trailer field"},
    {chunked("0\r\n: no name\r\n\r\n"), "failed: malformed trailer field"},
    {chunked("0\r\n folded: 1\r\n\r\n"), "failed: malformed trailer field"},
    {chunked("0\r\nX: a\0b\r\n\r\n"sv), "failed: malformed trailer field"},
    {chunked("0\r\nX: a\n\r\n"), "failed: malformed trailer field"},
    {chunked("0\r\nX: a\r\r\n"), "failed: malformed trailer field"},
    {chunked("7fffffffffffffff\r\n{}"), "failed: body larger than max_body_bytes"},
};

} // namespace

BOOST_AUTO_TEST_SUITE(wire_response_reader_refusals)

BOOST_AUTO_TEST_CASE(illegal_responses_are_refused_with_a_reason)
{
    for (auto const& [bytes, why] : refused) BOOST_TEST_CONTEXT(bytes)
        {
            auto const said = read(bytes);
            BOOST_TEST(said.starts_with(why));
            BOOST_TEST(said.size() > "failed: "sv.size());
        }
}

BOOST_AUTO_TEST_CASE(illegal_responses_are_refused_at_any_split)
{
    for (auto const& [bytes, why] : refused)
        for (std::size_t const size : {1U, 2U, 3U, 7U}) BOOST_TEST_CONTEXT(bytes << "\nin blocks of " << size)
            {
                BOOST_TEST(read_in_blocks(bytes, size) == read(bytes));
            }
}

BOOST_AUTO_TEST_CASE(invalid_chunks_are_refused_early)
{
    for (auto const& begin : {"x"sv,
                              "x\r\n"sv,
                              "\r\n"sv,
                              "-1"sv,
                              "0x"sv,
                              ";"sv,
                              " "sv,
                              "1\n"sv,
                              "1\rx"sv,
                              "00y"sv,
                              "5z"sv,
                              "\r"sv,
                              "g12345678"sv,
                              "2\r\n{}x"sv,
                              "2\r\n{}\n"sv,
                              "2\r\n{}\rx"sv,
                              "2\r\n{}\r\nx"sv,
                              "2\r\n{}\r\n\r"sv,
                              "2\r\n{}\r\n0y"sv,
                              "11111111111111111"sv})
        for (std::size_t const size : {1U, 2U, 100U}) BOOST_TEST_CONTEXT(begin << "\nin blocks of " << size)
    BOOST_TEST(read_in_blocks(chunked(begin), size).starts_with("failed: "));
}

BOOST_AUTO_TEST_CASE(incomplete_chunk_lines_are_awaited)
{
    for (auto const& begin : {"0"sv,
                              "00"sv,
                              "000000000000000000000002"sv,
                              "2"sv,
                              "aF"sv,
                              "2\r"sv,
                              "2;"sv,
                              "2 ;x"sv,
                              "2\t"sv,
                              "0\r"sv,
                              "0\r\n"sv,
                              "0\r\n\r"sv,
                              "0\r\nX"sv,
                              "2\r\n"sv,
                              "2\r\n0"sv,
                              "2\r\nxx"sv,
                              "2\r\n{}\r"sv,
                              "2\r\n{}\r\n"sv,
                              "2\r\n{}\r\n0"sv,
                              "2\r\n{}\r\n0\r\n\r"sv,
                              "2\r\n{}\r\n0\r\nX: y"sv})
        for (std::size_t const size : {1U, 2U, 100U}) BOOST_TEST_CONTEXT(begin << "\nin blocks of " << size)
    BOOST_TEST(read_in_blocks(chunked(begin), size) == "incomplete status=200");
}

BOOST_AUTO_TEST_CASE(a_chunk_over_the_limit_is_refused_by_its_size)
{
    clerk::LimitOptions limits;
    limits.max_body_bytes = 1;
    BOOST_TEST(read_in_blocks(chunked("2\r\n"), 1, false, limits) == "failed: body larger than max_body_bytes");
    BOOST_TEST(read(chunked("2\r\n"), false, limits) == "failed: body larger than max_body_bytes");
}

BOOST_AUTO_TEST_CASE(trailers_with_framing_fields_are_refused)
{
    for (std::string const field : {"Content-Length: 0", "content-length: 2", "Transfer-Encoding: chunked",
                                    "TRANSFER-ENCODING: gzip", "Transfer-Encoding: identity"})
        for (std::size_t const size : {1U, 3U, 100U}) BOOST_TEST_CONTEXT(field << "\nin blocks of " << size)
    BOOST_TEST(read_in_blocks(chunked("2\r\n{}\r\n0\r\n" + field + "\r\n\r\n"), size).starts_with("failed: "));
}

BOOST_AUTO_TEST_CASE(an_error_never_quotes_the_response)
{
    for (auto const& bytes :
         {"leak@example.com 200 OK\r\n\r\n"s, ok("leak@example.com\r\n"), ok("Content-Length: leak@example.com\r\n"),
          ok("Transfer-Encoding: leak@example.com\r\n"), chunked("leak@example.com\r\n")})
        BOOST_TEST(read(bytes).find("leak") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(equal_lengths_may_repeat)
{
    auto const said = read(ok("Content-Length: 2\r\nContent-Length: 2\r\n", "{}"));
    BOOST_TEST((said == "complete status=200 kept body={}" || said.starts_with("failed: ")));
}

BOOST_AUTO_TEST_SUITE_END()

#include "unit/wire/reading.hpp"

#include "wire/response_parser.hpp"

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <ios>
#include <sstream>
#include <string>
#include <string_view>

using clerk::LimitOptions;
using clerk::detail::ResponseParser;
using clerk::detail::ResponseReader;
using clerk::test::Progress;
using clerk::test::read;
using clerk::test::read_in_blocks;

namespace {

constexpr LimitOptions small{.max_header_bytes = 256, .max_body_bytes = 100};
constexpr std::string_view header_too_large = "failed: header larger than max_header_bytes";
constexpr std::string_view body_too_large = "failed: body larger than max_body_bytes";

/// Returns a head of this size, including its empty line.
std::string head_of(std::size_t size)
{
    std::string const start = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX: ";
    return start + std::string(size - start.size() - 4, 'x') + "\r\n\r\n";
}

std::string chunks(std::size_t count, std::size_t size)
{
    std::string text = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    std::ostringstream hex;
    hex << std::hex << size;
    for (std::size_t i = 0; i < count; ++i) text += hex.str() + "\r\n" + std::string(size, 'x') + "\r\n";
    return text;
}

std::string fields(std::size_t count)
{
    std::string text = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n";
    for (std::size_t i = 1; i < count; ++i) text += "X: 1\r\n";
    return text + "\r\n";
}

std::string read_both_ways(std::string const& bytes, bool ends = false, LimitOptions const& limits = small)
{
    auto const at_once = read(bytes, ends, limits);
    BOOST_TEST(read_in_blocks(bytes, 1, ends, limits) == at_once);
    BOOST_TEST(read_in_blocks(bytes, 100, ends, limits) == at_once);
    return at_once;
}

} // namespace

BOOST_AUTO_TEST_SUITE(wire_response_reader_limits)

BOOST_AUTO_TEST_CASE(a_header_of_exactly_the_limit_is_accepted)
{
    for (std::size_t const size : {100U, 250U, 255U, 256U})
        BOOST_TEST(read_both_ways(head_of(size)) == "complete status=200 kept body=");
    for (std::size_t const size : {257U, 258U, 300U, 5'000U}) BOOST_TEST(read_both_ways(head_of(size)) == header_too_large);
}

BOOST_AUTO_TEST_CASE(an_endless_header_ends_at_the_limit)
{
    for (std::string_view const start : {"HTTP/1.1 200 ", "HTTP/1.1 200 OK\r\nX: ", "HTTP/1.1 200 OK\r\nX"})
        BOOST_TEST(read_both_ways(std::string{start} + std::string(1'000, 'x')) == header_too_large);
    std::string many = "HTTP/1.1 200 OK\r\n";
    for (int i = 0; i < 100; ++i) many += "A: 1\r\n";
    BOOST_TEST(read_both_ways(many) == header_too_large);
}

BOOST_AUTO_TEST_CASE(too_many_fields_are_refused_however_short)
{
    LimitOptions const limits;
    BOOST_TEST(read_both_ways(fields(ResponseParser::max_fields), false, limits) == "complete status=200 kept body=");
    BOOST_TEST(read_both_ways(fields(ResponseParser::max_fields + 1), false, limits) == "failed: too many header fields");
    std::string trailers = chunks(1, 2) + "0\r\n";
    for (std::size_t i = 0; i < ResponseParser::max_fields; ++i) trailers += "X: 1\r\n";
    BOOST_TEST(read_both_ways(trailers + "\r\n", false, limits) == "failed: too many header fields");
}

BOOST_AUTO_TEST_CASE(a_length_over_the_limit_is_refused_before_the_body)
{
    BOOST_TEST(read_both_ways("HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n") == body_too_large);
    BOOST_TEST(read_both_ways("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + std::string(100, 'x')) ==
               "complete status=200 kept body=" + std::string(100, 'x'));
}

BOOST_AUTO_TEST_CASE(chunks_over_the_limit_are_refused_together)
{
    BOOST_TEST(read_both_ways(chunks(2, 50) + "0\r\n\r\n") == "complete status=200 kept body=" + std::string(100, 'x'));
    BOOST_TEST(read_both_ways(chunks(3, 50) + "0\r\n\r\n") == body_too_large);
    BOOST_TEST(read_both_ways(chunks(101, 1) + "0\r\n\r\n") == body_too_large);
    BOOST_TEST(read_both_ways("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n65\r\nx") == body_too_large);
}

BOOST_AUTO_TEST_CASE(a_body_until_the_end_is_refused_beyond_the_limit)
{
    std::string const head = "HTTP/1.1 200 OK\r\n\r\n";
    BOOST_TEST(read_both_ways(head + std::string(100, 'x'), true) == "complete status=200 closed body=" + std::string(100, 'x'));
    BOOST_TEST(read_both_ways(head + std::string(101, 'x'), true) == body_too_large);
    BOOST_TEST(read_both_ways(head + std::string(5'000, 'x')) == body_too_large);
}

BOOST_AUTO_TEST_CASE(endless_chunk_extensions_and_trailers_are_limited)
{
    std::string const head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    BOOST_TEST(read_both_ways(head + "1;" + std::string(5'000, 'x')).starts_with("failed: "));
    BOOST_TEST(read_both_ways(head + std::string(5'000, '0')).starts_with("failed: "));
    BOOST_TEST(read_both_ways(head + "0\r\nX: " + std::string(5'000, 'x')).starts_with("failed: "));
    std::string many = head + "0\r\n";
    for (int i = 0; i < 1'000; ++i) many += "A: 1\r\n";
    BOOST_TEST(read_both_ways(many).starts_with("failed: "));
}

BOOST_AUTO_TEST_CASE(header_chunk_line_and_trailers_have_separate_limits)
{
    std::string const start = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX: ";
    std::string const head = start + std::string(256 - start.size() - 4, 'x') + "\r\n\r\n";
    std::string const chunk = "2;" + std::string(252, 'x') + "\r\n{}\r\n";
    std::string const trailers = "X: " + std::string(249, 'x') + "\r\n\r\n";
    BOOST_TEST(read_both_ways(head + chunk + chunk + "0\r\n" + trailers) == "complete status=200 kept body={}{}");
    BOOST_TEST(read_both_ways(head + "2;x" + chunk.substr(2)) == "failed: chunk-size line larger than max_header_bytes");
    BOOST_TEST(read_both_ways(head + chunk + "0\r\nX" + trailers) == "failed: trailer section larger than max_header_bytes");
}

BOOST_AUTO_TEST_CASE(endless_interim_responses_are_refused)
{
    std::string many;
    for (int i = 0; i <= ResponseReader::max_interim; ++i) many += "HTTP/1.1 100 Continue\r\n\r\n";
    BOOST_TEST(read_both_ways(many) == "failed: too many interim responses");
    BOOST_TEST(read_both_ways(many + "HTTP/1.1 204 \r\n\r\n") == "failed: too many interim responses");
}

BOOST_AUTO_TEST_CASE(each_interim_response_has_the_full_limit)
{
    std::string const interim = "HTTP/1.1 103 Early Hints\r\nX: " + std::string(200, 'x') + "\r\n\r\n";
    BOOST_TEST(read_both_ways(interim + interim + "HTTP/1.1 204 \r\n\r\n") == "complete status=204 kept body=");
}

BOOST_AUTO_TEST_SUITE_END()

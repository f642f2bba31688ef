#include "unit/wire/reading.hpp"

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <string>
#include <string_view>

using clerk::detail::ResponseReader;
using clerk::test::Progress;
using clerk::test::summary;

namespace {

constexpr std::string_view plain = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

} // namespace

BOOST_AUTO_TEST_SUITE(wire_response_reader_reuse)

BOOST_AUTO_TEST_CASE(nothing_of_the_last_response_remains)
{
    ResponseReader reader{{}};
    reader.begin();
    BOOST_TEST(
        reader.feed("HTTP/1.0 429 Slow\r\nRetry-After: 3\r\nDate: d\r\nClerk-Trace-Id: t\r\nCF-Ray: r\r\nKeep-Alive: timeout=4"
                    "\r\nContent-Length: 3\r\n\r\nabc, and more") == Progress::complete);
    BOOST_TEST(reader.surplus());
    reader.begin();
    BOOST_TEST(!reader.begun());
    BOOST_TEST(!reader.surplus());
    BOOST_TEST(reader.response().status == 0);
    BOOST_TEST(summary(reader.feed(plain), reader) == "complete status=200 kept body={}");
}

BOOST_AUTO_TEST_CASE(restarts_after_every_kind_of_end)
{
    ResponseReader reader{{.max_header_bytes = 256, .max_body_bytes = 10}};
    for (std::string_view const before :
         {"", "H", "HTTP/1.1 200 OK\r\nCont", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", "garbage\r\n\r\n",
          "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nab",
          "HTTP/1.1 100 \r\n\r\nHTTP/1.1 10", "HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\n"})
    {
        BOOST_TEST_CONTEXT("after " << before)
        {
            reader.begin();
            BOOST_TEST(reader.feed(before) != Progress::complete);
            reader.begin();
            BOOST_TEST(reader.failure().empty());
            BOOST_TEST(summary(reader.feed(plain), reader) == "complete status=200 kept body={}");
        }
    }
}

BOOST_AUTO_TEST_CASE(interim_responses_are_counted_per_response)
{
    ResponseReader reader{{}};
    for (int i = 0; i < 5; ++i)
    {
        reader.begin();
        for (int n = 0; n < ResponseReader::max_interim; ++n)
            BOOST_REQUIRE(reader.feed("HTTP/1.1 102 Processing\r\n\r\n") == Progress::incomplete);
        BOOST_TEST(reader.feed(plain) == Progress::complete);
    }
}

BOOST_AUTO_TEST_CASE(the_memory_of_a_large_body_is_released)
{
    ResponseReader reader{{}};
    reader.begin();
    BOOST_TEST(reader.feed("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n" + std::string(1'000'000, 'x')) ==
               Progress::complete);
    BOOST_TEST(reader.response().body.size() == 1'000'000U);
    reader.begin();
    BOOST_TEST(reader.response().body.capacity() <= 8U * 1024);
}

BOOST_AUTO_TEST_CASE(a_hostile_length_reserves_little_memory)
{
    ResponseReader reader{{}};
    reader.begin();
    BOOST_TEST(reader.feed("HTTP/1.1 200 OK\r\nContent-Length: 4194304\r\n\r\n") == Progress::incomplete);
    BOOST_TEST(reader.response().body.capacity() <= 32U * 1024);
}

BOOST_AUTO_TEST_CASE(partial_results_are_available)
{
    ResponseReader reader{{}};
    reader.begin();
    BOOST_TEST(reader.feed("HTTP/1.1 503 No\r\nRetry-After: 3\r\nContent-Length: 9\r\n\r\nabc") == Progress::incomplete);
    BOOST_TEST(reader.begun());
    BOOST_TEST(reader.response().status == 503);
    BOOST_TEST(reader.response().retry_after == "3");
}

BOOST_AUTO_TEST_CASE(an_end_before_any_byte_is_a_failure)
{
    ResponseReader reader{{}};
    reader.begin();
    BOOST_TEST(reader.end(true) == Progress::failed);
    BOOST_TEST(!reader.begun());
}

BOOST_AUTO_TEST_SUITE_END()

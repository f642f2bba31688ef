#include "wire/response_reader.hpp"

#include "unit/wire/reading.hpp"

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <string>
#include <string_view>

using clerk::detail::ResponseReader;
using clerk::test::Progress;
using clerk::test::read;
using clerk::test::read_in_blocks;
using clerk::test::summary;

namespace {

struct Answer
{
    std::string bytes, expected;
    bool ends{false};
};

std::string interim(int count)
{
    std::string text;
    for (int i = 0; i < count; ++i) text += "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
    return text;
}

Answer const answers[]{
    {"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", "complete status=200 kept body={}"},
    {"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "complete status=200 kept body="},
    {"HTTP/1.1 200 \r\ncOnTeNt-LeNgTh:2\r\n\r\n{}", "complete status=200 kept body={}"},
    {"HTTP/1.1 200 OK\r\nCONTENT-LENGTH: \t 2 \t \r\n\r\n{}", "complete status=200 kept body={}"},
    {"HTTP/1.1 204 No Content\r\n\r\n", "complete status=204 kept body="},
    {"HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", "complete status=304 kept body="},
    {"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}", "complete status=200 closed body={}"},
    {"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nconnection: foo, CLOSE\r\n\r\n{}", "complete status=200 closed body={}"},
    {"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5, max=100\r\n\r\n{}",
     "complete status=200 kept timeout=5 body={}"},
    {"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nKeep-Alive: max=7,Timeout=30\r\n\r\n", "complete status=200 kept timeout=30 body="},
    {"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nKeep-Alive: timeout=soon\r\n\r\n", "complete status=200 kept body="},
    {"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nKeep-Alive: timeout=-5\r\n\r\n", "complete status=200 kept body="},
    {"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nKeep-Alive: timeout=\r\n\r\n", "complete status=200 kept body="},
    {"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nKeep-Alive: timeout=99999999999\r\n\r\n", "complete status=200 kept body="},
    {"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\n{}", "complete status=200 closed body={}"},
    {"HTTP/1.0 200 OK\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\n{}", "complete status=200 kept body={}"},
    {"HTTP/1.0 200 OK\r\n\r\n{\"a\":1}", "complete status=200 closed body={\"a\":1}", true},
    {"HTTP/1.1 200 OK\r\n\r\n{\"a\":1}", "complete status=200 closed body={\"a\":1}", true},
    {"HTTP/1.1 200 OK\r\n\r\n", "complete status=200 closed body=", true},
    {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", "complete status=200 kept body={}"},
    {"HTTP/1.1 200 OK\r\ntransfer-encoding:Chunked\r\n\r\n1\r\n{\r\n001\r\n}\r\n000\r\n\r\n", "complete status=200 kept body={}"},
    {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "complete status=200 kept body="},
    {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;a=b;c=\"d e\"\r\n{\r\n1;x\r\n}\r\n0;last\r\nX-Sum: 1\r\nDate: "
     "late\r\n\r\n",
     "complete status=200 kept body={}"},
    {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1 ; a = b\t;c ;d=\"e\\\"\xc3\xa9\" ;f\r\n{\r\n1\r\n}\r\n00 ;g\r\n"
     "X:\r\nY: 1\r\n folded\r\n\r\n",
     "complete status=200 kept body={}"},
    {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\n0123456789\r\nA\r\n0123456789\r\n0\r\n\r\n",
     "complete status=200 kept body=01234567890123456789"},
    {"HTTP/1.1 429 Too Many Requests\r\nRetry-After: 30\r\nDate: Mon, 15 Jun 2026 12:00:00 GMT\r\nCLERK-TRACE-ID: t1\r\n"
     "CF-Ray: r1\r\ncontent-encoding: Identity\r\nContent-Length: 2\r\n\r\n{}",
     "complete status=429 kept retry_after=30 date=Mon, 15 Jun 2026 12:00:00 GMT trace=t1 ray=r1 body={}"},
    {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", "complete status=200 kept body={}"},
    {"HTTP/1.1 103 Early\r\nRetry-After: 9\r\nClerk-Trace-Id: early\r\nKeep-Alive: timeout=1\r\n\r\nHTTP/1.1 204 \r\n\r\n",
     "complete status=204 kept body="},
    {interim(ResponseReader::max_interim) + "HTTP/1.1 204 \r\n\r\n", "complete status=204 kept body="},
    {"HTTP/1.1 599 Whatever\r\nContent-Length: 4\r\n\r\n\r\n\r\n", "complete status=599 kept body=\r\n\r\n"},
};

} // namespace

BOOST_AUTO_TEST_SUITE(wire_response_reader)

BOOST_AUTO_TEST_CASE(every_legal_response_is_read)
{
    for (auto const& answer : answers) BOOST_TEST_CONTEXT(answer.bytes)
        {
            BOOST_TEST(read(answer.bytes, answer.ends) == answer.expected);
        }
}

BOOST_AUTO_TEST_CASE(the_size_of_blocks_does_not_matter)
{
    for (auto const& answer : answers)
        for (std::size_t const size : {1U, 2U, 3U, 5U, 7U, 16U, 64U})
            BOOST_TEST_CONTEXT(answer.bytes << "\nin blocks of " << size)
            {
                BOOST_TEST(read_in_blocks(answer.bytes, size, answer.ends) == answer.expected);
            }
}

BOOST_AUTO_TEST_CASE(the_split_into_two_blocks_does_not_matter)
{
    for (auto const& answer : answers)
    {
        std::string_view const bytes = answer.bytes;
        if (bytes.size() > 1'000) continue;
        for (std::size_t i = 1; i < bytes.size(); ++i)
        {
            ResponseReader reader{{}};
            reader.begin();
            auto progress = reader.feed(bytes.substr(0, i));
            BOOST_TEST_REQUIRE(progress == Progress::incomplete);
            progress = reader.feed(bytes.substr(i));
            if (answer.ends) progress = reader.end(true);
            BOOST_TEST(summary(progress, reader) == answer.expected);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_close_in_the_middle_is_an_error)
{
    for (auto const& answer : answers)
    {
        std::string_view const bytes = answer.bytes;
        // If the end of the connection ends the response, only its header can be cut.
        auto const cuttable = answer.ends ? bytes.find("\r\n\r\n") + 4 : bytes.size();
        for (std::size_t i = 0; i < cuttable; ++i)
            for (bool const clean : {true, false})
            {
                ResponseReader reader{{}};
                reader.begin();
                BOOST_REQUIRE(reader.feed(bytes.substr(0, i)) == Progress::incomplete);
                if (reader.end(clean) != Progress::failed) BOOST_ERROR("cut after " << i << " of " << bytes);
                BOOST_TEST(reader.failure() == "the connection was closed during the response");
                BOOST_TEST(reader.begun() == (i > 0));
            }
    }
}

BOOST_AUTO_TEST_CASE(a_body_without_length_needs_a_clean_close)
{
    for (std::string_view const bytes : {"HTTP/1.1 200 OK\r\n\r\n{}", "HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.0 200 OK\r\n\r\n{}"})
    {
        ResponseReader reader{{}};
        reader.begin();
        BOOST_TEST(reader.feed(bytes) == Progress::incomplete);
        BOOST_TEST(reader.end(false) == Progress::failed);
        BOOST_TEST(reader.failure() == "the connection that delimits the body was closed without close_notify");
    }
}

BOOST_AUTO_TEST_CASE(a_complete_response_needs_no_clean_close)
{
    ResponseReader reader{{}};
    reader.begin();
    BOOST_TEST(reader.feed("HTTP/1.1 204 \r\n\r\n") == Progress::complete);
    BOOST_TEST(reader.end(false) == Progress::complete);
    BOOST_TEST(reader.feed("") == Progress::complete);
    BOOST_TEST(!reader.surplus());
}

BOOST_AUTO_TEST_CASE(surplus_after_a_response_is_reported)
{
    for (auto const& answer : answers)
    {
        if (answer.ends) continue;
        for (std::string_view const surplus : {"x", "\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"})
        {
            ResponseReader together{{}};
            together.begin();
            BOOST_TEST(together.feed(answer.bytes + std::string{surplus}) == Progress::complete);
            ResponseReader after{{}};
            after.begin();
            BOOST_TEST(after.feed(answer.bytes) == Progress::complete);
            BOOST_TEST(!after.surplus());
            BOOST_TEST(after.feed(surplus) == Progress::complete);
            for (auto* const reader : {&together, &after})
            {
                BOOST_TEST(reader->surplus());
                auto const body = answer.expected.substr(answer.expected.find(" body=") + 6);
                BOOST_TEST(reader->response().body == body);
            }
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

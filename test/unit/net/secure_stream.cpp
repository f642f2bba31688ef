#include "net/secure_stream.hpp"

#include "unit/common/freed_memory.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

using clerk::detail::SecureStream;
using clerk::detail::TlsSession;
using clerk::test::FreedMemory;

namespace {

using Read = TlsSession::Read;

// The key must not occur in other texts of this file, because freed memory is reused without being cleared.
constexpr std::string_view key_field = "Authorization: Bearer sk_test_on_its_way\r\n";

std::string drained(SecureStream& stream, std::size_t at_a_time)
{
    std::string all;
    while (!stream.output().empty())
    {
        auto const some = stream.output().substr(0, at_a_time);
        all += some;
        BOOST_TEST(stream.on_written(some.size()));
    }
    return all;
}

} // namespace

BOOST_AUTO_TEST_SUITE(net_secure_stream)

BOOST_AUTO_TEST_CASE(without_tls_bytes_are_unchanged)
{
    SecureStream stream{nullptr};
    BOOST_CHECK(stream.handshake() == TlsSession::Handshake::done);
    BOOST_TEST(stream.write({"a", "", "bc", "d"}));
    BOOST_TEST(stream.output() == "abcd");
    BOOST_TEST(stream.on_written(1));
    BOOST_TEST(stream.output() == "bcd");
    BOOST_TEST(stream.write({"e", {}, {}, {}}));
    BOOST_TEST(drained(stream, 2) == "bcde");

    stream.feed("hello");
    BOOST_TEST(stream.holds_input());
    char to[3];
    std::size_t got = 0;
    BOOST_CHECK(stream.read(to, sizeof to, got) == Read::data);
    BOOST_TEST(std::string_view(to, got) == "hel");
    BOOST_CHECK(stream.read(to, sizeof to, got) == Read::data);
    BOOST_TEST(std::string_view(to, got) == "lo");
    BOOST_CHECK(stream.read(to, sizeof to, got) == Read::want_input);
    BOOST_TEST(!stream.holds_input());
    stream.feed_end();
    BOOST_CHECK(stream.read(to, sizeof to, got) == Read::closed);
    BOOST_TEST((!stream.resumed() && !stream.truncated() && stream.failure().empty()));
}

BOOST_AUTO_TEST_CASE(a_request_of_any_size_is_complete_and_in_order)
{
    for (std::size_t const size : {0U, 1U, 16'383U, 16'384U, 16'385U, 40'000U, 100'000U})
    {
        SecureStream stream{nullptr};
        std::string body(size, '\0');
        for (std::size_t i = 0; i < size; ++i) body[i] = static_cast<char>('a' + i % 23);
        BOOST_TEST(stream.write({"line\r\n", "Host: localhost\r\n", "\r\n", body}));
        BOOST_TEST(drained(stream, 1'000) == "line\r\nHost: localhost\r\n\r\n" + body);
    }
}

BOOST_AUTO_TEST_CASE(a_sent_request_leaves_no_key_in_memory)
{
    for (std::size_t const size : {10U, 3'000U, 16'000U, 100'000U})
    {
        BOOST_TEST_CONTEXT("a body of " << size)
        {
            std::string const body(size, 'x');
            FreedMemory const watch{"sk_test_on_its_way"};
            std::optional<SecureStream> stream{std::in_place, nullptr};
            for (int i = 0; i < 3; ++i)
            {
                BOOST_REQUIRE(stream->write({"line\r\n", key_field, "\r\n", body}));
                while (!stream->output().empty())
                    BOOST_TEST(stream->on_written(std::min<std::size_t>(stream->output().size(), 1'000)));
            }
            stream.reset();
            BOOST_TEST(watch.blocks() > 0U);
            BOOST_TEST(watch.holding_it() == 0U);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_request_that_was_never_sent_leaves_no_key_in_memory)
{
    for (std::size_t const taken : {0U, 5U})
    {
        FreedMemory const watch{"sk_test_on_its_way"};
        std::optional<SecureStream> stream{std::in_place, nullptr};
        BOOST_REQUIRE(stream->write({"line\r\n", key_field, "\r\n", "{}"}));
        if (taken > 0) BOOST_TEST(stream->on_written(taken));
        stream.reset();
        BOOST_TEST(watch.blocks() > 0U);
        BOOST_TEST(watch.holding_it() == 0U);
    }
}

BOOST_AUTO_TEST_SUITE_END()

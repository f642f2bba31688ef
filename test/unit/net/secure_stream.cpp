#include "net/secure_stream.hpp"

#include "unit/common/freed_memory.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

using clerk::detail::Channel;
using clerk::detail::TlsSession;
using clerk::test::FreedMemory;

namespace {

using Read = TlsSession::Read;

// In no text of this file that is not watched: freed memory comes back as it was left.
constexpr std::string_view key_field = "Authorization: Bearer sk_test_on_its_way\r\n";

std::string drained(Channel& channel, std::size_t at_a_time)
{
    std::string all;
    while (!channel.output().empty())
    {
        auto const some = channel.output().substr(0, at_a_time);
        all += some;
        BOOST_TEST(channel.on_written(some.size()));
    }
    return all;
}

} // namespace

BOOST_AUTO_TEST_SUITE(net_secure_stream)

BOOST_AUTO_TEST_CASE(without_tls_bytes_pass_as_they_are)
{
    Channel channel{nullptr};
    BOOST_CHECK(channel.handshake() == TlsSession::Handshake::done);
    BOOST_TEST(channel.write({"a", "", "bc", "d"}));
    BOOST_TEST(channel.output() == "abcd");
    BOOST_TEST(channel.on_written(1));
    BOOST_TEST(channel.output() == "bcd");
    BOOST_TEST(channel.write({"e", {}, {}, {}}));
    BOOST_TEST(drained(channel, 2) == "bcde");

    channel.feed("hello");
    BOOST_TEST(channel.holds_input());
    char to[3];
    std::size_t got = 0;
    BOOST_CHECK(channel.read(to, sizeof to, got) == Read::data);
    BOOST_TEST(std::string_view(to, got) == "hel");
    BOOST_CHECK(channel.read(to, sizeof to, got) == Read::data);
    BOOST_TEST(std::string_view(to, got) == "lo");
    BOOST_CHECK(channel.read(to, sizeof to, got) == Read::want_input);
    BOOST_TEST(!channel.holds_input());
    channel.feed_end();
    BOOST_CHECK(channel.read(to, sizeof to, got) == Read::closed);
    BOOST_TEST((!channel.resumed() && !channel.truncated() && channel.failure().empty()));
}

BOOST_AUTO_TEST_CASE(a_request_of_any_size_is_all_there_in_its_order)
{
    for (std::size_t const size : {0U, 1U, 16'383U, 16'384U, 16'385U, 40'000U, 100'000U})
    {
        Channel channel{nullptr};
        std::string body(size, '\0');
        for (std::size_t i = 0; i < size; ++i) body[i] = static_cast<char>('a' + i % 23);
        BOOST_TEST(channel.write({"line\r\n", "Host: localhost\r\n", "\r\n", body}));
        BOOST_TEST(drained(channel, 1'000) == "line\r\nHost: localhost\r\n\r\n" + body);
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
            std::optional<Channel> channel{std::in_place, nullptr};
            for (int i = 0; i < 3; ++i)
            {
                BOOST_REQUIRE(channel->write({"line\r\n", key_field, "\r\n", body}));
                while (!channel->output().empty())
                    BOOST_TEST(channel->on_written(std::min<std::size_t>(channel->output().size(), 1'000)));
            }
            channel.reset();
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
        std::optional<Channel> channel{std::in_place, nullptr};
        BOOST_REQUIRE(channel->write({"line\r\n", key_field, "\r\n", "{}"}));
        if (taken > 0) BOOST_TEST(channel->on_written(taken));
        channel.reset();
        BOOST_TEST(watch.blocks() > 0U);
        BOOST_TEST(watch.holding_it() == 0U);
    }
}

BOOST_AUTO_TEST_SUITE_END()

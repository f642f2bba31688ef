#include "wire/request_head.hpp"

#include "unit/common/freed_memory.hpp"

#include <clerk/secret_key.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

using clerk::SecretKey;
using clerk::detail::ClientHeaders;
using clerk::detail::ContentLength;
using clerk::detail::HandleHeaders;
using clerk::detail::request_line;
using clerk::detail::request_with_body;
using clerk::detail::request_without_body;
using clerk::detail::RequestParts;
using clerk::test::FreedMemory;

namespace {

ClientHeaders client_headers(std::string_view key = "sk_test_abc")
{
    return {"api.clerk.com", "clerk-asio/1.0 shop/2", SecretKey{key}};
}

HandleHeaders const handle{"2026-05-12", {}};

std::string joined(RequestParts const& parts)
{
    std::string whole;
    for (auto const part : parts) whole += part;
    return whole;
}

std::size_t count(std::string_view text, std::string_view what)
{
    std::size_t times = 0;
    for (auto at = text.find(what); at != std::string_view::npos; at = text.find(what, at + 1)) ++times;
    return times;
}

} // namespace

BOOST_AUTO_TEST_SUITE(wire_request_head)

BOOST_AUTO_TEST_CASE(a_request_with_a_body_has_the_expected_bytes)
{
    auto const client = client_headers();
    auto const line = request_line("POST", "/v1/invitations");
    std::string_view const body = R"({"email_address":"a@example.com"})";
    ContentLength const length{body.size()};
    BOOST_TEST(joined(request_with_body(line, client, handle, length, body)) == "POST /v1/invitations HTTP/1.1\r\n"
                                                                                "Host: api.clerk.com\r\n"
                                                                                "Accept: application/json\r\n"
                                                                                "Accept-Encoding: identity\r\n"
                                                                                "User-Agent: clerk-asio/1.0 shop/2\r\n"
                                                                                "Authorization: Bearer sk_test_abc\r\n"
                                                                                "Clerk-API-Version: 2026-05-12\r\n"
                                                                                "Content-Type: application/json\r\n"
                                                                                "Content-Length: 33\r\n"
                                                                                "\r\n"
                                                                                R"({"email_address":"a@example.com"})");
}

BOOST_AUTO_TEST_CASE(a_get_has_the_expected_bytes)
{
    auto const client = client_headers();
    auto const line = request_line("GET", "/clerk/v1/invitations?paginated=true&order_by=%2Bcreated_at");
    BOOST_TEST(joined(request_without_body(line, client, handle)) ==
               "GET /clerk/v1/invitations?paginated=true&order_by=%2Bcreated_at HTTP/1.1\r\n"
               "Host: api.clerk.com\r\n"
               "Accept: application/json\r\n"
               "Accept-Encoding: identity\r\n"
               "User-Agent: clerk-asio/1.0 shop/2\r\n"
               "Authorization: Bearer sk_test_abc\r\n"
               "Clerk-API-Version: 2026-05-12\r\n"
               "\r\n");
}

BOOST_AUTO_TEST_CASE(a_post_without_a_body_has_length_zero)
{
    auto const client = client_headers();
    auto const line = request_line("POST", "/v1/invitations/inv_1/revoke");
    auto const text = joined(request_without_body(line, client, handle));
    BOOST_TEST(text.starts_with("POST /v1/invitations/inv_1/revoke HTTP/1.1\r\nHost: "));
    BOOST_TEST(text.ends_with("Bearer sk_test_abc\r\nClerk-API-Version: 2026-05-12\r\nContent-Length: 0\r\n\r\n"));
    BOOST_TEST(count(text, "Content-Type") == 0U);
}

BOOST_AUTO_TEST_CASE(every_field_and_the_key_occur_once)
{
    auto const client = client_headers("sk_live_only_once");
    auto const line = request_line("POST", "/v1/invitations");
    ContentLength const length{2};
    for (auto const& text :
         {joined(request_with_body(line, client, handle, length, "{}")), joined(request_without_body(line, client, handle))})
    {
        for (auto const* const field : {"Host: ", "Accept: ", "User-Agent: ", "Clerk-API-Version: ", "Authorization: ",
                                        "Content-Length: ", "\r\n\r\n", " HTTP/1.1\r\n"})
            BOOST_TEST_CONTEXT(field)
            {
                BOOST_TEST(count(text, field) == 1U);
            }
        BOOST_TEST(count(text, "sk_live_only_once") == 1U);
        BOOST_TEST(count(text, "\r\nAuthorization: Bearer sk_live_only_once\r\n") == 1U);
        for (auto const* const absent : {"Transfer-Encoding", "Connection", "Expect", "Cookie"}) BOOST_TEST_CONTEXT(absent)
            {
                BOOST_TEST(count(text, absent) == 0U);
            }
        BOOST_TEST(count(text, "\r") == count(text, "\r\n"));
        BOOST_TEST(count(text, "\n") == count(text, "\r\n"));
    }
}

BOOST_AUTO_TEST_CASE(a_length_is_digits_and_the_end_of_the_head)
{
    auto const check = [](std::size_t length) {
        BOOST_TEST(ContentLength{length}.view() == std::to_string(length) + "\r\n\r\n");
    };
    for (std::size_t length = 0; length < 2'000; ++length) check(length);
    for (std::size_t length = 1; length < std::numeric_limits<std::size_t>::max() / 10; length *= 10)
        for (auto const near : {length - 1, length, length + 1}) check(near);
    check(std::numeric_limits<std::size_t>::max());
}

BOOST_AUTO_TEST_CASE(a_body_is_not_copied)
{
    auto const client = client_headers();
    std::string const body(100'000, 'x');
    ContentLength const length{body.size()};
    auto const parts = request_with_body("POST / HTTP/1.1\r\n", client, handle, length, body);
    BOOST_TEST(std::ranges::any_of(parts, [&](std::string_view part) { return part.data() == body.data(); }));
}

BOOST_AUTO_TEST_CASE(heads_leave_no_key_in_memory)
{
    FreedMemory const watch{"sk_test_in_all_heads"};
    {
        std::optional<ClientHeaders> first{client_headers("sk_test_in_all_heads")};
        ClientHeaders second{std::move(*first)};
        second = client_headers("sk_test_in_all_heads");
        first.reset();
    }
    BOOST_TEST(watch.blocks() > 3U);
    BOOST_TEST(watch.holding_it() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

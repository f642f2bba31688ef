#include "support/blocking_client.hpp"

#include <clerk/testing/fake_backend.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

using clerk::test::BlockingClient;
using clerk::test::HttpRequest;
using clerk::testing::FakeBackend;

// HTTP features that clients in other languages use.
BOOST_AUTO_TEST_SUITE(fake_backend_http)

namespace {

std::string const body = R"({"email_address":"a@example.com"})";

std::string head(std::string const& fields)
{
    return "POST /v1/invitations HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer sk_test_fake_backend_key\r\n"
           "Content-Type: application/json\r\n" +
           fields + "\r\n";
}

std::string const length = "Content-Length: " + std::to_string(body.size()) + "\r\n";

} // namespace

BOOST_AUTO_TEST_CASE(expect_100_gets_100_before_the_body)
{
    FakeBackend const backend;
    BlockingClient client{backend};
    client.send_bytes(head(length + "Expect: 100-Continue\r\n"));
    BOOST_TEST(client.read().status == 100);
    client.send_bytes(body);
    BOOST_TEST(client.read().status == 200);
    client.send_bytes(head(length + "Expect: 100-continue\r\n") + body); // it did not wait
    BOOST_TEST(client.read().status == 400);                             // invited before
    BOOST_TEST(backend.connections() == 1U);
}

BOOST_AUTO_TEST_CASE(expect_100_with_a_large_body_is_refused)
{
    clerk::testing::FakeBackendOptions options;
    options.max_body_bytes = 10;
    FakeBackend const backend{options};
    BlockingClient client{backend};
    client.send_bytes(head(length + "Expect: 100-continue\r\n"));
    BOOST_TEST(client.read().status == 413);
}

BOOST_AUTO_TEST_CASE(an_upgrade_is_declined)
{
    FakeBackend const backend;
    BlockingClient client{backend};
    client.send_bytes(
        head(length + "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAA\r\n") + body);
    auto const answer = client.read();
    BOOST_TEST(answer.status == 200);
    BOOST_TEST(!answer.header("Connection").has_value());
    client.send_bytes(head(length) + body);
    BOOST_TEST(client.read().status == 400);
}

BOOST_AUTO_TEST_CASE(head_is_get_without_a_body)
{
    FakeBackend const backend;
    BlockingClient client{backend};
    client.send_bytes("HEAD /v1/invitations?paginated=true HTTP/1.1\r\nHost: localhost\r\n"
                      "Authorization: Bearer sk_test_fake_backend_key\r\n\r\n");
    auto const record = client.read_record();
    BOOST_TEST(record.starts_with("HTTP/1.1 200 "));
    BOOST_TEST(record.find("Content-Length: 27\r\n") != std::string::npos, record);
    BOOST_TEST(record.ends_with("\r\n\r\n"));
}

BOOST_AUTO_TEST_CASE(a_chunked_request_is_read)
{
    FakeBackend const backend;
    BlockingClient client{backend};
    client.send_bytes(head("Transfer-Encoding: chunked\r\n") + "5\r\n" + body.substr(0, 5) + "\r\n1c;x=y\r\n" + body.substr(5) +
                      "\r\n0\r\nX-Sum: 1\r\n\r\n");
    BOOST_TEST(client.read().status == 200);
    BOOST_TEST(backend.requests()[0].body == body);
}

BOOST_AUTO_TEST_SUITE_END()

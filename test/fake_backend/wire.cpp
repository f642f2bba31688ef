#include "support/blocking_client.hpp"

#include <clerk/testing/fake_backend.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace {

using clerk::test::BlockingClient;
using clerk::test::HttpRequest;
using clerk::testing::FakeBackend;
using clerk::testing::FakeBackendOptions;
using namespace std::chrono_literals;

HttpRequest get()
{
    HttpRequest request;
    request.method = "GET";
    request.content_type.reset();
    return request;
}

} // namespace

BOOST_AUTO_TEST_SUITE(fake_backend_wire)

BOOST_AUTO_TEST_CASE(client_options_have_url_and_ca)
{
    FakeBackend backend;
    auto const options = backend.client_options();
    BOOST_TEST(options.api_url == "https://127.0.0.1:" + std::to_string(backend.port()));
    BOOST_TEST(options.api_url == backend.url());
    BOOST_TEST(options.secret_key.reveal() == "sk_test_fake_backend_key");
    BOOST_TEST(options.tls.ca_pem == backend.ca_pem());
    BOOST_TEST(options.timeouts.total.count() == clerk::ClientOptions{}.timeouts.total.count());
}

BOOST_AUTO_TEST_CASE(every_response_has_the_headers_of_clerks_edge)
{
    FakeBackend backend;
    BlockingClient client{backend};
    std::set<std::string> ids;
    for (int i = 0; i < 5; ++i)
    {
        auto const answer = client.request(get());
        BOOST_TEST(answer.header("Content-Type").value() == "application/json");
        BOOST_TEST(answer.header("Content-Length").value() == "2");
        BOOST_TEST(answer.header("Date").value().ends_with(" GMT"));
        BOOST_TEST(answer.header("Date").value().size() == 29u);
        BOOST_TEST(!answer.header("cf-ray").value().empty());
        BOOST_TEST(!answer.header("Connection").has_value());
        ids.insert(answer.header("Clerk-Trace-Id").value());
    }
    BOOST_TEST(ids.size() == 5u);
    BOOST_TEST(backend.connections() == 1u);
}

BOOST_AUTO_TEST_CASE(the_certificate_is_for_loopback_names_only)
{
    FakeBackend backend;
    for (auto const* host : {"localhost", "127.0.0.1", "::1"}) BOOST_TEST_CONTEXT(host)
        {
            BlockingClient::Options options;
            options.host = host;
            BlockingClient client{backend, options};
            BOOST_TEST(client.request(get()).status == 200);
        }
    BlockingClient::Options options;
    options.host = "example.com";
    BOOST_CHECK_THROW((BlockingClient{backend, options}), boost::system::system_error);
    BOOST_TEST(backend.connections() == 3u);
}

BOOST_AUTO_TEST_CASE(sessions_are_resumed_in_both_versions_of_tls)
{
    FakeBackend backend;
    std::size_t seen = 0;
    for (int version : {TLS1_2_VERSION, TLS1_3_VERSION}) BOOST_TEST_CONTEXT(version)
        {
            BlockingClient::Options options;
            options.max_tls_version = version;
            BlockingClient first{backend, options};
            BOOST_TEST(first.request(get()).status == 200); // the tickets of TLS 1.3 come with it
            BOOST_TEST(first.tls_version() == (version == TLS1_2_VERSION ? "TLSv1.2" : "TLSv1.3"));
            BOOST_TEST(!first.resumed());
            options.session = first.session();
            BlockingClient second{backend, options};
            BOOST_TEST(second.resumed());
            BOOST_TEST(second.request(get()).status == 200);
            auto const requests = backend.requests();
            seen += 2;
            BOOST_REQUIRE(requests.size() == seen);
            BOOST_TEST(!requests[seen - 2].session_resumed);
            BOOST_TEST(requests[seen - 1].session_resumed);
            BOOST_TEST(requests[seen - 1].connection == seen);
        }
}

BOOST_AUTO_TEST_CASE(without_tickets_no_session_is_resumed)
{
    FakeBackendOptions settings;
    settings.session_tickets = false;
    FakeBackend backend{settings};
    for (int version : {TLS1_2_VERSION, TLS1_3_VERSION}) BOOST_TEST_CONTEXT(version)
        {
            BlockingClient::Options options;
            options.max_tls_version = version;
            BlockingClient first{backend, options};
            BOOST_TEST(first.request(get()).status == 200);
            options.session = first.session();
            BOOST_TEST(!(BlockingClient{backend, options}.resumed()));
        }
}

BOOST_AUTO_TEST_CASE(the_versions_of_tls_can_be_narrowed)
{
    FakeBackendOptions settings;
    settings.min_tls_version = clerk::TlsVersion::tls_1_3;
    FakeBackend backend{settings};
    BlockingClient::Options options;
    options.max_tls_version = TLS1_2_VERSION;
    BOOST_CHECK_THROW((BlockingClient{backend, options}), boost::system::system_error);

    settings.min_tls_version = settings.max_tls_version = clerk::TlsVersion::tls_1_2;
    FakeBackend old{settings};
    BOOST_TEST(BlockingClient{old}.tls_version() == "TLSv1.2");
}

BOOST_AUTO_TEST_CASE(requests_are_recorded_unchanged)
{
    FakeBackend backend;
    BlockingClient client{backend};
    HttpRequest request;
    request.target = "/v1/invitations?x=%2B#y";
    request.body = "not json";
    request.headers = {{"X-One", "1"}, {"x-one", "2"}};
    BOOST_TEST(client.request(request).status == 400);
    auto const recorded = backend.requests();
    BOOST_REQUIRE(recorded.size() == 1u);
    BOOST_TEST(recorded[0].method == "POST");
    BOOST_TEST(recorded[0].target == request.target);
    BOOST_TEST(recorded[0].body == "not json");
    BOOST_TEST(recorded[0].connection == 1u);
    BOOST_TEST(recorded[0].header("AUTHORIZATION").value() == "Bearer sk_test_fake_backend_key");
    BOOST_TEST(recorded[0].header("X-ONE").value() == "1");
    BOOST_TEST(!recorded[0].header("X-Two").has_value());
    BOOST_TEST(recorded[0].headers.size() == 6u);
    BOOST_TEST(recorded[0].headers[0].first == "Host");
}

BOOST_AUTO_TEST_CASE(chunked_and_bytewise_bodies_are_reassembled)
{
    FakeBackend backend;
    BlockingClient client{backend};
    std::string const text = "POST /v1/invitations HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer sk_test_fake_backend_key\r\n"
                             "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                             "11\r\n{\"email_address\":\r\n0A\r\n\"a@x.com\"}\r\n0\r\n\r\n";
    for (char const& c : text) client.send_bytes({&c, 1});
    BOOST_TEST(client.read().status == 200);
    BOOST_TEST(backend.requests().at(0).body == R"({"email_address":"a@x.com"})");
}

BOOST_AUTO_TEST_CASE(pipelined_requests_are_answered_in_order)
{
    FakeBackend backend;
    BlockingClient client{backend};
    HttpRequest unknown = get();
    unknown.target = "/nothing";
    client.send(get());
    client.send(unknown);
    client.send(get());
    BOOST_TEST(client.read().status == 200);
    BOOST_TEST(client.read().status == 404);
    BOOST_TEST(client.read().status == 200);
}

BOOST_AUTO_TEST_CASE(connection_close_closes_after_the_response)
{
    FakeBackend backend;
    BlockingClient client{backend};
    HttpRequest request = get();
    request.headers = {{"Connection", "close"}};
    BOOST_TEST(client.request(request).header("Connection").value() == "close");
    BOOST_TEST(client.read_to_the_end() == boost::asio::error::eof);
}

BOOST_AUTO_TEST_CASE(only_the_latest_requests_are_kept_but_all_are_counted)
{
    FakeBackendOptions settings;
    settings.max_recorded_requests = 2;
    FakeBackend backend{settings};
    BlockingClient client{backend};
    for (auto const* target : {"/1", "/2", "/3"})
    {
        HttpRequest request = get();
        request.target = target;
        BOOST_TEST(client.request(request).status == 404);
    }
    BOOST_REQUIRE(backend.requests().size() == 2u);
    BOOST_TEST(backend.requests()[0].target == "/2");
    BOOST_TEST(backend.wait_for_requests(3, 0ms));
    BOOST_TEST(!backend.wait_for_requests(4, 1ms));
    backend.clear_requests();
    BOOST_TEST(backend.requests().empty());
    BOOST_TEST(!backend.wait_for_requests(1, 1ms));
}

BOOST_AUTO_TEST_CASE(a_thread_can_wait_for_a_request)
{
    FakeBackend backend;
    std::thread sender{[&backend] { (void)BlockingClient{backend}.request(get()); }};
    BOOST_TEST(backend.wait_for_requests(1, 10s));
    sender.join();
}

BOOST_AUTO_TEST_CASE(a_path_prefix_precedes_every_path)
{
    FakeBackendOptions settings;
    settings.path_prefix = "/clerk";
    FakeBackend backend{settings};
    BOOST_TEST(backend.url().ends_with("/clerk"));
    BlockingClient client{backend};
    BOOST_TEST(client.request(get()).status == 404);
    HttpRequest request = get();
    request.target = "/clerk/v1/invitations";
    BOOST_TEST(client.request(request).status == 200);
}

BOOST_AUTO_TEST_SUITE_END()

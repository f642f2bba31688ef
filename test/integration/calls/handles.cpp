#include "support/answers.hpp"
#include "support/rig.hpp"

#include <clerk/testing/fake_backend.hpp>

#include <stdexcept>

using namespace clerk::test;
using clerk::HandleOptions;
using clerk::SecretKey;
using clerk::testing::FakeBackend;

// Handles with their own options, and key changes during calls.
BOOST_AUTO_TEST_SUITE(handles)

BOOST_AUTO_TEST_CASE(a_handle_has_its_own_version_and_headers)
{
    FakeBackend backend;
    Rig rig{backend.client_options()};
    HandleOptions options;
    options.api_version = "2024-10-01";
    options.headers = {{"X-Tenant", "blue"}};
    auto const blue = rig.client.invitations(options);
    BOOST_TEST(run(rig.context, blue.create("blue@example.com")).has_value());
    BOOST_TEST(rig.create().has_value());
    BOOST_TEST(run(rig.context, blue.list()).has_value());
    auto const requests = backend.requests();
    BOOST_TEST_REQUIRE(requests.size() == 3U);
    BOOST_TEST(requests[0].header("Clerk-API-Version").value() == "2024-10-01");
    BOOST_TEST(requests[0].header("X-Tenant").value() == "blue");
    BOOST_TEST(requests[1].header("Clerk-API-Version").value() == "2026-05-12");
    BOOST_TEST(!requests[1].header("X-Tenant").has_value());
    BOOST_TEST(requests[2].header("X-Tenant").value() == "blue");
    BOOST_TEST(backend.connections() == 1U);
    check_quiet(rig.client);
}

BOOST_AUTO_TEST_CASE(each_handle_returns_the_executor_of_the_client)
{
    FakeBackend const backend;
    boost::asio::io_context context;
    clerk::Client const client{context.get_executor(), backend.client_options()};
    boost::asio::any_io_executor const expected{context.get_executor()};
    BOOST_TEST((client.get_executor() == expected));
    BOOST_TEST((client.invitations().get_executor() == expected));
    BOOST_TEST((client.invitations().pages().get_executor() == expected));
    static_assert(std::is_same_v<clerk::Client::executor_type, boost::asio::any_io_executor>);
}

BOOST_AUTO_TEST_CASE(a_handle_with_headers_keeps_the_clients_version)
{
    FakeBackend backend;
    Rig rig{backend.client_options()};
    HandleOptions options;
    options.headers = {{"X-Tenant", "blue"}};
    BOOST_TEST(run(rig.context, rig.client.invitations(options).list()).has_value());
    BOOST_TEST(backend.requests()[0].header("Clerk-API-Version").value() == "2026-05-12");
}

BOOST_AUTO_TEST_CASE(reserved_header_fields_are_refused)
{
    FakeBackend backend;
    Rig rig{backend.client_options()};
    HandleOptions options;
    for (auto const* const name : {"Authorization", "Host", "Content-Length", "Transfer-Encoding", "X", "X-A\r\nHost"})
    {
        options.headers = {{name, "1"}};
        BOOST_CHECK_THROW(static_cast<void>(rig.client.invitations(options)), std::invalid_argument);
    }
    options.headers.clear();
    options.api_version = "1\r\nX: y";
    BOOST_CHECK_THROW(static_cast<void>(rig.client.invitations(options)), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(a_new_key_applies_to_the_next_request)
{
    ScriptedPeer peer{{{step::expect_request(), step::gate("go"), step::send(created("old")), step::expect_request(),
                        step::send(created("waited")), step::expect_request(), step::send(created("new"))}}};
    auto options = peer.client_options();
    options.pool.max_connections = 1;
    Rig rig{options};
    std::optional<Created> running;
    std::optional<Created> waiting;
    rig.begin(running);
    rig.begin(waiting);
    run_until(rig.context, [&] { return peer.requests().size() == 1; });
    rig.client.set_secret_key(SecretKey{"sk_test_rotated"});
    peer.open("go");
    run_out(rig.context);
    check_created(*running, "old");
    check_created(*waiting, "waited");
    check_created(rig.create(), "new");
    auto const requests = peer.requests();
    BOOST_TEST(requests[0].text.find("sk_test_rotated") == std::string::npos);
    BOOST_TEST(requests[1].text.find("\r\nAuthorization: Bearer sk_test_rotated\r\n") != std::string::npos);
    BOOST_TEST(requests[2].text.find("\r\nAuthorization: Bearer sk_test_rotated\r\n") != std::string::npos);
    BOOST_TEST(rig.client.stats().connections_created == 1U);
}

BOOST_AUTO_TEST_CASE(the_key_cannot_be_removed)
{
    FakeBackend backend;
    Rig rig{backend.client_options()};
    BOOST_CHECK_THROW(rig.client.set_secret_key(SecretKey{}), std::invalid_argument);
    BOOST_TEST(rig.create().has_value());
}

BOOST_AUTO_TEST_CASE(a_handles_own_key_uses_the_clients_connections)
{
    ScriptedPeer peer{{{step::expect_request(), step::send(created("client")), step::expect_request(),
                        step::send(created("tenant")), step::expect_request(), step::send(created("rotated"))}}};
    Rig rig{peer.client_options()};
    HandleOptions options;
    options.secret_key = SecretKey{"sk_test_tenant"};
    auto const tenant = rig.client.invitations(options);
    check_created(rig.create(), "client");
    check_created(run(rig.context, tenant.create("a@example.com")), "tenant");
    rig.client.set_secret_key(SecretKey{"sk_test_rotated"});
    check_created(run(rig.context, tenant.create("b@example.com")), "rotated");
    auto const requests = peer.requests();
    BOOST_TEST(requests[0].text.find("sk_test_tenant") == std::string::npos);
    BOOST_TEST(requests[1].text.find("\r\nAuthorization: Bearer sk_test_tenant\r\n") != std::string::npos);
    BOOST_TEST(requests[2].text.find("\r\nAuthorization: Bearer sk_test_tenant\r\n") != std::string::npos);
    check_quiet(rig.client);
}

// Clerk limits the requests of each instance separately.
BOOST_AUTO_TEST_CASE(rate_limits_block_the_handles_with_the_same_key)
{
    auto const limited = refused(429, "too_many_requests", "Retry-After: 3600\r\n");
    ScriptedPeer peer{{{step::expect_request(), step::send(limited), step::expect_request(), step::send(created("other")),
                        step::expect_request(), step::send(created("client")), step::expect_request(), step::send(limited)}}};
    Rig rig{peer.client_options()};
    auto const handle = [&](char const* key) {
        HandleOptions options;
        options.secret_key = SecretKey{key};
        return rig.client.invitations(options);
    };
    auto const create = [&](clerk::Invitations const& invitations) {
        return run(rig.context, invitations.create("a@example.com"));
    };
    auto const is_held = [](auto const& result) {
        return !result && result.error().kind == clerk::ErrorKind::rate_limited && result.error().status == 0;
    };
    auto const blue = handle("sk_test_blue");
    BOOST_TEST(create(blue).error().status == 429);
    BOOST_TEST(is_held(create(blue)));
    BOOST_TEST(is_held(create(handle("sk_test_blue"))));
    check_created(create(handle("sk_test_red")), "other");
    check_created(create(rig.invitations), "client");
    BOOST_TEST(create(rig.invitations).error().status == 429);
    BOOST_TEST(is_held(create(handle("sk_test_scripted_peer"))));
    BOOST_TEST(peer.requests().size() == 4U);
    check_quiet(rig.client);
}

BOOST_AUTO_TEST_CASE(a_handle_cannot_have_an_absent_key)
{
    FakeBackend backend;
    Rig rig{backend.client_options()};
    HandleOptions options;
    options.secret_key = SecretKey{};
    BOOST_CHECK_EXCEPTION(static_cast<void>(rig.client.invitations(options)), std::invalid_argument,
                          [](auto const& e) { return std::string_view{e.what()} == "secret_key: is missing"; });
}

BOOST_AUTO_TEST_SUITE_END()

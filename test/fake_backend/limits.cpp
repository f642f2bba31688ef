#include "support/blocking_client.hpp"

#include <clerk/testing/fake_backend.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <stdexcept>
#include <string>

namespace {

using clerk::test::BlockingClient;
using clerk::test::HttpAnswer;
using clerk::test::HttpRequest;
using clerk::testing::Endpoint;
using clerk::testing::FakeBackend;
using clerk::testing::FakeBackendOptions;
using namespace std::chrono_literals;

/// A request that Clerk refuses. It counts towards the limit.
HttpAnswer call(BlockingClient& client, Endpoint endpoint, std::string const& key = "sk_test_fake_backend_key")
{
    HttpRequest request;
    request.authorization = "Bearer " + key;
    if (endpoint == Endpoint::create_bulk) request.target = "/v1/invitations/bulk";
    if (endpoint == Endpoint::others) request.target = "/v1/invitations/inv_x/revoke";
    return client.request(request);
}

int allowed(FakeBackend& backend, Endpoint endpoint)
{
    BlockingClient client{backend};
    int count = 0;
    while (count < 2000 && call(client, endpoint, backend.secret_key()).status != 429) ++count;
    return count;
}

} // namespace

BOOST_AUTO_TEST_SUITE(fake_backend_limits)

BOOST_AUTO_TEST_CASE(the_default_limits_are_clerks)
{
    FakeBackend test;
    BOOST_TEST(allowed(test, Endpoint::create) == 100);
    BOOST_TEST(allowed(test, Endpoint::create_bulk) == 25);
    BOOST_TEST(allowed(test, Endpoint::others) == 100);

    FakeBackendOptions options;
    options.secret_key = "sk_live_fake";
    FakeBackend live{options};
    BOOST_TEST(allowed(live, Endpoint::others) == 1000);
}

BOOST_AUTO_TEST_CASE(over_the_limit_429_has_the_remaining_seconds)
{
    FakeBackend backend;
    backend.set_limit(Endpoint::create, 2, 1h);
    BlockingClient client{backend};
    BOOST_TEST(client.create(R"({"email_address":"a@x.com"})").status == 200);
    backend.advance(10min);
    BOOST_TEST(client.create(R"({"email_address":"b@x.com"})").status == 200);
    auto const answer = client.create(R"({"email_address":"c@x.com"})");
    BOOST_TEST(answer.status == 429);
    BOOST_TEST(answer.code() == "too_many_requests");
    int const seconds = std::stoi(answer.header("Retry-After").value());
    BOOST_TEST(seconds <= 50 * 60);
    BOOST_TEST(seconds > 50 * 60 - 30);

    backend.advance(std::chrono::seconds{seconds});
    BOOST_TEST(client.create(R"({"email_address":"c@x.com"})").status == 200);
    BOOST_TEST(backend.invitations().size() == 3u);
}

BOOST_AUTO_TEST_CASE(the_remaining_time_is_rounded_up_to_a_second)
{
    FakeBackend backend;
    backend.set_limit(Endpoint::create, 0, 1ms);
    BlockingClient client{backend};
    BOOST_TEST(call(client, Endpoint::create).header("Retry-After").value() == "1");
}

BOOST_AUTO_TEST_CASE(each_endpoint_has_its_own_limit)
{
    FakeBackend backend;
    backend.set_limit(Endpoint::create, 0, 1h);
    BlockingClient client{backend};
    BOOST_TEST(call(client, Endpoint::create).status == 429);
    BOOST_TEST(call(client, Endpoint::create_bulk).status == 400);
    BOOST_TEST(call(client, Endpoint::others).status == 404);
}

BOOST_AUTO_TEST_CASE(a_removed_limit_does_not_apply)
{
    FakeBackend backend;
    backend.set_limit(Endpoint::create, 0, 1h);
    backend.remove_limit(Endpoint::create);
    BlockingClient client{backend};
    for (int i = 0; i < 150; ++i) BOOST_TEST(call(client, Endpoint::create).status == 400);
}

BOOST_AUTO_TEST_CASE(a_request_with_a_wrong_key_does_not_count)
{
    FakeBackend backend;
    backend.set_limit(Endpoint::create, 1, 1h);
    BlockingClient client{backend};
    BOOST_TEST(call(client, Endpoint::create, "sk_test_wrong").status == 401);
    BOOST_TEST(call(client, Endpoint::create).status == 400);
    BOOST_TEST(call(client, Endpoint::create).status == 429);
}

BOOST_AUTO_TEST_CASE(an_empty_window_is_refused)
{
    FakeBackend backend;
    BOOST_CHECK_THROW(backend.set_limit(Endpoint::create, 1, 0ms), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()

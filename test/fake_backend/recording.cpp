#include "support/blocking_client.hpp"

#include <clerk/testing/fake_backend.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace {

using clerk::test::BlockingClient;
using clerk::testing::FakeBackend;
using clerk::testing::FakeBackendOptions;
using clerk::testing::RecordedRequest;
using clerk::testing::Reply;

constexpr auto create = R"({"email_address":"a@x.com"})";

} // namespace

BOOST_AUTO_TEST_SUITE(fake_backend_recording)

BOOST_AUTO_TEST_CASE(a_recorded_request_has_the_response_status)
{
    struct Row
    {
        Reply reply;
        int status;
    };

    std::vector<Row> const rows{
        {Reply::process(), 200},
        {Reply::process(), 400}, // the second one is a duplicate
        {Reply::status(503), 503},
        {Reply::process().with_status(299), 299},
        {Reply::status(500).resetting(20), 500},
        {Reply::raw("no HTTP"), 0},
        {Reply::close(), 0},
        {Reply::reset(), 0},
        {Reply::lost_after_processing(), 0},
    };
    for (auto const& row : rows) BOOST_TEST_CONTEXT(row.status)
        {
            FakeBackend backend;
            if (row.status == 400) backend.add_invitation("a@x.com");
            backend.script(row.reply);
            BlockingClient client{backend};
            clerk::test::HttpRequest request;
            request.body = create;
            client.send(request);
            BOOST_REQUIRE(backend.wait_for_requests(1, std::chrono::seconds{30}));
            BOOST_TEST(backend.requests().at(0).status == row.status);
        }
}

BOOST_AUTO_TEST_CASE(each_request_is_reported_before_its_response)
{
    std::vector<std::string> seen;
    FakeBackendOptions options;
    options.max_recorded_requests = 0;
    options.on_request = [&seen](RecordedRequest const& request) {
        seen.push_back(request.method + ' ' + request.target + ' ' + std::to_string(request.status));
    };
    FakeBackend backend{options};
    BlockingClient client{backend};
    BOOST_TEST(client.create(create).status == 200);
    BOOST_TEST(seen == std::vector<std::string>{"POST /v1/invitations 200"}, boost::test_tools::per_element());
    BOOST_TEST(client.create(create).status == 400);
    BOOST_TEST(seen.back() == "POST /v1/invitations 400");
    BOOST_TEST(backend.requests().empty());
}

BOOST_AUTO_TEST_CASE(the_certificate_has_the_given_names)
{
    FakeBackendOptions options;
    options.certificate_names = {"clerk.test", "192.0.2.1"};
    FakeBackend backend{options};
    for (auto const* host : {"clerk.test", "192.0.2.1", "localhost"}) BOOST_TEST_CONTEXT(host)
        {
            BlockingClient::Options trust;
            trust.host = host;
            BOOST_TEST((BlockingClient{backend, trust}.create("{}").status) == 422);
        }
}

BOOST_AUTO_TEST_CASE(remote_addresses_require_allow_remote)
{
    FakeBackendOptions options;
    options.address = "0.0.0.0";
    options.allow_remote = true;
    FakeBackend backend{options};
    BOOST_TEST(backend.url() == "https://0.0.0.0:" + std::to_string(backend.port()));
    BOOST_TEST(BlockingClient{backend}.create("{}").status == 422);
}

BOOST_AUTO_TEST_SUITE_END()

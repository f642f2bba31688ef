#include "support/rig.hpp"

#include <clerk/testing/fake_backend.hpp>

#include <boost/json/parse.hpp>

using namespace clerk::test;
using namespace std::chrono_literals;
using clerk::CreateInvitationParams;
using clerk::Delivery;
using clerk::ErrorKind;
using clerk::Phase;
using clerk::testing::FakeBackend;
using clerk::testing::FakeBackendOptions;
namespace json = boost::json;

// End to end: parameters, TLS, the stand-in, an invitation or an error.
BOOST_AUTO_TEST_SUITE(create)

namespace {

clerk::ClientOptions of(FakeBackend const& backend)
{
    auto options = backend.client_options();
    options.retry.base_delay = 0ms;
    return options;
}

json::value sent_body(FakeBackend const& backend)
{
    auto const requests = backend.requests();
    BOOST_TEST_REQUIRE(!requests.empty());
    return json::parse(requests.back().body);
}

} // namespace

BOOST_AUTO_TEST_CASE(all_seven_parameters_are_sent_and_returned)
{
    FakeBackend backend;
    Rig rig{of(backend)};
    CreateInvitationParams params{"all@example.com"};
    params.public_metadata = {{"example", "metadata"}, {"example_nested", {{"nested", "metadata"}}}};
    params.redirect_url = "https://www.example.com/my-sign-up?a=1&b=ü";
    params.notify = false;
    params.ignore_existing = true;
    params.expires_in_days = 7;
    params.template_slug = clerk::TemplateSlug::waitlist_invitation;
    auto const result = rig.create({}, params);
    BOOST_TEST_REQUIRE(result.has_value());
    BOOST_TEST(result->email_address == "all@example.com");
    BOOST_TEST((result->public_metadata == params.public_metadata));
    BOOST_TEST(result->id.starts_with("inv_"));
    BOOST_TEST((result->status == clerk::InvitationStatus::pending));
    BOOST_TEST(!result->revoked);
    BOOST_TEST(result->url.has_value());
    BOOST_TEST_REQUIRE(result->expires_at.has_value());
    BOOST_TEST((*result->expires_at - result->created_at == 7 * 24h));
    auto const expected = json::parse(R"({"email_address":"all@example.com",
        "public_metadata":{"example":"metadata","example_nested":{"nested":"metadata"}},
        "redirect_url":"https://www.example.com/my-sign-up?a=1&b=ü","notify":false,"ignore_existing":true,
        "expires_in_days":7,"template_slug":"waitlist_invitation"})");
    BOOST_TEST((sent_body(backend) == expected));
}

BOOST_AUTO_TEST_CASE(unset_parameters_are_not_sent)
{
    FakeBackend backend;
    Rig rig{of(backend)};
    BOOST_TEST_REQUIRE(rig.create({}, "bare@example.com").has_value());
    BOOST_TEST((sent_body(backend) == json::value{{"email_address", "bare@example.com"}}));
}

BOOST_AUTO_TEST_CASE(the_request_has_all_header_fields)
{
    FakeBackendOptions how;
    how.path_prefix = "/clerk";
    FakeBackend backend{how};
    auto options = of(backend);
    options.user_agent_suffix = "tests/1";
    Rig rig{options};
    BOOST_TEST_REQUIRE(rig.create().has_value());
    auto const request = backend.requests().at(0);
    BOOST_TEST(request.method == "POST");
    BOOST_TEST(request.target == "/clerk/v1/invitations");
    BOOST_TEST(request.header("Host").value() == "127.0.0.1:" + std::to_string(backend.port()));
    BOOST_TEST(request.header("Authorization").value() == "Bearer " + backend.secret_key());
    BOOST_TEST(request.header("Accept").value() == "application/json");
    BOOST_TEST(request.header("Content-Type").value() == "application/json");
    BOOST_TEST(request.header("Content-Length").value() == std::to_string(request.body.size()));
    BOOST_TEST(request.header("Clerk-API-Version").value() == "2026-05-12");
    BOOST_TEST(request.header("User-Agent").value().ends_with(" tests/1"));
    BOOST_TEST(request.header("Accept-Encoding").value() == "identity");
    BOOST_TEST(request.headers.size() == 8U);
}

BOOST_AUTO_TEST_CASE(metadata_makes_the_round_trip_exactly)
{
    FakeBackend backend;
    Rig rig{of(backend)};
    CreateInvitationParams params{"meta@example.com"};
    params.public_metadata = {{"max", std::numeric_limits<std::int64_t>::max()},
                              {"min", std::numeric_limits<std::int64_t>::min()},
                              {"umax", std::numeric_limits<std::uint64_t>::max()},
                              {"third", 1.0 / 3},
                              {"tiny", 5e-324},
                              {"huge", 1.7976931348623157e308},
                              {"minus_zero", -0.0},
                              {"escapes", "quote\" slash\\ newline\n tab\t bell\x07 nul" + std::string(1, '\0') + "end"},
                              {"text", "Grüße, 世界 🎉"},
                              {"ключ", nullptr},
                              {"", json::array{true, false, json::object{}, json::array{}}}};
    auto const result = rig.create({}, params);
    BOOST_TEST_REQUIRE(result.has_value());
    BOOST_TEST((result->public_metadata == params.public_metadata));
    BOOST_TEST(result->public_metadata.at("third").as_double() == 1.0 / 3);
    BOOST_TEST((sent_body(backend).at("public_metadata") == json::value(params.public_metadata)));
}

BOOST_AUTO_TEST_CASE(unusual_addresses_are_sent)
{
    FakeBackend backend;
    Rig rig{of(backend)};
    for (std::string const address : {"plus+tag@example.com", "\"quoted name\"@example.com", "grüße@exämple.com"})
        BOOST_TEST_CONTEXT(address)
        {
            auto const result = rig.create({}, address);
            auto const body = sent_body(backend);
            BOOST_TEST(body.at("email_address").as_string() == address);
        }
}

BOOST_AUTO_TEST_CASE(a_duplicate_is_refused_unless_ignored)
{
    FakeBackend backend;
    Rig rig{of(backend)};
    auto const first = rig.create();
    BOOST_TEST_REQUIRE(first.has_value());
    auto const second = rig.create();
    check_error(second, {ErrorKind::api, Delivery::rejected, Phase::read, 400});
    BOOST_TEST(second.error().has_code("duplicate_record"));
    BOOST_TEST(!second.error().trace_id.empty());
    BOOST_TEST(second.error().message().find("a@example.com") == std::string::npos);
    CreateInvitationParams again{"a@example.com"};
    again.ignore_existing = true;
    auto const third = rig.create({}, again);
    BOOST_TEST_REQUIRE(third.has_value());
    BOOST_TEST(third->id != first->id);
    BOOST_TEST(backend.requests().size() == 3U);
    BOOST_TEST(backend.connections() == 1U);
}

BOOST_AUTO_TEST_CASE(an_address_of_a_user_is_refused)
{
    FakeBackend backend;
    backend.add_user("a@example.com");
    Rig rig{of(backend)};
    auto const result = rig.create();
    check_error(result, {ErrorKind::api, Delivery::rejected, Phase::read, 422});
    BOOST_TEST(result.error().has_code("form_identifier_exists"));
    BOOST_TEST(result.error().errors.at(0).meta.at("param_name").as_string() == "email_address");
}

BOOST_AUTO_TEST_CASE(rejections_name_the_parameter)
{
    FakeBackend backend;
    Rig rig{of(backend)};
    auto const address = rig.create({}, "a@b@c");
    check_error(address, {ErrorKind::api, Delivery::rejected, Phase::read, 422});
    BOOST_TEST(address.error().has_code("form_param_format_invalid"));
    CreateInvitationParams url{"a@example.com"};
    url.redirect_url = "no url";
    auto const redirect = rig.create({}, url);
    check_error(redirect, {ErrorKind::api, Delivery::rejected, Phase::read, 422});
    BOOST_TEST(redirect.error().errors.at(0).meta.at("param_name").as_string() == "redirect_url");
    CreateInvitationParams large{"a@example.com"};
    large.public_metadata = {{"blob", std::string(9000, 'x')}};
    auto const metadata = rig.create({}, large);
    check_error(metadata, {ErrorKind::api, Delivery::rejected, Phase::read, 422});
    BOOST_TEST(metadata.error().has_code("form_param_exceeds_allowed_size"));
}

BOOST_AUTO_TEST_CASE(a_wrong_key_is_refused_and_never_shown)
{
    FakeBackend backend;
    auto options = of(backend);
    options.secret_key = clerk::SecretKey{"sk_test_wrong_and_secret"};
    Rig rig{options};
    auto const result = rig.create();
    check_error(result, {ErrorKind::api, Delivery::rejected, Phase::read, 401});
    BOOST_TEST(result.error().has_code("clerk_key_invalid"));
    BOOST_TEST(result.error().message().find("wrong_and_secret") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(invalid_parameters_are_not_sent)
{
    FakeBackend backend;
    Rig rig{of(backend)};
    std::vector<CreateInvitationParams> bad;
    for (std::string const address : {"", "no at", "@", "a@", "@b", "a@b\n", "a@b\x7f", "\xff@example.com"})
        bad.emplace_back(address);
    for (int days : {0, 366, -1, std::numeric_limits<int>::max()}) bad.emplace_back("a@example.com").expires_in_days = days;
    for (std::string const url : {"", "https://x\r\n", "https://\xff"}) bad.emplace_back("a@example.com").redirect_url = url;
    bad.emplace_back("a@example.com").public_metadata = {{"\xff", 1}};
    bad.emplace_back("a@example.com").public_metadata = {{"x", std::numeric_limits<double>::infinity()}};
    json::value deep;
    for (int i = 0; i < 100; ++i) deep = json::array{deep};
    bad.emplace_back("a@example.com").public_metadata = {{"deep", deep}};
    for (auto const& params : bad)
    {
        auto const result = rig.create({}, params);
        check_error(result, {ErrorKind::invalid_argument, Delivery::not_sent, Phase::validate});
        BOOST_TEST(!result.error().detail.empty());
        BOOST_TEST(result.error().attempts == 0);
    }
    for (clerk::RequestOptions const& options : {clerk::RequestOptions{.timeout = -1ms, .max_attempts = 0, .rate_limit = {}},
                                                 clerk::RequestOptions{.timeout = 25h, .max_attempts = 0, .rate_limit = {}},
                                                 clerk::RequestOptions{.timeout = 0ms, .max_attempts = 101, .rate_limit = {}}})
        check_error(rig.create(options), {ErrorKind::invalid_argument, Delivery::not_sent, Phase::validate});
    BOOST_TEST(backend.connections() == 0U);
    BOOST_TEST(rig.client.stats().connections_open == 0U);
}

BOOST_AUTO_TEST_CASE(plain_http_outside_loopback_is_refused)
{
    FakeBackend backend;
    auto options = of(backend);
    options.api_url = "http://example.com";
    BOOST_CHECK_THROW(Rig{options}, std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()

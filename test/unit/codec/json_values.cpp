#include <clerk/json.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/system/system_error.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

namespace json = boost::json;
using clerk::CreateInvitationParams;
using clerk::Invitation;
using clerk::InvitationPage;
using clerk::InvitationStatus;

BOOST_AUTO_TEST_SUITE(codec_json_values)

namespace {

Invitation invitation()
{
    Invitation value;
    value.id = "inv_1";
    value.email_address = "a@example.com";
    value.public_metadata = {{"team", 7}};
    value.status = InvitationStatus::accepted;
    value.url = "https://example.com/v1/tickets/accept?ticket=t";
    value.expires_at = clerk::Timestamp{std::chrono::milliseconds{3000}};
    value.created_at = clerk::Timestamp{std::chrono::milliseconds{1000}};
    value.updated_at = clerk::Timestamp{std::chrono::milliseconds{2000}};
    value.extra = {{"new", "field"}};
    value.recovered = true;
    return value;
}

template <class T>
std::string error_of(std::string_view text)
{
    auto const value = json::parse({text.data(), text.size()});
    auto const result = json::try_value_to<T>(value);
    BOOST_TEST_REQUIRE(result.has_error());
    BOOST_TEST(result.error().category().name() == std::string{"clerk.json"});
    BOOST_CHECK_THROW(static_cast<void>(json::value_to<T>(value)), boost::system::system_error);
    return result.error().message();
}

} // namespace

BOOST_AUTO_TEST_CASE(an_invitation_becomes_clerks_json)
{
    BOOST_TEST((json::value_from(invitation()) ==
                json::parse(R"({"object":"invitation","id":"inv_1","email_address":"a@example.com","public_metadata":{"team":7},
        "status":"accepted","revoked":false,"url":"https://example.com/v1/tickets/accept?ticket=t","expires_at":3000,
        "created_at":1000,"updated_at":2000,"new":"field"})")));
    auto const bare = json::value_from(Invitation{});
    BOOST_TEST(bare.at("expires_at").is_null());
    BOOST_TEST(!bare.as_object().contains("url"));
}

BOOST_AUTO_TEST_CASE(an_invitation_is_read_back)
{
    auto expected = invitation();
    expected.recovered = false;
    auto const value = json::value_from(expected);
    BOOST_TEST((json::value_to<Invitation>(value) == expected));
    auto const result = json::try_value_to<Invitation>(value);
    BOOST_TEST_REQUIRE(result.has_value());
    BOOST_TEST((*result == expected));
}

BOOST_AUTO_TEST_CASE(errors_name_the_invalid_member_of_an_invitation)
{
    BOOST_TEST(error_of<Invitation>("[]") == "value: is not an object");
    BOOST_TEST(error_of<Invitation>("{}") == "id: is missing");
    BOOST_TEST(error_of<Invitation>(R"({"id":1})") == "id: has the wrong type");
    BOOST_TEST(error_of<Invitation>(R"({"object":"user"})") == "object: has an unknown value");
    BOOST_TEST(error_of<Invitation>(R"({"created_at":"x"})") == "created_at: has the wrong type");
    BOOST_TEST(error_of<Invitation>(R"({"created_at":1.5})") == "created_at: is out of range");
    BOOST_TEST(error_of<Invitation>(R"({"public_metadata":[]})") == "public_metadata: has the wrong type");
}

BOOST_AUTO_TEST_CASE(pages_statuses_and_errors_become_json)
{
    InvitationPage const page{.data = {invitation()}, .total_count = 9};
    auto const value = json::value_from(page);
    BOOST_TEST(value.at("data").as_array().size() == 1U);
    BOOST_TEST((value.at("data").at(0) == json::value_from(invitation())));
    BOOST_TEST(value.at("total_count").as_int64() == 9);
    BOOST_TEST((json::value_from(InvitationStatus::revoked) == "revoked"));
    clerk::ApiError const error{.code = "c", .message = "m", .long_message = "l", .meta = {{"param_name", "p"}}};
    BOOST_TEST(
        (json::value_from(error) == json::parse(R"({"code":"c","message":"m","long_message":"l","meta":{"param_name":"p"}})")));
}

BOOST_AUTO_TEST_CASE(an_error_contains_no_private_text)
{
    clerk::ClerkError error;
    error.kind = clerk::ErrorKind::rate_limited;
    error.delivery = clerk::Delivery::rejected;
    error.phase = clerk::Phase::read;
    error.status = 429;
    error.errors = {{.code = "too_many_requests", .message = "m", .long_message = "l", .meta = {{"secret", "meta"}}}};
    error.trace_id = "trace";
    error.retry_after = std::chrono::seconds{7};
    error.cause = make_error_code(boost::system::errc::connection_reset);
    error.detail = "secret detail";
    error.body_excerpt = "secret excerpt";
    BOOST_TEST(
        (json::value_from(error) == json::parse(R"({"kind":"rate_limited","delivery":"rejected","phase":"read","status":429,
        "errors":[{"code":"too_many_requests","message":"m","long_message":"l"}],"retry_after":7,"trace_id":"trace"})")));
}

BOOST_AUTO_TEST_CASE(parameters_are_read_in_snake_and_camel_case)
{
    for (std::string_view const text :
         {R"({"email_address":"a@example.com","public_metadata":{"x":1},"redirect_url":"https://example.com","notify":false,
             "ignore_existing":true,"expires_in_days":7,"template_slug":"waitlist_invitation"})",
          R"({"emailAddress":"a@example.com","publicMetadata":{"x":1},"redirectUrl":"https://example.com","notify":false,
             "ignoreExisting":true,"expiresInDays":7,"templateSlug":"waitlist_invitation"})"})
    {
        CreateInvitationParams expected{"a@example.com"};
        expected.public_metadata = {{"x", 1}};
        expected.redirect_url = "https://example.com";
        expected.notify = false;
        expected.ignore_existing = true;
        expected.expires_in_days = 7;
        expected.template_slug = clerk::TemplateSlug::waitlist_invitation;
        BOOST_TEST((json::value_to<CreateInvitationParams>(json::parse({text.data(), text.size()})) == expected));
    }
    auto const nulls =
        json::parse(R"({"email_address":"a@example.com","notify":null,"public_metadata":null,"redirect_url":null})");
    BOOST_TEST((json::value_to<CreateInvitationParams>(nulls) == CreateInvitationParams{"a@example.com"}));
}

BOOST_AUTO_TEST_CASE(errors_name_the_invalid_parameter)
{
    BOOST_TEST(error_of<CreateInvitationParams>("null") == "value: is not an object");
    BOOST_TEST(error_of<CreateInvitationParams>("{}") == "email_address: is missing");
    BOOST_TEST(error_of<CreateInvitationParams>(R"({"email_address":null})") == "email_address: has the wrong type");
    BOOST_TEST(error_of<CreateInvitationParams>(R"({"email_address":"a","emailAddress":"b"})") ==
               "email_address: is given twice");
    BOOST_TEST(error_of<CreateInvitationParams>(R"({"email_address":"a","notify":"yes"})") == "notify: has the wrong type");
    BOOST_TEST(error_of<CreateInvitationParams>(R"({"email_address":"a","expiresInDays":1e99})") ==
               "expires_in_days: is out of range");
    BOOST_TEST(error_of<CreateInvitationParams>(R"({"email_address":"a","template_slug":1})") ==
               "template_slug: has the wrong type");
    BOOST_TEST(error_of<CreateInvitationParams>(R"({"email_address":"a","role":"x"})") == "value: has an unknown member");
    try
    {
        static_cast<void>(json::value_to<CreateInvitationParams>(json::parse(R"({"email_address":"a","role":"x"})")));
        BOOST_ERROR("no exception");
    }
    catch (boost::system::system_error const& error)
    {
        BOOST_TEST(std::string_view{error.what()}.starts_with("role: "));
    }
}

// The defaults of `LimitOptions`: Clerk's responses and requests cannot be deeper either.
BOOST_AUTO_TEST_CASE(deep_values_are_refused_without_recursing)
{
    auto const nested = [](std::size_t levels) {
        json::value value = json::object{};
        for (std::size_t i = 1; i < levels; ++i) value = json::object{{"a", json::array{std::move(value)}}};
        return value;
    };
    auto const params = [](json::value metadata) {
        return json::value{{"email_address", "a@example.com"}, {"public_metadata", std::move(metadata)}};
    };
    BOOST_TEST(json::try_value_to<CreateInvitationParams>(params(nested(32))).has_value());
    auto const refused = json::try_value_to<CreateInvitationParams>(params(nested(33)));
    BOOST_TEST(refused.error().message() == "public_metadata: nests deeper than 64 levels");
    BOOST_TEST(json::try_value_to<CreateInvitationParams>(params(nested(5'000))).has_error());
    auto invitation = json::value_from(Invitation{});
    invitation.as_object()["new_member"] = nested(33);
    BOOST_TEST(json::try_value_to<Invitation>(invitation).error().message() == "value: nests deeper than 64 levels");
}

BOOST_AUTO_TEST_SUITE_END()

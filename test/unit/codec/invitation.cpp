#include "support/decode_invitation.hpp"

#include "unit/codec/invitation_body.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

using namespace clerk::detail;
using clerk::Invitation;
using clerk::InvitationStatus;
using clerk::Timestamp;
using clerk::test::decode_invitation;
using clerk::test::InvitationBody;
using std::chrono::milliseconds;

namespace {

Invitation decoded(InvitationBody const& body)
{
    auto result = decode_invitation(body.text(), 64);
    BOOST_TEST_REQUIRE(result.has_value(), (result ? std::string{} : result.error().detail));
    return std::move(*result);
}

std::string refused(std::string_view body)
{
    auto const result = decode_invitation(body, 64);
    return result ? "accepted" : result.error().detail;
}

std::string with(std::string_view name, std::string_view json)
{
    return refused(InvitationBody{}.set(name, json).text());
}

} // namespace

BOOST_AUTO_TEST_SUITE(codec_invitation)

BOOST_AUTO_TEST_CASE(every_field_is_read)
{
    Invitation const invitation = decoded({});
    BOOST_TEST(invitation.id == "inv_2g7np7Hrk0SN6kj5EDMLDaKNL0S");
    BOOST_TEST(invitation.email_address == "invite@example.com");
    BOOST_TEST((invitation.public_metadata ==
                boost::json::object{{"example", "metadata"}, {"example_nested", {{"nested", "metadata"}}}}));
    BOOST_TEST(invitation.status == InvitationStatus::pending);
    BOOST_TEST(invitation.url.value() == "https://example.com/accept?ticket=abc");
    BOOST_TEST(!invitation.revoked);
    BOOST_TEST((invitation.expires_at == Timestamp{milliseconds{1'718'000'000'000}}));
    BOOST_TEST((invitation.created_at == Timestamp{milliseconds{1'715'408'000'123}}));
    BOOST_TEST((invitation.updated_at == Timestamp{milliseconds{1'715'408'000'456}}));
    BOOST_TEST(invitation.extra.empty());
}

BOOST_AUTO_TEST_CASE(field_order_and_whitespace_do_not_matter)
{
    auto const result =
        decode_invitation(" \n\t{ \"updated_at\" : 2 , \"created_at\":1,\"status\":\"revoked\",\r\n\"revoked\":true,"
                          "\"email_address\":\"a@b\",\"id\":\"i\" } \n",
                          64);
    BOOST_TEST_REQUIRE(result.has_value());
    BOOST_TEST(result->id == "i");
    BOOST_TEST(result->email_address == "a@b");
    BOOST_TEST(result->status == InvitationStatus::revoked);
    BOOST_TEST(result->revoked);
    BOOST_TEST((result->updated_at == Timestamp{milliseconds{2}}));
}

BOOST_AUTO_TEST_CASE(optional_fields_may_be_absent)
{
    InvitationBody body;
    for (char const* name : {"object", "public_metadata", "url", "revoked", "expires_at"}) body.drop(name);
    Invitation const invitation = decoded(body);
    BOOST_TEST(invitation.public_metadata.empty());
    BOOST_TEST(!invitation.url.has_value());
    BOOST_TEST(!invitation.revoked);
    BOOST_TEST(!invitation.expires_at.has_value());
}

BOOST_AUTO_TEST_CASE(nullable_fields_may_be_null)
{
    InvitationBody body;
    for (char const* name : {"public_metadata", "url", "revoked", "expires_at"}) body.set(name, "null");
    Invitation const invitation = decoded(body);
    BOOST_TEST(invitation.public_metadata.empty());
    BOOST_TEST(!invitation.url.has_value());
    BOOST_TEST(!invitation.revoked);
    BOOST_TEST(!invitation.expires_at.has_value());
    BOOST_TEST(invitation.extra.empty());
}

BOOST_AUTO_TEST_CASE(required_fields_must_be_present)
{
    for (std::string const name : {"id", "email_address", "status", "created_at", "updated_at"})
        BOOST_TEST(refused(InvitationBody{}.drop(name).text()) == "missing field `" + name + "`");
    BOOST_TEST(refused("{}") == "missing field `id`");
    BOOST_TEST(refused(R"({"errors":[]})") == "missing field `id`");
}

BOOST_AUTO_TEST_CASE(a_field_of_another_type_is_refused_and_named)
{
    struct Row
    {
        std::string name;
        std::string type;
        std::string_view fitting;
    };

    Row const rows[]{
        {"object", "a string", "\""},           {"id", "a string", "\""},           {"email_address", "a string", "\""},
        {"status", "a string", "\""},           {"url", "a string", "\"n"},         {"revoked", "a boolean", "tfn"},
        {"public_metadata", "an object", "{n"}, {"expires_at", "an integer", "1n"}, {"created_at", "an integer", "1"},
        {"updated_at", "an integer", "1"}};
    for (auto const& row : rows)
        for (std::string_view const json : {R"("invitation")", R"("esc\u0061ped\n")", "1", "18446744073709551615", "1.5", "1e3",
                                            "true", "false", "null", "{}", R"({"a":1})", "[]", "[1]"})
            BOOST_TEST_CONTEXT(row.name << " = " << json)
            {
                std::string const detail = with(row.name, json);
                if (json.front() == '1' && json.size() > 1 && row.type == "an integer")
                    BOOST_TEST(detail == "field `" + row.name + (json.size() > 3 ? "` is out of range" : "` is not an integer"));
                else if (row.fitting.find(json.front()) == std::string_view::npos)
                    BOOST_TEST(detail == "field `" + row.name + "` is not " + row.type);
                else if (row.name != "object" || json == R"("invitation")")
                    BOOST_TEST(detail == "accepted");
            }
}

BOOST_AUTO_TEST_CASE(an_empty_id_is_refused)
{
    BOOST_TEST(with("id", R"("")") == "field `id` is empty");
}

BOOST_AUTO_TEST_CASE(another_object_is_refused)
{
    BOOST_TEST(with("object", R"("user")") == "field `object` is not `invitation`");
    BOOST_TEST(with("object", R"("")") == "field `object` is not `invitation`");
}

BOOST_AUTO_TEST_CASE(timestamps_are_integers_that_fit)
{
    using Limits = std::numeric_limits<std::int64_t>;
    auto const read = [](std::string_view json) { return decoded(InvitationBody{}.set("created_at", json)).created_at; };
    BOOST_TEST((read("0") == Timestamp{}));
    BOOST_TEST((read("-0") == Timestamp{}));
    BOOST_TEST((read("-1") == Timestamp{milliseconds{-1}}));
    BOOST_TEST((read("9223372036854775807") == Timestamp{milliseconds{Limits::max()}}));
    BOOST_TEST((read("-9223372036854775808") == Timestamp{milliseconds{Limits::min()}}));
    for (char const* json : {"9223372036854775808", "18446744073709551616", "-9223372036854775809", "1000000000000000000000000"})
        BOOST_TEST(with("expires_at", json) == "field `expires_at` is out of range");
    for (char const* json : {"1.0", "1715408000123.5", "1e12", "1E400", "\"1715408000123\""})
        BOOST_TEST(with("updated_at", json) == "field `updated_at` is not an integer");
}

BOOST_AUTO_TEST_CASE(an_unknown_status_is_kept_as_text)
{
    BOOST_TEST(decoded(InvitationBody{}.set("status", R"("expired")")).status == InvitationStatus::expired);
    BOOST_TEST(decoded(InvitationBody{}.set("status", R"("on_hold")")).status.text() == "on_hold");
    BOOST_TEST(decoded(InvitationBody{}.set("status", R"("")")).status.text() == "");
}

BOOST_AUTO_TEST_CASE(unknown_fields_are_kept)
{
    InvitationBody body;
    body.add("ids", "[1,[2,{\"id\":null}]]").add("name", R"("text")").add("", "{}").add("created_by", "null");
    body.add("n", "-7").add("u", "18446744073709551615").add("d", "0.5").add("b", "true");
    boost::json::object const expected{{"ids", {1, {2, boost::json::object{{"id", nullptr}}}}},
                                       {"name", "text"},
                                       {"", boost::json::object{}},
                                       {"created_by", nullptr},
                                       {"n", -7},
                                       {"u", std::numeric_limits<std::uint64_t>::max()},
                                       {"d", 0.5},
                                       {"b", true}};
    Invitation const invitation = decoded(body);
    BOOST_TEST((invitation.extra == expected));
    BOOST_TEST(invitation.public_metadata.size() == 2U);
}

BOOST_AUTO_TEST_CASE(unknown_fields_between_known_ones_do_not_mix)
{
    auto const result = decode_invitation(R"({"x":{"id":"no"},"id":"yes","y":[],"public_metadata":{"x":1,"url":"no"},"z":"no",)"
                                          R"("email_address":"a@b","status":"pending","w":0,"created_at":1,"updated_at":2})",
                                          64);
    BOOST_TEST_REQUIRE(result.has_value());
    BOOST_TEST(result->id == "yes");
    BOOST_TEST(!result->url.has_value());
    BOOST_TEST((result->public_metadata == boost::json::object{{"x", 1}, {"url", "no"}}));
    BOOST_TEST((result->extra == boost::json::object{{"x", {{"id", "no"}}}, {"y", boost::json::array{}}, {"z", "no"}, {"w", 0}}));
}

BOOST_AUTO_TEST_CASE(a_refusal_never_quotes_the_body)
{
    for (auto const& body :
         {InvitationBody{}.add("marker", "{\"marker\":1,\"marker\":2}"), InvitationBody{}.add("marker", "1e999"),
          InvitationBody{}.set("object", "\"marker\""), InvitationBody{}.set("created_at", "\"marker\""),
          InvitationBody{}.add("marker", "marker"), InvitationBody{}.add("marker", "1").add("marker", "2")})
    {
        std::string const detail = refused(body.text());
        BOOST_TEST(detail != "accepted");
        BOOST_TEST(detail.find("marker") == std::string::npos);
    }
}

BOOST_AUTO_TEST_SUITE_END()

#include "codec/invitation_parser.hpp"

#include "unit/codec/invitation_body.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

using namespace clerk::detail;
using clerk::test::InvitationBody;

namespace {

std::string invitation(std::string_view id)
{
    return InvitationBody{}.set("id", "\"" + std::string{id} + "\"").text();
}

std::string three()
{
    return "[" + invitation("a") + "," + InvitationBody{}.set("id", "\"b\"").drop("url").add("x", "1").text() + " , " +
           invitation("c") + "]";
}

std::string refused_list(std::string_view body)
{
    auto const result = decode_invitations(body, 64);
    return result ? "accepted" : result.error().detail;
}

std::string refused_page(std::string_view body)
{
    auto const result = decode_invitation_page(body, 64, 0);
    return result ? "accepted" : result.error().detail;
}

std::string nested(std::size_t levels)
{
    return std::string(levels, '[') + std::string(levels, ']');
}

} // namespace

BOOST_AUTO_TEST_SUITE(codec_invitation_list)

BOOST_AUTO_TEST_CASE(an_array_keeps_its_order_and_separates_fields)
{
    auto const result = decode_invitations(three(), 64);
    BOOST_TEST_REQUIRE(result.has_value(), (result ? std::string{} : result.error().detail));
    BOOST_TEST_REQUIRE(result->size() == 3U);
    BOOST_TEST((*result)[0].id == "a");
    BOOST_TEST((*result)[0].extra.empty());
    BOOST_TEST((*result)[1].id == "b");
    BOOST_TEST(!(*result)[1].url.has_value());
    BOOST_TEST((*result)[1].extra.size() == 1U);
    BOOST_TEST((*result)[2].id == "c");
    BOOST_TEST((*result)[2].url.has_value());
    BOOST_TEST((*result)[2].extra.empty());
    BOOST_TEST((*result)[2].public_metadata.size() == 2U);
}

BOOST_AUTO_TEST_CASE(each_invitation_keeps_its_unknown_fields)
{
    std::string const one = InvitationBody{}.add("x", "1").add("y", "{\"x\":1}").text();
    auto const result = decode_invitations("[" + one + "," + one + "," + InvitationBody{}.add("z", "[]").text() + "]", 64);
    BOOST_TEST_REQUIRE(result.has_value(), (result ? std::string{} : result.error().detail));
    BOOST_TEST((*result)[0].extra.size() == 2U);
    BOOST_TEST((*result)[1].extra.size() == 2U);
    BOOST_TEST((*result)[2].extra.size() == 1U);
    BOOST_TEST(refused_list("[" + one + "," + InvitationBody{}.add("x", "1").add("x", "2").text() + "]") ==
               "invitation 2 of the list: an unknown field occurs twice, or contains a duplicate key");
}

BOOST_AUTO_TEST_CASE(an_empty_array_is_an_empty_list)
{
    BOOST_TEST(decode_invitations(" [ ] ", 64).value().empty());
    BOOST_TEST(decode_invitation_page("[]", 64, 7).value().total_count == 7);
    BOOST_TEST(decode_invitation_page(R"({"data":[],"total_count":0})", 64, 7).value().total_count == 0);
}

BOOST_AUTO_TEST_CASE(a_page_has_its_total)
{
    auto const result = decode_invitation_page("{\"data\":" + three() + ",\"total_count\":1234}", 64, 10);
    BOOST_TEST_REQUIRE(result.has_value(), (result ? std::string{} : result.error().detail));
    BOOST_TEST(result->data.size() == 3U);
    BOOST_TEST(result->total_count == 1234);
    BOOST_TEST(decode_invitation_page("{\"total_count\":3,\"data\":" + three() + "}", 64, 10).value().total_count == 3);
}

BOOST_AUTO_TEST_CASE(a_page_without_total_counts_from_the_offset)
{
    BOOST_TEST(decode_invitation_page(three(), 64, 10).value().total_count == 13);
    BOOST_TEST(decode_invitation_page("{\"data\":" + three() + "}", 64, 10).value().total_count == 13);
}

BOOST_AUTO_TEST_CASE(other_members_of_a_page_are_skipped)
{
    auto const result =
        decode_invitation_page(R"({"object":"list","a":{"data":[1,{"total_count":"x"}],"\u0061":null},"b":[[{}],1.5,true],)"
                               R"("\u0064ata":)" +
                                   three() + R"(,"c":1e999,"d":18446744073709551615,"e":"\n","total_count":3})",
                               64, 0);
    BOOST_TEST_REQUIRE(result.has_value(), (result ? std::string{} : result.error().detail));
    BOOST_TEST(result->data.size() == 3U);
    BOOST_TEST(result->total_count == 3);
}

BOOST_AUTO_TEST_CASE(values_after_a_skipped_one_are_read)
{
    for (std::string const value : {"{}", "[]", "{\"a\":{}}", "[[],{}]", "null", "1", "1.5", "\"\\n\"", "true"})
        BOOST_TEST_CONTEXT(value)
        {
            auto const page = decode_invitation_page("{\"x\":" + value + ",\"data\":" + three() + "}", 64, 0);
            BOOST_TEST_REQUIRE(page.has_value(), (page ? std::string{} : page.error().detail));
            BOOST_TEST(page->data.size() == 3U);
        }
}

BOOST_AUTO_TEST_CASE(an_error_is_reported_with_its_position)
{
    BOOST_TEST(refused_list("[" + invitation("a") + ",{}]") == "invitation 2 of the list: missing field `id`");
    BOOST_TEST(refused_page("{\"data\":[" + invitation("a") + "," + InvitationBody{}.set("status", "1").text() + "]}") ==
               "invitation 2 of the list: field `status` is not a string");
    BOOST_TEST(refused_list("[" + invitation("a") + ",null]") == "entry 2 of the list is not an object");
    BOOST_TEST(refused_list("[[]]") == "entry 1 of the list is not an object");
    BOOST_TEST(refused_list("[\"\\n\"]") == "entry 1 of the list is not an object");
}

BOOST_AUTO_TEST_CASE(non_lists_are_refused)
{
    BOOST_TEST(refused_list("") == "the body is empty");
    BOOST_TEST(refused_list(invitation("a")) == "the body is not an array");
    BOOST_TEST(refused_list("1") == "the body is not an array");
    BOOST_TEST(refused_page("\"x\"") == "the body is neither an object nor an array");
    BOOST_TEST(refused_page("{}") == "missing field `data`");
    BOOST_TEST(refused_page("{\"total_count\":1}") == "missing field `data`");
    for (char const* value : {"null", "1", "\"x\"", "{}", "true", "1.5", "18446744073709551615"})
        BOOST_TEST(refused_page("{\"data\":" + std::string{value} + "}") == "field `data` is not an array");
    for (char const* value : {"null", "\"1\"", "{}", "[]", "true", "1.5", "1e3", "18446744073709551615"})
        BOOST_TEST(refused_page("{\"data\":[],\"total_count\":" + std::string{value} + "}") ==
                   "field `total_count` is not an integer");
    BOOST_TEST(refused_page("{\"data\":[],\"total_count\":-1}") == "field `total_count` is negative");
    BOOST_TEST(refused_page("{\"data\":[],\"data\":[]}") == "field `data` occurs twice");
    BOOST_TEST(refused_page("{\"data\":[],\"total_count\":1,\"total_count\":1}") == "field `total_count` occurs twice");
    BOOST_TEST(refused_page(three() + "]") != "accepted");
    BOOST_TEST(refused_list("[" + invitation("a") + ",]") != "accepted");
}

BOOST_AUTO_TEST_CASE(the_list_around_an_invitation_adds_no_depth)
{
    std::string const deep = InvitationBody{}.drop("public_metadata").add("x", nested(63)).text();
    std::string const deeper = InvitationBody{}.drop("public_metadata").add("x", nested(64)).text();
    BOOST_TEST(refused_list("[" + deep + "]") == "accepted");
    BOOST_TEST(refused_page("{\"data\":[" + deep + "]}") == "accepted");
    BOOST_TEST(refused_list("[" + deeper + "]") ==
               "invitation 1 of the list: the invitation nests deeper than max_json_depth (64)");
    BOOST_TEST(refused_page("{\"data\":[" + deeper + "]}") ==
               "invitation 1 of the list: the invitation nests deeper than max_json_depth (64)");
    BOOST_TEST(refused_page("{\"x\":" + nested(1'000) + ",\"data\":[]}") == "the body nests deeper than max_json_depth");
}

BOOST_AUTO_TEST_CASE(every_prefix_of_a_page_is_refused)
{
    std::string const body = "{\"data\":" + three() + R"(,"more":{"a":[1]},"total_count":3})";
    for (std::size_t size = 0; size < body.size(); ++size)
        if (decode_invitation_page(std::string_view{body}.substr(0, size), 64, 0)) BOOST_ERROR("accepted " << size << " bytes");
}

BOOST_AUTO_TEST_SUITE_END()

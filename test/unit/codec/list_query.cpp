#include "codec/list_query.hpp"

#include <boost/test/unit_test.hpp>

#include <limits>
#include <string>
#include <string_view>

using namespace clerk::detail;
using clerk::InvitationStatus;
using clerk::ListInvitationsParams;
using namespace std::string_literals;

namespace {

std::string query_of(ListInvitationsParams const& params)
{
    std::string out;
    BOOST_TEST(encode_list_query(params, out) == "");
    return out;
}

std::string refused(ListInvitationsParams const& params)
{
    std::string out;
    return encode_list_query(params, out);
}

template <class Value>
ListInvitationsParams with(std::optional<Value> ListInvitationsParams::* member, Value value)
{
    ListInvitationsParams params;
    params.*member = std::move(value);
    return params;
}

std::string segment(std::string_view id)
{
    std::string out;
    BOOST_TEST(encode_path_segment(id, out) == "");
    return out;
}

std::string refused_segment(std::string_view id)
{
    std::string out;
    return encode_path_segment(id, out);
}

} // namespace

BOOST_AUTO_TEST_SUITE(codec_list_query)

BOOST_AUTO_TEST_CASE(only_set_fields_are_sent)
{
    BOOST_TEST(query_of({}) == "paginated=true");
    BOOST_TEST(query_of(with(&ListInvitationsParams::offset, 0)) == "paginated=true&offset=0");
    BOOST_TEST(query_of(with(&ListInvitationsParams::query, ""s)) == "paginated=true&query=");
}

BOOST_AUTO_TEST_CASE(everything_is_sent_in_a_fixed_order)
{
    ListInvitationsParams params;
    params.offset = 20;
    params.limit = 10;
    params.order_by.emplace("-created_at");
    params.query.emplace("someone@example.com");
    params.status = InvitationStatus::pending;
    BOOST_TEST(query_of(params) ==
               "paginated=true&status=pending&query=someone%40example.com&order_by=-created_at&limit=10&offset=20");
}

BOOST_AUTO_TEST_CASE(the_query_is_appended)
{
    std::string out{"/v1/invitations?"};
    BOOST_TEST(encode_list_query({}, out) == "");
    BOOST_TEST(out == "/v1/invitations?paginated=true");
}

BOOST_AUTO_TEST_CASE(a_plus_is_never_a_space)
{
    BOOST_TEST(query_of(with(&ListInvitationsParams::order_by, "+created_at"s)) == "paginated=true&order_by=%2Bcreated_at");
    BOOST_TEST(query_of(with(&ListInvitationsParams::query, "a+b c"s)) == "paginated=true&query=a%2Bb%20c");
}

BOOST_AUTO_TEST_CASE(values_cannot_inject_parameters)
{
    BOOST_TEST(query_of(with(&ListInvitationsParams::query, "&=#?/%\xc3\xa9"s)) ==
               "paginated=true&query=%26%3D%23%3F%2F%25%C3%A9");
    BOOST_TEST(query_of(with(&ListInvitationsParams::status, InvitationStatus{"new&x=1\r\n"})) ==
               "paginated=true&status=new%26x%3D1%0D%0A");
}

BOOST_AUTO_TEST_CASE(numbers_out_of_range_are_refused)
{
    for (int const limit : {1, 10, 500}) BOOST_TEST(refused(with(&ListInvitationsParams::limit, limit)) == "");
    BOOST_TEST(refused(with(&ListInvitationsParams::limit, 0)) == "limit: 0 is out of range (1 to 500)");
    BOOST_TEST(refused(with(&ListInvitationsParams::limit, 501)) == "limit: 501 is out of range (1 to 500)");
    BOOST_TEST(refused(with(&ListInvitationsParams::limit, -5)) == "limit: -5 is out of range (1 to 500)");
    BOOST_TEST(refused(with(&ListInvitationsParams::offset, std::numeric_limits<int>::max())) == "");
    BOOST_TEST(refused(with(&ListInvitationsParams::offset, -1)) == "offset: -1 is out of range (0 or more)");
}

BOOST_AUTO_TEST_CASE(invalid_texts_are_refused)
{
    BOOST_TEST(refused(with(&ListInvitationsParams::query, "marker\n"s)) == "query: contains a control character");
    BOOST_TEST(refused(with(&ListInvitationsParams::query, "marker\xff"s)) == "query: is not valid UTF-8");
    BOOST_TEST(refused(with(&ListInvitationsParams::order_by, ""s)) == "order_by: is empty");
    BOOST_TEST(refused(with(&ListInvitationsParams::order_by, "a\x7f"s)) == "order_by: contains a control character");
    BOOST_TEST(refused(with(&ListInvitationsParams::order_by, "a\xc3"s)) == "order_by: is not valid UTF-8");
    BOOST_TEST(refused(with(&ListInvitationsParams::order_by, "anything else"s)) == "");
}

BOOST_AUTO_TEST_CASE(an_id_stays_one_segment)
{
    BOOST_TEST(segment("inv_2g7np7Hrk0SN6kj5EDMLDaKNL0S") == "inv_2g7np7Hrk0SN6kj5EDMLDaKNL0S");
    BOOST_TEST(segment("a/b?c#d") == "a%2Fb%3Fc%23d");
    BOOST_TEST(segment("../users") == "..%2Fusers");
    BOOST_TEST(segment("%2e%2E") == "%252e%252E");
    BOOST_TEST(segment("...") == "...");
    BOOST_TEST(segment("a b\r\n\xc3\xa9") == "a%20b%0D%0A%C3%A9");
}

BOOST_AUTO_TEST_CASE(an_id_that_changes_the_path_is_refused)
{
    BOOST_TEST(refused_segment("") == "id: is empty");
    BOOST_TEST(refused_segment(".") == "id: is a dot segment");
    BOOST_TEST(refused_segment("..") == "id: is a dot segment");
}

BOOST_AUTO_TEST_SUITE_END()

#include "support/answers.hpp"
#include "support/rig.hpp"

using namespace clerk::test;
using namespace std::chrono_literals;
using clerk::Delivery;
using clerk::ErrorKind;
using clerk::Phase;

// Responses of the edge in front of Clerk, and redirects.
BOOST_AUTO_TEST_SUITE(edge_answers)

namespace {

std::string const html = "<html><head><title>Web server is down</title></head></html>";

} // namespace

BOOST_AUTO_TEST_CASE(html_from_the_edge_is_an_api_error)
{
    for (int status : {500, 502, 503, 504, 520, 521, 522, 523, 524, 525, 526, 527}) BOOST_TEST_CONTEXT(status)
        {
            ScriptedPeer peer{
                {{step::expect_request(), step::send(answer(status, "Content-Type: text/html\r\ncf-ray: 8f00-FRA\r\n", html)),
                  step::expect_request(), step::send(created("next"))}}};
            Rig rig{peer.client_options()};
            auto const result = rig.create();
            check_error(result, {ErrorKind::api, Delivery::unknown, Phase::read, status});
            auto const& error = result.error();
            BOOST_TEST(error.body_excerpt == html);
            BOOST_TEST(error.trace_id == "8f00-FRA");
            BOOST_TEST(error.errors.empty());
            BOOST_TEST(error.attempts == 1);
            BOOST_TEST(peer.requests().size() == 1U);
            check_created(rig.create(), "next");
        }
}

BOOST_AUTO_TEST_CASE(trace_id_is_from_the_body_else_from_a_header)
{
    std::string const fields = "Clerk-Trace-Id: t2\r\ncf-ray: ray\r\n";
    ScriptedPeer peer{{{step::expect_request(), step::send(refused(400, "duplicate_record", fields)), step::expect_request(),
                        step::send(answer(400, fields, R"({"errors":[]})")), step::expect_request(),
                        step::send(answer(400, "cf-ray: ray\r\n", "no json"))}}};
    Rig rig{peer.client_options()};
    auto const first = rig.create();
    check_error(first, {ErrorKind::api, Delivery::rejected, Phase::read, 400});
    BOOST_TEST(first.error().trace_id == "t1");
    BOOST_TEST(first.error().has_code("duplicate_record"));
    BOOST_TEST(rig.create().error().trace_id == "t2");
    BOOST_TEST(rig.create().error().trace_id == "ray");
    BOOST_TEST(peer.seen().accepted == 1U);
}

BOOST_AUTO_TEST_CASE(a_redirect_is_never_followed)
{
    ScriptedPeer elsewhere{{{step::expect_request(), step::send(created("stolen"))}}};
    for (int status : {300, 301, 302, 303, 304, 307, 308}) BOOST_TEST_CONTEXT(status)
        {
            auto const location = "Location: " + elsewhere.url("127.0.0.1") + "/v1/invitations\r\n";
            auto const bytes = status == 304 ? "HTTP/1.1 304 Not Modified\r\n" + location + "\r\n" : answer(status, location, "");
            ScriptedPeer peer{{{step::expect_request(), step::send(bytes)}}};
            Rig rig{peer.client_options()};
            check_error(rig.create(), {ErrorKind::protocol, Delivery::unknown, Phase::read, status});
            BOOST_TEST(peer.requests().size() == 1U);
        }
    BOOST_TEST(elsewhere.seen().accepted == 0U);
}

BOOST_AUTO_TEST_CASE(a_success_without_invitation_is_a_decode_error)
{
    for (std::string const body : {"{}", "[]", "null", "<html></html>", "{\"id\":1}", "{\"object\":\"invitation\"", "\xff\xfe"})
        BOOST_TEST_CONTEXT(body)
        {
            ScriptedPeer peer{{{step::expect_request(), step::send(answer(200, "cf-ray: r1\r\n", body))}}};
            Rig rig{peer.client_options()};
            auto const result = rig.create();
            check_error(result, {ErrorKind::decode, Delivery::unknown, Phase::decode, 200});
            BOOST_TEST(result.error().trace_id == "r1");
            BOOST_TEST(peer.requests().size() == 1U);
        }
}

BOOST_AUTO_TEST_CASE(a_bare_status_without_a_body_is_an_api_error)
{
    for (int status : {400, 401, 403, 404, 409, 422, 500, 503}) BOOST_TEST_CONTEXT(status)
        {
            ScriptedPeer peer{{{step::expect_request(), step::send(answer(status, {}, ""))}}};
            Rig rig{peer.client_options()};
            check_error(rig.create(),
                        {ErrorKind::api, status < 500 ? Delivery::rejected : Delivery::unknown, Phase::read, status});
        }
}

BOOST_AUTO_TEST_SUITE_END()

#include "support/answers.hpp"
#include "support/rig.hpp"

using namespace clerk::test;
using namespace std::chrono_literals;
using clerk::Delivery;
using clerk::ErrorKind;
using clerk::Phase;

// Responses that RFC 9112 allows are accepted.
BOOST_AUTO_TEST_SUITE(legal_answers)

namespace {

std::string const json = invitation_json("ok");
std::string const length = "Content-Length: " + std::to_string(json.size()) + "\r\n";

std::string chunked(std::string const& head, std::string const& extension, std::string const& trailer)
{
    char size[20];
    std::snprintf(size, sizeof size, "%zx", json.size() - 1);
    return head + "Transfer-Encoding: chunked\r\n\r\n1" + extension + "\r\n{\r\n" + size + extension + "\r\n" + json.substr(1) +
           "\r\n0" + extension + "\r\n" + trailer + "\r\n";
}

/// Checks that both calls get their responses, on one connection or on two.
void check(std::string const& bytes, std::size_t connections, std::size_t piece = 0, Script const& end = {})
{
    BOOST_TEST_CONTEXT(bytes.substr(0, 200))
    {
        Script const once{step::expect_request(), step::send(bytes, piece)};
        ScriptedPeer peer{{once + end + (connections == 1 ? once : Script{step::stall()})}};
        Rig rig{peer.client_options()};
        check_created(rig.create(), "ok");
        BOOST_TEST(rig.client.stats().connections_idle == (connections == 1 ? 1U : 0U));
        check_created(rig.create(), "ok");
        BOOST_TEST(peer.requests().size() == 2U);
        BOOST_TEST(peer.seen().accepted == connections);
    }
}

} // namespace

BOOST_AUTO_TEST_CASE(field_names_have_any_case_and_values_any_space_around)
{
    check("HTTP/1.1 200 OK\r\ncOnTeNt-LeNgTh:" + std::to_string(json.size()) + "\r\n\r\n" + json, 1);
    check("HTTP/1.1 200 OK\r\nCONTENT-LENGTH: \t " + std::to_string(json.size()) + " \t \r\n\r\n" + json, 1);
    check("HTTP/1.1 200 OK\r\nX-Empty:\r\n" + length + "\r\n" + json, 1);
}

BOOST_AUTO_TEST_CASE(the_reason_phrase_may_be_empty_or_long)
{
    check("HTTP/1.1 200 \r\n" + length + "\r\n" + json, 1);
    check("HTTP/1.1 200 All of it is very well indeed\r\n" + length + "\r\n" + json, 1);
}

BOOST_AUTO_TEST_CASE(the_space_before_an_empty_reason_is_optional)
{
    check("HTTP/1.1 200\r\n" + length + "\r\n" + json, 1);
    check("HTTP/1.1 200\r\n" + length + "\r\n" + json, 1, 1);
    check("HTTP/1.1 100\r\n\r\nHTTP/1.1 201\r\n" + length + "\r\n" + json, 1, 3);
}

BOOST_AUTO_TEST_CASE(identity_content_coding_is_accepted)
{
    for (std::string const coding : {"", "identity", " IDENTITY ", "identity, identity", ",", "none", "utf-8"})
        check("HTTP/1.1 200 OK\r\nContent-Encoding: " + coding + "\r\n" + length + "\r\n" + json, 1);
}

BOOST_AUTO_TEST_CASE(a_byte_order_mark_before_json_is_ignored)
{
    std::string const mark = "\xEF\xBB\xBF";
    check(answer(200, {}, mark + json), 1);

    ScriptedPeer peer{{{step::expect_request(), step::send(answer(422, {}, mark + R"({"errors":[{"code":"form_x"}]})")),
                        step::expect_request(), step::send(answer(200, {}, mark + mark + json))}}};
    Rig rig{peer.client_options()};
    BOOST_TEST(rig.create().error().has_code("form_x"));
    BOOST_TEST((rig.create().error().kind == clerk::ErrorKind::decode)); // one mark, not two
}

BOOST_AUTO_TEST_CASE(any_2xx_with_an_invitation_is_a_success)
{
    for (int status : {200, 201, 202, 299}) check(answer(status, {}, json), 1);
}

BOOST_AUTO_TEST_CASE(any_content_type_is_accepted)
{
    for (std::string const type : {"application/json", "application/json; charset=utf-8", "application/json;charset=\"UTF-8\"",
                                   "application/problem+json", "text/json", "Application/JSON"})
        check(answer(200, "Content-Type: " + type + "\r\n", json), 1);
    check(answer(200, {}, json), 1);
}

BOOST_AUTO_TEST_CASE(chunked_bodies_may_have_extensions_and_trailers)
{
    std::string const head = "HTTP/1.1 200 OK\r\n";
    check(chunked(head, "", ""), 1);
    check(chunked(head, ";a=1;b=\"two\"", ""), 1);
    check(chunked(head, "", "X-Sum: 1\r\nX-Other: 2\r\n"), 1);
    check(chunked(head, ";x", "X-Sum: 1\r\n"), 1);
    check(chunked(head, "", "Connection: close\r\nKeep-Alive: timeout=0\r\nRetry-After: 1\r\n"), 1);
}

BOOST_AUTO_TEST_CASE(interim_responses_precede_the_final_one)
{
    std::string const one = "HTTP/1.1 100 Continue\r\n\r\n";
    std::string const hints = "HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\nRetry-After: 3\r\n\r\n";
    auto const final = created("ok");
    check(one + final, 1);
    check(hints + one + hints + final, 1);
    std::string many;
    for (int i = 0; i < 64; ++i) many += one;
    check(many + final, 1);
}

BOOST_AUTO_TEST_CASE(a_body_may_end_with_close_notify)
{
    check("HTTP/1.1 200 OK\r\n\r\n" + json, 2, 0, {step::close_notify(), step::fin()});
    check("HTTP/1.1 200 OK\r\n\r\n" + json, 2, 0, {step::close_notify()});
    check("HTTP/1.0 200 OK\r\n\r\n" + json, 2, 0, {step::close_notify(), step::fin()});
}

BOOST_AUTO_TEST_CASE(a_short_body_may_end_with_close_notify)
{
    for (std::string const body : {"", "1", "{}", "null"}) BOOST_TEST_CONTEXT(body)
        {
            ScriptedPeer peer{{{step::expect_request(), step::send("HTTP/1.1 200 OK\r\n\r\n" + body), step::close_notify()}}};
            Rig rig{peer.client_options()};
            check_error(rig.create(), {ErrorKind::decode, Delivery::unknown, Phase::decode, 200});
        }
}

BOOST_AUTO_TEST_CASE(connection_close_closes_and_anything_else_keeps)
{
    check(created("ok", "Connection: close\r\n"), 2);
    check(created("ok", "connection: Keep-Alive, CLOSE\r\n"), 2);
    check(created("ok", "Connection: keep-alive\r\n"), 1);
    check(created("ok", "Connection: upgrade, x\r\n"), 1);
    check(created("ok", "Keep-Alive: timeout=60, max=100\r\n"), 1);
    check(created("ok", "Keep-Alive: nonsense\r\n"), 1);
}

BOOST_AUTO_TEST_CASE(http_1_0_keeps_the_connection_only_if_declared)
{
    check("HTTP/1.0 200 OK\r\n" + length + "\r\n" + json, 2);
    check("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n" + length + "\r\n" + json, 1);
}

BOOST_AUTO_TEST_CASE(a_response_may_be_split_everywhere)
{
    auto const whole = chunked("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nX: y\r\n", ";e=1", "X-Sum: 1\r\n");
    for (std::size_t piece : {1U, 2U, 3U, 7U, 61U}) check(whole, 1, piece);
}

BOOST_AUTO_TEST_CASE(a_response_may_be_split_at_every_byte)
{
    auto const whole = chunked("HTTP/1.1 200 OK\r\nX: y\r\n", "", "X-Sum: 1\r\n");
    Script all;
    for (std::size_t at = 1; at < whole.size(); ++at)
        all = all + Script{step::expect_request(), step::send(whole.substr(0, at)), step::send(whole.substr(at))};
    ScriptedPeer peer{{all}};
    Rig rig{peer.client_options()};
    for (std::size_t at = 1; at < whole.size(); ++at) BOOST_TEST_CONTEXT("split at " << at) check_created(rig.create(), "ok");
    BOOST_TEST(peer.seen().accepted == 1U);
}

BOOST_AUTO_TEST_CASE(an_empty_success_is_a_decode_error_and_keeps_the_connection)
{
    for (std::string const& empty : {std::string{"HTTP/1.1 204 No Content\r\n\r\n"}, answer(200, {}, ""),
                                     std::string{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"}})
    {
        ScriptedPeer peer{{{step::expect_request(), step::send(empty), step::expect_request(), step::send(created("next"))}}};
        Rig rig{peer.client_options()};
        auto const result = rig.create();
        check_error(result, {ErrorKind::decode, Delivery::unknown, Phase::decode, empty.find("204") < 20 ? 204 : 200});
        BOOST_TEST(peer.requests().size() == 1U);
        check_created(rig.create(), "next");
        BOOST_TEST(peer.seen().accepted == 1U);
    }
}

BOOST_AUTO_TEST_CASE(a_body_of_the_maximum_size_is_accepted)
{
    auto options_of = [](ScriptedPeer const& peer) {
        auto options = peer.client_options();
        options.limits.max_body_bytes = json.size();
        return options;
    };
    ScriptedPeer peer{{{step::expect_request(), step::send(created("ok"))}}};
    Rig rig{options_of(peer)};
    check_created(rig.create(), "ok");
}

BOOST_AUTO_TEST_CASE(a_large_response_in_many_records_is_accepted)
{
    auto body = json;
    body.insert(body.size() - 1, R"(,"blob":")" + std::string(3'000'000, 'x') + '"');
    ScriptedPeer peer{{{step::expect_request(), step::send(answer(200, {}, body))}}};
    Rig rig{peer.client_options()};
    auto const result = rig.create();
    check_created(result, "ok");
    BOOST_TEST(result->extra.at("blob").as_string().size() == 3'000'000U);
    BOOST_TEST(rig.client.stats().connections_idle == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

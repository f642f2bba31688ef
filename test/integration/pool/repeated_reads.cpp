#include "support/answers.hpp"
#include "support/rig.hpp"

using namespace clerk::test;
using clerk::Delivery;
using clerk::ErrorKind;

// Lists are retried when creates are not.
BOOST_AUTO_TEST_SUITE(repeated_reads)

namespace {

std::string const page = answer(200, "Content-Type: application/json\r\n", R"({"data":[],"total_count":0})");
Script const works{step::expect_request(), step::send(page)};

/// The trouble, then a connection that works.
void check_repeated(Script const& trouble)
{
    ScriptedPeer peer{{trouble, works}};
    Rig rig{peer.client_options()};
    auto const listed = run(rig.context, rig.invitations.list());
    BOOST_TEST(listed.has_value(), (listed ? std::string{} : listed.error().message()));
    BOOST_TEST(peer.requests().size() == 2U);
    BOOST_TEST(rig.client.stats().retries == 1U);
    check_quiet(rig.client);
}

/// Checks that a revoke fails for the same reason and is sent once.
void check_revoke_sent_once(Script const& trouble)
{
    ScriptedPeer peer{{trouble, works}};
    Rig rig{peer.client_options()};
    auto const result = run(rig.context, rig.invitations.revoke("inv_1"));
    BOOST_TEST_REQUIRE(!result.has_value());
    BOOST_TEST(result.error().delivery == Delivery::unknown);
    BOOST_TEST(peer.requests().size() == 1U);
    check_quiet(rig.client);
}

std::vector<Script> troubles()
{
    auto const half = page.substr(0, page.size() - 5);
    // Announced, because a retry may be sent before the end of the connection arrives.
    constexpr auto* closes = "Connection: close\r\n";
    std::vector<Script> all{
        {step::expect_request(), step::reset()},
        {step::expect_request(), step::close_notify(), step::fin()},
        {step::expect_request(), step::send(half), step::reset()},
        {step::expect_request(), step::send(half), step::fin()},
    };
    for (int const status : {502, 503, 504, 520, 521, 522, 523, 524})
        all.push_back({step::expect_request(), step::send(answer(status, closes, "<html>")), step::close_notify(), step::fin()});
    return all;
}

} // namespace

BOOST_AUTO_TEST_CASE(lists_are_retried_after_connection_and_gateway_errors)
{
    for (auto const& trouble : troubles()) check_repeated(trouble);
}

BOOST_AUTO_TEST_CASE(a_revoke_is_not_retried)
{
    for (auto const& trouble : troubles()) check_revoke_sent_once(trouble);
}

BOOST_AUTO_TEST_CASE(a_list_is_retried_after_an_attempt_timeout)
{
    ScriptedPeer peer{{{step::expect_request(), step::stall()}, works}};
    auto options = peer.client_options();
    options.timeouts.response = std::chrono::milliseconds{100};
    Rig rig{options};
    BOOST_TEST(run(rig.context, rig.invitations.list()).has_value());
    BOOST_TEST(peer.requests().size() == 2U);
}

BOOST_AUTO_TEST_CASE(permanent_errors_are_not_retried)
{
    for (int const status : {400, 404, 500, 501, 525})
    {
        ScriptedPeer peer{{{step::expect_request(), step::send(answer(status, "", "")), step::gate("never")}}};
        Rig rig{peer.client_options()};
        auto const result = run(rig.context, rig.invitations.list());
        BOOST_TEST_REQUIRE(!result.has_value());
        BOOST_TEST(result.error().status == status);
        BOOST_TEST(peer.requests().size() == 1U);
    }
    ScriptedPeer peer{{{step::expect_request(), step::send("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n"), step::stall()}}};
    Rig rig{peer.client_options()};
    BOOST_TEST((run(rig.context, rig.invitations.list()).error().kind == ErrorKind::protocol));
    BOOST_TEST(peer.requests().size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

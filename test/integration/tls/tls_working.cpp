#include "support/addresses.hpp"
#include "support/answers.hpp"
#include "support/injected_rig.hpp"
#include "support/rig.hpp"

#include <boost/asio/ssl/context.hpp>

using namespace clerk::test;
using namespace std::chrono_literals;
using clerk::Delivery;
using clerk::ErrorKind;
using clerk::Phase;
using clerk::testing::CertificateAuthority;
using clerk::testing::CertificateSpec;

// Valid behaviour of TLS servers.
BOOST_AUTO_TEST_SUITE(tls_working)

namespace {

Script const once{step::expect_request(), step::send(created("ok", "Connection: close\r\n")), step::close_notify(), step::fin()};

} // namespace

BOOST_AUTO_TEST_CASE(both_versions_work_and_resume_their_sessions)
{
    for (int version : {TLS1_2_VERSION, TLS1_3_VERSION}) BOOST_TEST_CONTEXT(version)
        {
            PeerOptions how;
            how.min_version = how.max_version = version;
            ScriptedPeer peer{{once}, how};
            Rig rig{peer.client_options()};
            for (int i = 0; i < 4; ++i) check_created(rig.create(), "ok");
            BOOST_TEST(peer.seen().handshakes == 4U);
            BOOST_TEST(peer.seen().resumed == 3U);
            BOOST_TEST(rig.client.stats().tls_sessions_resumed == 3U);
            BOOST_TEST(rig.client.stats().connections_created == 4U);
        }
}

BOOST_AUTO_TEST_CASE(resumption_can_be_turned_off)
{
    ScriptedPeer peer{{once}};
    auto options = peer.client_options();
    options.tls.session_resumption = false;
    Rig rig{options};
    for (int i = 0; i < 3; ++i) check_created(rig.create(), "ok");
    BOOST_TEST(peer.seen().resumed == 0U);
    BOOST_TEST(rig.client.stats().tls_sessions_resumed == 0U);
}

BOOST_AUTO_TEST_CASE(sessions_of_broken_connections_are_resumed)
{
    ScriptedPeer peer{{{step::expect_request(), step::send(created("ok")), step::expect_request(), step::reset()}, once}};
    Rig rig{peer.client_options()};
    check_created(rig.create(), "ok");
    check_error(rig.create(), {ErrorKind::transport, Delivery::unknown, Phase::read});
    check_created(rig.create(), "ok");
    BOOST_TEST(rig.client.stats().tls_sessions_resumed == 1U);
}

BOOST_AUTO_TEST_CASE(an_optional_client_certificate_request_gets_none)
{
    for (int version : {TLS1_2_VERSION, TLS1_3_VERSION})
    {
        PeerOptions how;
        how.min_version = how.max_version = version;
        how.asks_for_client_certificate = true;
        ScriptedPeer peer{{once}, how};
        Rig rig{peer.client_options()};
        check_created(rig.create(), "ok");
    }
}

BOOST_AUTO_TEST_CASE(renegotiation_is_declined)
{
    PeerOptions how;
    how.max_version = TLS1_2_VERSION;
    auto const whole = created("ok");
    Script const amid{step::expect_request(), step::send(whole.substr(0, 30)), step::request_renegotiation(), step::mark("asked"),
                      step::send(whole.substr(30))};
    Script const unasked{step::expect_request(), step::send(whole), step::request_renegotiation(), step::mark("asked")};
    for (Script const& script : {amid, unasked})
    {
        ScriptedPeer peer{{script, {step::expect_request(), step::send(created("ok"))}}, how};
        Rig rig{peer.client_options()};
        check_created(rig.create(), "ok");
        BOOST_TEST_REQUIRE(peer.wait_for_mark("asked"));
        // On another connection, because the peer may close the connection after the refusal.
        check_created(rig.create(), "ok");
        BOOST_TEST(peer.requests().size() == 2U);
        BOOST_TEST(peer.seen().accepted == 2U);
        BOOST_TEST(peer.seen().handshakes == 2U, "nobody has shaken hands again");
    }
}

BOOST_AUTO_TEST_CASE(endless_key_updates_end_at_the_deadline)
{
    Script updates{step::expect_request()};
    for (int i = 0; i < 500; ++i) updates.push_back(step::key_update(i % 2 == 0));
    ScriptedPeer peer{{updates + Script{step::mark("updated"), step::stall()}}};
    Rig rig{peer.client_options()};
    auto const result = rig.create({.timeout = 1s, .max_attempts = 0, .rate_limit = {}});
    BOOST_TEST_REQUIRE(!result.has_value());
    BOOST_TEST((result.error().kind == ErrorKind::timeout || result.error().kind == ErrorKind::tls));
    BOOST_TEST((result.error().delivery == Delivery::unknown));
    BOOST_TEST(peer.requests().size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_chain_with_an_intermediate_works)
{
    CertificateAuthority const root;
    CertificateSpec middle;
    middle.common_name = "Intermediate";
    middle.is_ca = true;
    PeerOptions how;
    how.certificate = root.intermediate(middle).issue(CertificateAuthority::localhost());
    how.ca_pem = root.certificate();
    ScriptedPeer peer{{once}, how};
    Rig rig{peer.client_options()};
    check_created(rig.create(), "ok");
}

BOOST_AUTO_TEST_CASE(an_intermediate_authority_alone_can_be_trusted)
{
    CertificateAuthority const root;
    CertificateSpec middle;
    middle.common_name = "Intermediate";
    middle.is_ca = true;
    auto const intermediate = root.intermediate(middle);
    PeerOptions how;
    how.certificate = intermediate.issue(CertificateAuthority::localhost());
    how.certificate.chain.clear();
    how.ca_pem = intermediate.certificate();
    ScriptedPeer peer{{once}, how};
    Rig rig{peer.client_options()};
    check_created(rig.create(), "ok");
}

BOOST_AUTO_TEST_CASE(an_rsa_key_of_2048_bits_works)
{
    CertificateAuthority const root;
    auto spec = CertificateAuthority::localhost();
    spec.rsa_bits = 2048;
    PeerOptions how;
    how.certificate = root.issue(spec);
    how.ca_pem = root.certificate();
    ScriptedPeer peer{{once}, how};
    Rig rig{peer.client_options()};
    check_created(rig.create(), "ok");
}

BOOST_AUTO_TEST_CASE(a_name_is_resolved_and_verified)
{
    CertificateAuthority const root;
    CertificateSpec spec;
    spec.dns_names = {"LOCALHOST"};
    PeerOptions how;
    how.certificate = root.issue(spec);
    how.ca_pem = root.certificate();
    ScriptedPeer peer{{once}, how};
    auto options = peer.client_options();
    options.api_url = peer.url("localhost");
    Rig rig{options};
    check_created(rig.create(), "ok");
    check_created(rig.create(), "ok");
}

BOOST_AUTO_TEST_CASE(a_trailing_dot_of_a_host_name_is_ignored_in_verification)
{
    CertificateAuthority const root;
    CertificateSpec spec;
    spec.dns_names = {"api.example.com"};
    PeerOptions how;
    how.certificate = root.issue(spec);
    how.ca_pem = root.certificate();
    ScriptedPeer peer{{once}, how};
    auto options = peer.client_options();
    options.api_url = peer.url("api.example.com.");
    boost::asio::io_context any;
    InjectedRig rig{
        options,
        {.engine = {}, .resolver = clerk::detail::make_system_resolver(any.get_executor(), "127.0.0.1", peer.port(), true)}};
    Rig::Call call;
    rig.begin(call);
    check_created(rig.finish(call), "ok");
}

BOOST_AUTO_TEST_CASE(an_ipv6_address_is_reached_if_available)
{
    if (has_ipv6())
    {
        PeerOptions how;
        how.address = "::1";
        ScriptedPeer peer{{once}, how};
        Rig rig{peer.client_options()};
        check_created(rig.create(), "ok");
        BOOST_TEST(peer.requests().at(0).text.find("Host: [::1]:" + std::to_string(peer.port())) != std::string::npos);
        return;
    }
    ScriptedPeer peer{{once}};
    auto options = peer.client_options();
    options.api_url = peer.url("[::1]");
    Rig rig{options};
    check_error(rig.create(), {ErrorKind::transport, Delivery::not_sent, Phase::connect});
}

BOOST_AUTO_TEST_CASE(a_callers_context_works_and_is_not_modified)
{
    namespace ssl = boost::asio::ssl;
    ScriptedPeer peer{{once}};
    auto options = peer.client_options();
    options.tls.context = std::make_shared<ssl::context>(ssl::context::tls_client);
    options.tls.context->add_certificate_authority(boost::asio::buffer(options.tls.ca_pem));
    auto* const native = options.tls.context->native_handle();
    auto const cache_mode = SSL_CTX_get_session_cache_mode(native);
    auto const level = SSL_CTX_get_security_level(native);
    Rig rig{options};
    check_created(rig.create(), "ok");
    check_created(rig.create(), "ok");
    BOOST_TEST(rig.client.stats().tls_sessions_resumed == 0U);
    BOOST_TEST(SSL_CTX_get_session_cache_mode(native) == cache_mode);
    BOOST_TEST(SSL_CTX_get_security_level(native) == level);
    BOOST_TEST(SSL_CTX_get_verify_mode(native) == SSL_VERIFY_NONE);
}

BOOST_AUTO_TEST_CASE(the_client_sends_close_notify)
{
    ScriptedPeer peer{{{step::expect_request(), step::send(created("ok"))}}};
    Rig rig{peer.client_options()};
    check_created(rig.create(), "ok");
    rig.client.close();
    BOOST_TEST(peer.wait_for_closed(1));
    BOOST_TEST(rig.client.stats().connections_open == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

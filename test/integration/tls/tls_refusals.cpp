#include "support/answers.hpp"
#include "support/environment.hpp"
#include "support/peer_certificate.hpp"
#include "support/rig.hpp"

#include <boost/asio/ssl/context.hpp>

using namespace clerk::test;
using namespace std::chrono_literals;
using clerk::Delivery;
using clerk::ErrorKind;
using clerk::Phase;
using clerk::testing::CertificateAuthority;
using clerk::testing::CertificateSpec;
using clerk::testing::IssuedCertificate;

// An untrusted server receives no request.
BOOST_AUTO_TEST_SUITE(tls_refusals)

namespace {

Script const answers{step::expect_request(), step::send(created("stolen"))};

/// Checks that a call to this peer fails with `tls` and the reason, without a retry, and that nothing was sent.
void check_refused(PeerOptions const& how, std::string const& reason, std::string const& host = "127.0.0.1",
                   Script const& script = answers)
{
    ScriptedPeer peer{{script}, how};
    auto options = peer.client_options();
    options.api_url = peer.url(host);
    Rig rig{options};
    auto const result = rig.create();
    check_error(result, {ErrorKind::tls, Delivery::not_sent, Phase::handshake});
    BOOST_TEST(result.error().message().find(reason) != std::string::npos, result.error().message());
    BOOST_TEST(result.error().attempts == 1);
    BOOST_TEST(peer.seen().accepted == 1U);
    BOOST_TEST(peer.requests().empty());
    BOOST_TEST(rig.client.stats().connections_closed.connect == 1U);
    BOOST_TEST(rig.client.stats().connections_created == 0U);
}

} // namespace

BOOST_AUTO_TEST_CASE(expired)
{
    auto spec = CertificateAuthority::localhost();
    spec.not_before = -48h;
    spec.not_after = -1h;
    check_refused(with(spec), "expired");
}

BOOST_AUTO_TEST_CASE(not_yet_valid)
{
    auto spec = CertificateAuthority::localhost();
    spec.not_before = 1h;
    check_refused(with(spec), "not yet valid");
}

BOOST_AUTO_TEST_CASE(the_wrong_host)
{
    CertificateSpec spec;
    spec.dns_names = {"example.com", "*.localhost", "localhost.example.com"};
    check_refused(with(spec), "ostname mismatch", "localhost");
}

BOOST_AUTO_TEST_CASE(a_name_for_an_address_and_an_address_for_a_name)
{
    CertificateSpec names;
    names.dns_names = {"localhost", "127.0.0.1"};
    check_refused(with(names), "IP address mismatch", "127.0.0.1");
    CertificateSpec addresses;
    addresses.ip_addresses = {"127.0.0.1"};
    check_refused(with(addresses), "ostname mismatch", "localhost");
}

BOOST_AUTO_TEST_CASE(a_name_only_in_the_subject)
{
    CertificateSpec spec;
    spec.common_name = "localhost";
    check_refused(with(spec), "ostname mismatch", "localhost");
    spec.common_name = "127.0.0.1";
    check_refused(with(spec), "IP address mismatch", "127.0.0.1");
}

BOOST_AUTO_TEST_CASE(a_name_with_a_nul_in_it)
{
    CertificateSpec spec;
    spec.dns_names = {std::string{"localhost\0.evil.example", 23}};
    check_refused(with(spec), "ostname mismatch", "localhost");
}

BOOST_AUTO_TEST_CASE(a_wildcard_that_is_too_wide)
{
    CertificateSpec spec;
    spec.dns_names = {"*", "local*", "*host", "l*t"};
    check_refused(with(spec), "ostname mismatch", "localhost");
}

BOOST_AUTO_TEST_CASE(self_signed)
{
    auto spec = CertificateAuthority::localhost();
    spec.self_signed = true;
    check_refused(with(spec), "self-signed");
}

BOOST_AUTO_TEST_CASE(an_unknown_authority)
{
    auto how = with(CertificateAuthority::localhost());
    how.ca_pem = CertificateAuthority{"Another"}.certificate();
    check_refused(how, "unable to get local issuer");
}

BOOST_AUTO_TEST_CASE(a_system_without_authorities)
{
    Environment const file{"SSL_CERT_FILE", "/nonexistent/ca.pem"};
    Environment const directory{"SSL_CERT_DIR", "/nonexistent:/nonexistent/too"};
    ScriptedPeer peer{{answers}};
    auto options = peer.client_options();
    options.tls.ca_pem.clear();
    Rig rig{options};
    auto const result = rig.create();
    check_error(result, {ErrorKind::tls, Delivery::not_sent, Phase::handshake});
    for (auto const* const name : {"no certificate authority could be loaded", "tls.ca_file", "SSL_CERT_FILE", "SSL_CERT_DIR"})
        BOOST_TEST(result.error().detail.find(name) != std::string::npos, result.error().detail);
}

BOOST_AUTO_TEST_CASE(an_unknown_authority_with_the_trusted_name)
{
    auto how = with(CertificateAuthority::localhost());
    how.ca_pem = CertificateAuthority{}.certificate();
    check_refused(how, "certificate");
}

BOOST_AUTO_TEST_CASE(a_missing_intermediate)
{
    CertificateAuthority const root;
    CertificateSpec middle;
    middle.common_name = "Intermediate";
    middle.is_ca = true;
    auto how = with(root.intermediate(middle), CertificateAuthority::localhost());
    how.ca_pem = root.certificate();
    how.certificate.chain.clear();
    check_refused(how, "unable to get local issuer");
}

BOOST_AUTO_TEST_CASE(an_issuer_without_ca_constraint)
{
    CertificateAuthority const root;
    CertificateSpec middle = CertificateAuthority::localhost();
    middle.common_name = "No authority";
    auto how = with(root.intermediate(middle), CertificateAuthority::localhost());
    how.ca_pem = root.certificate();
    check_refused(how, "invalid CA certificate");
}

BOOST_AUTO_TEST_CASE(the_wrong_key_usage)
{
    auto spec = CertificateAuthority::localhost();
    spec.extended_key_usage = "clientAuth";
    check_refused(with(spec), "purpose");
    spec = CertificateAuthority::localhost();
    spec.key_usage = "critical,keyCertSign";
    check_refused(with(spec), "");
}

BOOST_AUTO_TEST_CASE(a_weak_key)
{
    auto spec = CertificateAuthority::localhost();
    spec.rsa_bits = 1024;
    check_refused(with(spec), "too weak");
}

BOOST_AUTO_TEST_CASE(no_version_since_tls_1_2)
{
    PeerOptions how;
    how.min_version = TLS1_VERSION;
    how.max_version = TLS1_1_VERSION;
    how.security_level = 0;
    check_refused(how, "version");
}

BOOST_AUTO_TEST_CASE(tls_1_2_if_1_3_is_required)
{
    PeerOptions how;
    how.max_version = TLS1_2_VERSION;
    ScriptedPeer peer{{answers}, how};
    auto options = peer.client_options();
    options.tls.min_version = clerk::TlsVersion::tls_1_3;
    Rig rig{options};
    check_error(rig.create(), {ErrorKind::tls, Delivery::not_sent, Phase::handshake});
    BOOST_TEST(peer.requests().empty());
}

BOOST_AUTO_TEST_CASE(an_alert)
{
    check_refused({}, "alert", "127.0.0.1",
                  {step::expect_anything(), step::send_raw(std::string{"\x15\x03\x03\x00\x02\x02\x28", 7}), step::stall()});
}

BOOST_AUTO_TEST_CASE(plain_http_on_the_port)
{
    check_refused({}, "not speak TLS", "127.0.0.1",
                  {step::expect_anything(), step::send_raw("HTTP/1.1 400 Bad Request\r\n\r\n"), step::fin()});
}

BOOST_AUTO_TEST_CASE(another_protocol_on_the_port)
{
    check_refused({}, "not speak TLS", "127.0.0.1", {step::send_raw("220 mail.example.com ESMTP\r\n"), step::stall()});
}

BOOST_AUTO_TEST_CASE(a_stalled_handshake_is_a_timeout_and_is_retried)
{
    for (Script const& script :
         {Script{step::stall()}, Script{step::expect_anything(), step::send_raw("\x16\x03\x03"), step::stall()}})
    {
        ScriptedPeer peer{{script}};
        auto options = peer.client_options();
        options.timeouts.connect = 200ms;
        options.retry.base_delay = 0ms;
        options.retry.max_attempts = 2;
        Rig rig{options};
        auto const result = rig.create();
        check_error(result, {ErrorKind::timeout, Delivery::not_sent, Phase::handshake});
        BOOST_TEST(result.error().message().find("timeouts.connect") != std::string::npos);
        BOOST_TEST(result.error().attempts == 2);
        BOOST_TEST(peer.seen().accepted == 2U);
        BOOST_TEST(peer.wait_for_closed(2));
    }
}

BOOST_AUTO_TEST_CASE(a_call_survives_a_stalled_handshake)
{
    ScriptedPeer peer{{{step::stall()}, answers}};
    auto options = peer.client_options();
    options.timeouts.connect = 200ms;
    options.retry.base_delay = 0ms;
    Rig rig{options};
    check_created(rig.create(), "stolen");
    BOOST_TEST(peer.requests().size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

#include "support/answers.hpp"
#include "support/peer_certificate.hpp"
#include "support/rig.hpp"

#include <boost/asio/ssl/context.hpp>

using namespace clerk::test;
using clerk::Delivery;
using clerk::ErrorKind;
using clerk::Phase;
using clerk::testing::CertificateAuthority;
using clerk::testing::CertificateSpec;

// A caller's context cannot disable verification. The unit test tls_hooks tries all hooks of OpenSSL.
BOOST_AUTO_TEST_SUITE(tls_caller_context)

namespace {

Script const answers{step::expect_request(), step::send(created("stolen"))};

} // namespace

BOOST_AUTO_TEST_CASE(a_verification_callback_that_accepts_all_is_ignored)
{
    namespace ssl = boost::asio::ssl;
    auto spec = CertificateAuthority::localhost();
    spec.self_signed = true;
    ScriptedPeer peer{{answers}, with(spec)};
    auto options = peer.client_options();
    options.tls.context = std::make_shared<ssl::context>(ssl::context::tls_client);
    options.tls.context->set_verify_mode(ssl::verify_none);
    options.tls.context->set_verify_callback([](bool, ssl::verify_context&) { return true; });
    Rig rig{options};
    check_error(rig.create(), {ErrorKind::tls, Delivery::not_sent, Phase::handshake});
    BOOST_TEST(peer.requests().empty());
    BOOST_TEST(SSL_CTX_get_verify_mode(options.tls.context->native_handle()) == SSL_VERIFY_NONE);
}

BOOST_AUTO_TEST_CASE(a_replaced_verification_callback_is_ignored)
{
    namespace ssl = boost::asio::ssl;
    auto self_signed = CertificateAuthority::localhost();
    self_signed.self_signed = true;
    CertificateSpec wrong_host;
    wrong_host.dns_names = {"example.com"};
    auto weak = CertificateAuthority::localhost();
    weak.rsa_bits = 1024;
    auto client_only = CertificateAuthority::localhost();
    client_only.extended_key_usage = "clientAuth";
    for (auto const& [spec, reason] : std::vector<std::pair<CertificateSpec, std::string>>{
             {self_signed, "self-signed"}, {wrong_host, "mismatch"}, {weak, "too weak"}, {client_only, "purpose"}})
    {
        ScriptedPeer peer{{answers}, with(spec)};
        auto options = peer.client_options();
        options.tls.context = std::make_shared<ssl::context>(ssl::context::tls_client);
        options.tls.context->add_certificate_authority(boost::asio::buffer(options.tls.ca_pem));
        SSL_CTX_set_cert_verify_callback(options.tls.context->native_handle(), [](X509_STORE_CTX*, void*) { return 1; }, nullptr);
        Rig rig{options};
        auto const result = rig.create();
        check_error(result, {ErrorKind::tls, Delivery::not_sent, Phase::handshake});
        BOOST_TEST(result.error().message().find(reason) != std::string::npos, result.error().message());
        BOOST_TEST(peer.requests().empty());
    }
}

BOOST_AUTO_TEST_CASE(a_callers_context_that_trusts_the_ca_works)
{
    namespace ssl = boost::asio::ssl;
    ScriptedPeer peer{{answers}, with(CertificateAuthority::localhost())};
    auto options = peer.client_options();
    options.tls.context = std::make_shared<ssl::context>(ssl::context::tls_client);
    options.tls.context->add_certificate_authority(boost::asio::buffer(options.tls.ca_pem));
    Rig rig{options};
    BOOST_TEST(rig.create().has_value());
}

BOOST_AUTO_TEST_CASE(a_weak_key_is_refused_despite_the_callers_context)
{
    auto spec = CertificateAuthority::localhost();
    spec.rsa_bits = 1024;
    ScriptedPeer peer{{answers}, with(spec)};
    auto options = peer.client_options();
    options.tls.context = std::make_shared<boost::asio::ssl::context>(boost::asio::ssl::context::tls_client);
    options.tls.context->add_certificate_authority(boost::asio::buffer(options.tls.ca_pem));
    SSL_CTX_set_security_level(options.tls.context->native_handle(), 0);
    Rig rig{options};
    check_error(rig.create(), {ErrorKind::tls, Delivery::not_sent, Phase::handshake});
    BOOST_TEST(peer.requests().empty());
}

BOOST_AUTO_TEST_SUITE_END()

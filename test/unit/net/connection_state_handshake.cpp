#include "unit/net/steps.hpp"
#include "unit/tls/tls_peer.hpp"

#include <boost/asio/error.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

using clerk::Delivery;
using clerk::ErrorKind;
using clerk::Phase;
using clerk::TlsOptions;
using clerk::detail::ConnectionState;
using clerk::detail::TlsContext;
using clerk::test::Step;
using clerk::test::take_output;
using clerk::test::TlsPair;
using clerk::test::TlsServer;
using clerk::test::TlsWorld;
using clerk::testing::CertificateAuthority;
using clerk::testing::CertificateSpec;
using namespace std::chrono_literals;

namespace {

struct Fixture
{
    TlsWorld const& world = TlsWorld::get();

    /// Returns the failure of a handshake with this certificate.
    std::string refusal(CertificateSpec const& certificate, std::string const& host = "localhost",
                        bool host_is_address = false) const
    {
        TlsContext const context{world.trusting(), host, host_is_address};
        TlsServer const server{world.authority.issue(certificate)};
        TlsPair pair{context, server};
        if (pair.shake_hands() != Step::failed) return "";
        BOOST_TEST(pair.client.failure().kind == ErrorKind::tls);
        BOOST_TEST(pair.client.failure().phase == Phase::handshake);
        BOOST_TEST(pair.client.failure().delivery == Delivery::not_sent);
        BOOST_TEST(!pair.client.output().empty()); // an alert
        return pair.client.failure().detail;
    }

    CertificateSpec spec = CertificateAuthority::localhost();
};

constexpr std::string_view unacceptable = "the TLS handshake failed: certificate verification failed: ";

} // namespace

BOOST_FIXTURE_TEST_SUITE(net_connection_state_handshake, Fixture)

BOOST_AUTO_TEST_CASE(succeeds_with_a_name_and_with_an_address_in_either_version)
{
    for (auto const& [host, is_address] : {std::pair{"localhost", false}, std::pair{"127.0.0.1", true}, std::pair{"::1", true}})
        for (auto const* const server : {&world.server, &world.server_1_2}) BOOST_TEST_CONTEXT(host)
            {
                TlsContext const context{world.trusting(), host, is_address};
                TlsPair pair{context, *server};
                BOOST_TEST(pair.shake_hands() == Step::ready);
                BOOST_TEST(!pair.client.resumed());
                BOOST_TEST(pair.exchange() == Step::answered);
                BOOST_TEST(pair.client.reusable());
                auto const* const name = SSL_get_servername(pair.server.ssl(), TLSEXT_NAMETYPE_host_name);
                BOOST_TEST((name == nullptr) == is_address); // RFC 6066, 3: no address in the server's name
                if (name != nullptr) BOOST_TEST(name == std::string_view{host});
            }
}

BOOST_AUTO_TEST_CASE(a_certificate_for_another_host_is_refused)
{
    BOOST_TEST(refusal(spec) == "");
    BOOST_TEST(refusal(spec, "api.clerk.com") == std::string{unacceptable} + "hostname mismatch");
    BOOST_TEST(refusal(spec, "127.0.0.2", true) == std::string{unacceptable} + "IP address mismatch");
    spec.dns_names = {"*.example.com"};
    BOOST_TEST(refusal(spec, "a.example.com") == "");
    BOOST_TEST(refusal(spec, "a.b.example.com").starts_with(unacceptable));
    spec.dns_names = {"a*.example.com"};
    BOOST_TEST(refusal(spec, "ab.example.com").starts_with(unacceptable));
    using namespace std::string_literals;
    spec.dns_names = {"localhost\0.example.com"s};
    BOOST_TEST(refusal(spec).starts_with(unacceptable));
}

BOOST_AUTO_TEST_CASE(a_name_in_the_subject_only_is_refused)
{
    spec.common_name = "localhost";
    spec.dns_names.clear();
    spec.ip_addresses.clear();
    BOOST_TEST(refusal(spec).starts_with(unacceptable));
}

BOOST_AUTO_TEST_CASE(an_expired_or_future_certificate_is_refused)
{
    spec.not_after = -1min;
    BOOST_TEST(refusal(spec) == std::string{unacceptable} + "certificate has expired");
    spec = CertificateAuthority::localhost();
    spec.not_before = 1h;
    BOOST_TEST(refusal(spec) == std::string{unacceptable} + "certificate is not yet valid");
}

BOOST_AUTO_TEST_CASE(an_untrusted_certificate_is_refused)
{
    spec.self_signed = true;
    BOOST_TEST(refusal(spec).starts_with(unacceptable));
    CertificateAuthority const other{"Somebody else"};
    TlsContext const context{world.trusting(), "localhost", false};
    TlsServer const server{other.issue(CertificateAuthority::localhost())};
    TlsPair pair{context, server};
    BOOST_TEST(pair.shake_hands() == Step::failed);
    BOOST_TEST(pair.client.failure().detail.starts_with(unacceptable));
}

BOOST_AUTO_TEST_CASE(an_old_tls_version_is_refused)
{
    auto options = world.trusting();
    options.min_version = clerk::TlsVersion::tls_1_3;
    TlsContext const context{options, "localhost", false};
    TlsPair pair{context, world.server_1_2};
    BOOST_TEST(pair.shake_hands() != Step::ready);
}

BOOST_AUTO_TEST_CASE(an_alert_or_another_protocol_is_reported)
{
    TlsContext const context{world.trusting(), "localhost", false};

    struct
    {
        std::string_view bytes, said;
    } const table[]{
        {clerk::test::handshake_failure_alert, "the TLS handshake failed: the peer sent an alert: handshake failure"},
        {"HTTP/1.1 400 Bad Request\r\n\r\n", "the TLS handshake failed: the peer does not speak TLS"},
        {"SSH-2.0-OpenSSH_9.2\r\n", "the TLS handshake failed: the peer does not speak TLS"},
    };

    for (auto const& [bytes, said] : table)
    {
        ConnectionState client{&context, {}};
        BOOST_TEST_REQUIRE(client.on_connected() == Step::pending);
        take_output(client);
        BOOST_TEST(client.on_bytes(bytes) == Step::failed);
        BOOST_TEST(client.failure().kind == ErrorKind::tls);
        BOOST_TEST(client.failure().delivery == Delivery::not_sent);
        BOOST_TEST_CONTEXT(client.failure().detail)
        {
            BOOST_TEST(client.failure().detail.starts_with(said));
        }
    }
}

BOOST_AUTO_TEST_CASE(an_end_during_the_handshake_is_a_transport_failure)
{
    TlsContext const context{world.trusting(), "localhost", false};
    for (std::size_t const cut : {0U, 1U, 5U, 100U, 500U})
    {
        TlsPair pair{context, world.server};
        BOOST_TEST_REQUIRE(pair.client.on_connected() == Step::pending);
        pair.deliver();
        auto const flight = pair.server.take_output();
        if (cut > 0) BOOST_TEST(pair.client.on_bytes(std::string_view{flight}.substr(0, cut)) == Step::pending);
        BOOST_TEST(pair.client.on_end(boost::asio::error::connection_reset) == Step::failed);
        BOOST_TEST(pair.client.failure().kind == ErrorKind::transport);
        BOOST_TEST(pair.client.failure().phase == Phase::handshake);
        BOOST_TEST(pair.client.failure().delivery == Delivery::not_sent);
    }
}

BOOST_AUTO_TEST_CASE(the_handshake_may_arrive_byte_by_byte)
{
    TlsContext const context{world.trusting(), "localhost", false};
    TlsPair pair{context, world.server};
    BOOST_TEST_REQUIRE(pair.client.on_connected() == Step::pending);
    pair.deliver();
    auto step = Step::pending;
    for (char const& byte : pair.server.take_output())
    {
        BOOST_TEST_REQUIRE(step == Step::pending);
        step = pair.client.on_bytes({&byte, 1});
    }
    BOOST_TEST(step == Step::ready);
    pair.deliver();
    BOOST_TEST(pair.exchange() == Step::answered);
}

BOOST_AUTO_TEST_CASE(unsolicited_data_after_the_handshake_is_refused)
{
    TlsContext const context{world.trusting(), "localhost", false};
    TlsPair pair{context, world.server};
    BOOST_TEST_REQUIRE(pair.client.on_connected() == Step::pending);
    pair.server.speaks_first = true;
    pair.deliver();
    pair.server.write_early("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n");
    BOOST_TEST(pair.client.on_bytes(pair.server.take_output()) == Step::failed);
    BOOST_TEST(pair.client.failure().delivery == Delivery::not_sent);
}

BOOST_AUTO_TEST_SUITE_END()

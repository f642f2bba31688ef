#include "support/addresses.hpp"
#include "support/injected_rig.hpp"
#include "support/proxied.hpp"

#include <clerk/testing/fake_backend.hpp>

using namespace clerk::test;
using namespace std::chrono_literals;
using clerk::Delivery;
using clerk::ErrorKind;
using clerk::Phase;

// Through a proxy's tunnel, with TLS from end to end.
BOOST_AUTO_TEST_SUITE(proxies)

namespace {

Script const answers{step::expect_request(), step::send(created("first")), step::expect_request(), step::send(created("second"))};

/// Returns everything that a proxy may receive, with this `Proxy-Authorization`.
std::string tunnel_request(std::string_view authority, std::string_view authorization)
{
    std::string text = "CONNECT " + std::string{authority} + " HTTP/1.1\r\nHost: " + std::string{authority} + "\r\n";
    if (!authorization.empty()) text += "Proxy-Authorization: " + std::string{authorization} + "\r\n";
    return text + "\r\n";
}

} // namespace

BOOST_AUTO_TEST_CASE(a_create_succeeds_and_keeps_its_tunnel)
{
    Proxied proxied{{answers}};
    ScriptedPeer proxy{{proxied.tunnel()}, Proxied::plain()};
    Rig rig{proxied.client_options(proxy)};
    check_created(rig.create(), "first");
    check_created(rig.create(), "second");
    BOOST_TEST(rig.client.stats().connections_created == 1U);
    BOOST_TEST(rig.client.stats().connections_reused == 1U);
    BOOST_TEST(proxy.seen().accepted == 1U);
    auto const requests = proxied.origin.requests();
    BOOST_TEST_REQUIRE(requests.size() == 2U);
    BOOST_TEST(requests[0].text.starts_with("POST /v1/invitations HTTP/1.1\r\nHost: api.clerk.test\r\n"));
    BOOST_TEST(requests[0].text.find("Proxy-Authorization") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_proxy_sees_only_connect_requests_and_tls)
{
    Proxied proxied{{answers}};
    ScriptedPeer proxy{{proxied.tunnel()}, Proxied::plain()};
    Rig rig{proxied.client_options(proxy)};
    check_created(rig.create(), "first");
    auto const seen = proxy.seen();
    BOOST_TEST_REQUIRE(seen.requests.size() == 1U);
    BOOST_TEST(seen.requests[0].text == tunnel_request("api.clerk.test:443", proxy_authorization));
    BOOST_TEST(seen.relayed.starts_with("\x16\x03\x01"));
    BOOST_TEST(seen.relayed.find(Proxied::name) != std::string::npos, "the server's name in the ClientHello");
    for (auto const* const secret : {"sk_test_scripted_peer", "a@example.com", "invitations", "hunter2", "Basic"})
        BOOST_TEST(seen.relayed.find(secret) == std::string::npos, secret);
}

BOOST_AUTO_TEST_CASE(no_credentials_are_sent_without_any)
{
    Proxied proxied{{answers}};
    ScriptedPeer proxy{{proxied.tunnel()}, Proxied::plain()};
    auto options = proxied.client_options(proxy);
    options.proxy = "127.0.0.1:" + std::to_string(proxy.port());
    options.api_url = std::string{"https://"} + Proxied::name + ":8443/prefix";
    Rig rig{options};
    check_created(rig.create(), "first");
    BOOST_TEST(proxy.requests().at(0).text == tunnel_request("api.clerk.test:8443", ""));
    BOOST_TEST(proxied.origin.requests().at(0).text.starts_with("POST /prefix/v1/invitations HTTP/1.1\r\n"));
}

BOOST_AUTO_TEST_CASE(an_http_1_0_proxy_that_sends_single_bytes_works)
{
    Proxied proxied{{answers}};
    ScriptedPeer proxy{{{step::expect_request(), step::send("HTTP/1.0 200 OK\r\nProxy-agent: x\r\nContent-Length: 7\r\n\r\n", 1),
                         step::relay(proxied.origin.endpoint())}},
                       Proxied::plain()};
    Rig rig{proxied.client_options(proxy)};
    check_created(rig.create(), "first");
}

BOOST_AUTO_TEST_CASE(each_connection_has_its_own_tunnel_and_resumes_sessions)
{
    Script const once{step::expect_request(), step::send(created("once", "Connection: close\r\n"))};
    Proxied proxied{{once}};
    ScriptedPeer proxy{{proxied.tunnel()}, Proxied::plain()};
    Rig rig{proxied.client_options(proxy)};
    check_created(rig.create(), "once");
    check_created(rig.create(), "once");
    BOOST_TEST(proxy.requests().size() == 2U);
    BOOST_TEST(rig.client.stats().tls_sessions_resumed == 1U);
}

BOOST_AUTO_TEST_CASE(the_stand_in_backend_is_reached_through_a_proxy)
{
    clerk::testing::FakeBackend backend;
    auto options = backend.client_options();
    auto const port = std::stoul(options.api_url.substr(options.api_url.rfind(':') + 1));
    boost::asio::ip::tcp::endpoint const origin{boost::asio::ip::address_v4::loopback(), static_cast<std::uint16_t>(port)};
    ScriptedPeer proxy{{{step::expect_request(), step::send("HTTP/1.1 200 OK\r\n\r\n"), step::relay(origin)}}, Proxied::plain()};
    options.proxy = "http://127.0.0.1:" + std::to_string(proxy.port());
    Rig rig{options};
    BOOST_TEST(rig.create().has_value());
    BOOST_TEST(backend.requests().size() == 1U);
    BOOST_TEST(proxy.requests().size() == 1U);
}

BOOST_AUTO_TEST_CASE(the_proxys_host_is_resolved_and_raced)
{
    Proxied proxied{{answers}};
    ScriptedPeer proxy{{proxied.tunnel()}, Proxied::plain()};
    RefusingPort const refusing;
    auto options = proxied.client_options(proxy);
    options.proxy = "http://proxy.test:3128";
    clerk::detail::ClientDependencies dependencies;
    dependencies.resolver = std::make_shared<Addresses>(clerk::detail::Endpoints{refusing.endpoint(), proxy.endpoint()});
    InjectedRig rig{options, dependencies};
    Rig::Call call;
    rig.begin(call);
    check_created(rig.finish(call), "first");
}

BOOST_AUTO_TEST_CASE(a_proxy_with_an_ipv6_address, *boost::unit_test::precondition(ipv6_is_here))
{
    Proxied proxied{{answers}};
    auto how = Proxied::plain();
    how.address = "::1";
    ScriptedPeer proxy{{proxied.tunnel()}, how};
    Rig rig{proxied.client_options(proxy)};
    check_created(rig.create(), "first");
}

BOOST_AUTO_TEST_CASE(the_certificate_must_match_the_apis_host)
{
    // The certificate is valid for the proxy's name and address, but not for the API's host.
    Proxied proxied{{answers}, PeerOptions{}};
    ScriptedPeer proxy{{proxied.tunnel()}, Proxied::plain()};
    Rig rig{proxied.client_options(proxy)};
    auto const result = rig.create();
    check_error(result, {ErrorKind::tls, Delivery::not_sent, Phase::handshake});
    BOOST_TEST(result.error().message().find("ostname mismatch") != std::string::npos);
    BOOST_TEST(proxied.origin.requests().empty());
}

BOOST_AUTO_TEST_CASE(a_proxy_that_impersonates_the_server_is_rejected)
{
    Proxied proxied{{answers}};
    ScriptedPeer proxy{{{step::expect_request(), step::send("HTTP/1.1 200 OK\r\n\r\n"), step::expect_anything(),
                         step::send(created("forged")), step::fin()}},
                       Proxied::plain()};
    Rig rig{proxied.client_options(proxy)};
    check_error(rig.create(), {ErrorKind::tls, Delivery::not_sent, Phase::handshake});
}

BOOST_AUTO_TEST_CASE(calls_can_be_cancelled_during_connect)
{
    for (bool const cancels : {true, false})
    {
        Proxied proxied{{answers}};
        ScriptedPeer proxy{{{step::expect_request(), step::mark("asked"), step::stall()}}, Proxied::plain()};
        InjectedRig rig{proxied.client_options(proxy)};
        Rig::Call call;
        rig.begin(call);
        run_until(rig.context, [&] { return proxy.seen().marks.contains("asked"); });
        if (cancels)
            call.signal.emit(boost::asio::cancellation_type::total);
        else
            rig.client.close();
        check_error(rig.finish(call), {cancels ? ErrorKind::cancelled : ErrorKind::closed, Delivery::not_sent, Phase::connect});
        BOOST_TEST(proxy.wait_for_closed(1));
    }
}

BOOST_AUTO_TEST_SUITE_END()

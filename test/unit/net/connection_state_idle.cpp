#include "unit/net/steps.hpp"
#include "unit/tls/tls_peer.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <memory>
#include <string_view>

using clerk::detail::TlsContext;
using clerk::test::request;
using clerk::test::Step;
using clerk::test::TlsPair;
using clerk::test::TlsServer;
using clerk::test::TlsWorld;

namespace {

struct Fixture
{
    TlsWorld const& world = TlsWorld::get();
    TlsContext context{world.trusting(), "localhost", false};

    /// Returns whether a connection of this context resumes a session. Stores new sessions.
    bool resumes(TlsContext const& with, TlsServer const& server) const
    {
        TlsPair pair{with, server};
        BOOST_TEST_REQUIRE(pair.shake_hands() == Step::ready);
        BOOST_TEST_REQUIRE(pair.exchange() == Step::answered);
        return pair.client.resumed();
    }
};

/// A connection between two requests, after the arrival of all tickets.
struct IdlePair : TlsPair
{
    IdlePair(TlsContext const& context, TlsServer const& with) : TlsPair{context, with}
    {
        BOOST_TEST_REQUIRE(shake_hands() == Step::ready);
        BOOST_TEST_REQUIRE(exchange() == Step::answered);
        BOOST_TEST_REQUIRE(client.reusable());
    }

    bool still_usable() { return client.still_usable(server.take_output()); }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(net_connection_state_idle, Fixture)

BOOST_AUTO_TEST_CASE(tickets_keep_the_connection_usable)
{
    IdlePair pair{context, world.server};
    for (int i = 0; i < 3; ++i)
    {
        pair.server.new_ticket();
        BOOST_TEST(pair.still_usable());
    }
    BOOST_TEST(pair.exchange() == Step::answered);
    BOOST_TEST(pair.client.reusable());
}

BOOST_AUTO_TEST_CASE(tickets_of_the_handshake_keep_it_usable)
{
    TlsPair pair{context, world.server};
    BOOST_TEST_REQUIRE(pair.shake_hands() == Step::ready);
    pair.deliver();
    auto const tickets = pair.server.take_output();
    BOOST_TEST_REQUIRE(!tickets.empty());
    BOOST_TEST(pair.client.still_usable(tickets));
    BOOST_TEST(pair.exchange() == Step::answered);
}

BOOST_AUTO_TEST_CASE(a_key_update_keeps_the_connection_usable)
{
    for (bool const both : {false, true})
    {
        IdlePair pair{context, world.server};
        pair.server.update_key(both);
        BOOST_TEST(pair.still_usable());
        BOOST_TEST(pair.exchange() == Step::answered);
        BOOST_TEST(pair.client.reusable());
    }
}

BOOST_AUTO_TEST_CASE(exchanges_continue_after_a_key_update)
{
    IdlePair pair{context, world.server};
    for (bool const both : {true, false, true})
    {
        pair.server.update_key(both);
        BOOST_TEST(pair.still_usable());
        BOOST_TEST(pair.exchange() == Step::answered);
        BOOST_TEST(pair.client.reusable());
    }
}

BOOST_AUTO_TEST_CASE(data_close_notify_or_errors_retire_it)
{
    for (auto const* const server : {&world.server, &world.server_1_2})
    {
        IdlePair with_data{context, *server};
        with_data.server.write("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n");
        BOOST_TEST(!with_data.still_usable());
        IdlePair with_goodbye{context, *server};
        with_goodbye.server.close_notify();
        BOOST_TEST(!with_goodbye.still_usable());
        IdlePair with_noise{context, *server};
        BOOST_TEST(!with_noise.client.still_usable("HTTP/1.1 400 Bad Request\r\n\r\n"));
        IdlePair with_alert{context, *server};
        BOOST_TEST(!with_alert.client.still_usable(clerk::test::handshake_failure_alert));
    }
}

BOOST_AUTO_TEST_CASE(data_after_a_ticket_retires_it)
{
    IdlePair pair{context, world.server};
    pair.server.new_ticket();
    pair.server.write("x");
    BOOST_TEST(!pair.still_usable());
}

BOOST_AUTO_TEST_CASE(a_partial_record_retires_it)
{
    IdlePair pair{context, world.server};
    pair.server.write("x");
    BOOST_TEST(!pair.client.still_usable(pair.server.take_output().substr(0, 7)));
}

BOOST_AUTO_TEST_CASE(a_second_connection_resumes_the_session_of_the_first)
{
    for (auto const* const server : {&world.server, &world.server_1_2})
    {
        TlsContext const own{world.trusting(), "localhost", false};
        BOOST_TEST(!resumes(own, *server));
        for (int i = 0; i < 5; ++i) BOOST_TEST(resumes(own, *server));
    }
}

BOOST_AUTO_TEST_CASE(a_tls_1_3_session_is_used_once)
{
    TlsContext const own{world.trusting(), "localhost", false};
    BOOST_TEST(!resumes(own, world.server));
    std::size_t sessions = 0;
    while (own.sessions().take()) ++sessions;
    BOOST_TEST(sessions > 0U);
    BOOST_TEST(!resumes(own, world.server));
}

BOOST_AUTO_TEST_CASE(resumption_can_be_disabled)
{
    auto options = world.trusting();
    options.session_resumption = false;
    TlsContext const own{options, "localhost", false};
    BOOST_TEST(!own.resumes());
    for (int i = 0; i < 3; ++i) BOOST_TEST(!resumes(own, world.server));
}

BOOST_AUTO_TEST_CASE(a_callers_context_is_unchanged_and_still_verifies)
{
    namespace ssl = boost::asio::ssl;
    clerk::TlsOptions options;
    options.context = std::make_shared<ssl::context>(ssl::context::tls_client);
    options.context->set_verify_mode(ssl::verify_none);
    {
        TlsContext const own{options, "localhost", false};
        TlsPair pair{own, world.server};
        BOOST_TEST(pair.shake_hands() == Step::failed);
        BOOST_TEST(!own.resumes());
    }
    options.context->add_certificate_authority(boost::asio::buffer(world.authority.certificate()));
    TlsContext const own{options, "localhost", false};
    for (int i = 0; i < 2; ++i) BOOST_TEST(!resumes(own, world.server));
    BOOST_TEST(SSL_CTX_get_verify_mode(options.context->native_handle()) == SSL_VERIFY_NONE);
    BOOST_TEST((SSL_CTX_sess_get_new_cb(options.context->native_handle()) == nullptr));
}

BOOST_AUTO_TEST_SUITE_END()

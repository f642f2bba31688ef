#pragma once

#include "unit/net/steps.hpp"
#include "unit/tls/tls_peer.hpp"

#include <boost/test/unit_test.hpp>

namespace clerk::test {

/// A connection after its handshake.
struct TlsExchange
{
    TlsExchange() { BOOST_TEST_REQUIRE(pair.shake_hands() == Step::ready); }

    void send_request()
    {
        BOOST_TEST_REQUIRE(pair.client.begin(request) == Step::pending);
        pair.deliver();
        BOOST_TEST(pair.server.received == joined(request));
        pair.server.received.clear();
    }

    /// The client reads all that the server has written.
    Step receive() { return pair.client.on_bytes(pair.server.take_output()); }

    detail::TlsContext context{TlsWorld::get().trusting(), "localhost", false};
    TlsPair pair{context, TlsWorld::get().server};
};

} // namespace clerk::test

#include "support/addressed.hpp"
#include "support/answers.hpp"

#include <boost/asio/error.hpp>

using namespace clerk::test;
using namespace std::chrono_literals;
using clerk::Delivery;
using clerk::ErrorKind;
using clerk::Phase;

// A host that is not resolved, or not in time.
BOOST_AUTO_TEST_SUITE(resolving)

namespace {

Script const answers{step::expect_request(), step::send(created("ok"))};

} // namespace

BOOST_AUTO_TEST_CASE(an_unknown_host_fails_in_phase_resolve)
{
    ScriptedPeer peer{{answers}};
    Addressed s{peer, {}};
    s.options.retry.max_attempts = 3;
    auto const lookups = std::make_shared<SilentResolver>();
    s.dependencies.resolver = lookups;
    s.begin();
    for (std::size_t failed = 0; failed < 3; ++failed)
    {
        BOOST_TEST_REQUIRE(lookups->handlers.size() == failed + 1);
        lookups->handlers[failed](boost::asio::error::host_not_found, {});
        s.settle();
    }
    auto const& result = s.finish();
    check_error(result, {ErrorKind::transport, Delivery::not_sent, Phase::resolve});
    BOOST_TEST(result.error().detail == "the host could not be resolved");
    BOOST_TEST(result.error().cause == make_error_code(boost::asio::error::host_not_found));
    BOOST_TEST(result.error().attempts == 3);
}

BOOST_AUTO_TEST_CASE(a_host_is_resolved_again_after_a_failed_connect)
{
    /// Caches an address until `forget`.
    struct Moving final : clerk::detail::Resolver
    {
        std::optional<clerk::detail::Endpoints> known(std::chrono::steady_clock::time_point) override { return cached; }

        void resolve(Handler handler) override { handlers.push_back(std::move(handler)); }

        void forget() override { cached.reset(); }

        void cancel() override { handlers.clear(); }

        std::optional<clerk::detail::Endpoints> cached;
        std::vector<Handler> handlers;
    };

    RefusingPort const dead;
    ScriptedPeer peer{{answers}};
    Addressed s{peer, {}};
    auto const resolver = std::make_shared<Moving>();
    resolver->cached = clerk::detail::Endpoints{dead.endpoint()};
    s.dependencies.resolver = resolver;
    s.options.retry.max_attempts = 2;
    s.begin();
    run_until(s.rig->context, [&] { return resolver->handlers.size() == 1; });
    resolver->handlers[0]({}, {peer.endpoint()});
    check_created(s.finish(), "ok");
}

BOOST_AUTO_TEST_CASE(a_slow_lookup_ends_at_the_connect_timeout)
{
    ScriptedPeer peer{{answers}};
    Addressed s{peer, {}};
    auto const silent = std::make_shared<SilentResolver>();
    s.dependencies.resolver = silent;
    s.begin();
    s.clock.advance(4999ms);
    s.settle();
    BOOST_TEST(!s.call.result.has_value());
    s.clock.advance(1ms);
    auto const& result = s.finish();
    check_error(result, {ErrorKind::timeout, Delivery::not_sent, Phase::resolve});
    BOOST_TEST(result.error().detail == "the host was not resolved within 5000 ms (timeouts.connect)");
}

BOOST_AUTO_TEST_CASE(a_late_lookup_result_is_ignored)
{
    ScriptedPeer peer{{answers}};
    Addressed s{peer, {}};
    s.options.timeouts.connect = 1s;
    s.options.retry.max_attempts = 2;
    auto const silent = std::make_shared<SilentResolver>();
    s.dependencies.resolver = silent;
    s.begin();
    BOOST_TEST_REQUIRE(silent->handlers.size() == 1U);
    s.clock.advance(1s);
    s.settle(); // the first attempt has ended, the second has started a lookup
    BOOST_TEST_REQUIRE(silent->handlers.size() == 2U);
    silent->handlers[0]({}, {peer.endpoint()});
    s.settle();
    BOOST_TEST(peer.seen().accepted == 0U);
    silent->handlers[1]({}, {peer.endpoint()});
    check_created(s.finish(), "ok");
    BOOST_TEST(peer.seen().accepted == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

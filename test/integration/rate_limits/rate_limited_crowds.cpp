#include "support/answers.hpp"
#include "support/injected_rig.hpp"
#include "support/manual_clock.hpp"

#include "wire/retry_after.hpp"

#include <atomic>
#include <deque>

using namespace clerk::test;
using namespace std::chrono_literals;
using clerk::Delivery;
using clerk::ErrorKind;
using clerk::Phase;
using clerk::RateLimitMode;

// A thousand calls and one rate limit: the peer receives no unnecessary requests.
BOOST_AUTO_TEST_SUITE(rate_limited_crowds)

namespace {

constexpr std::size_t connections = 4;
constexpr std::size_t calls = 1000;

/// The responses of the peer.
enum class PeerMode
{
    limited,
    limited_after_gate, ///< at the gate "again"
    accepting
};

PeerConnection::Done answer_by_mode(PeerConnection& connection, std::atomic<PeerMode> const& mode)
{
    while (true)
    {
        bool const received = co_await connection.expect_request();
        if (!received) co_return false;
        auto const now = mode.load();
        if (now == PeerMode::limited_after_gate) co_await connection.gate("again");
        auto bytes = now == PeerMode::accepting ? created("ok") : refused(429, "too_many_requests", "Retry-After: 10\r\n");
        co_await connection.send(std::move(bytes), 0, 0ms);
    }
}

struct Crowd
{
    std::atomic<PeerMode> mode{PeerMode::limited};
    ScriptedPeer peer{{{[this](PeerConnection& connection) { return answer_by_mode(connection, mode); }}}};
    ManualClock clock;
    std::optional<InjectedRig> rig;
    std::deque<Rig::Call> all;

    void begin(clerk::RequestOptions options = {})
    {
        auto client = peer.client_options();
        client.pool.max_connections = connections;
        client.timeouts.connect = client.timeouts.response = client.timeouts.total = 1h;
        clerk::detail::ClientDependencies dependencies;
        dependencies.engine.timer = clock.factory();
        rig.emplace(client, dependencies);
        all.resize(calls);
        for (auto& call : all) rig->begin(call, options);
    }

    void advance(std::chrono::milliseconds time)
    {
        clock.advance(time);
        rig->context.restart();
        rig->context.poll();
    }

    void finish()
    {
        rig->finish(all.front());
        for (auto& call : all)
        {
            BOOST_TEST_REQUIRE(call.result.has_value());
            BOOST_TEST_REQUIRE(call.completions == 1);
        }
    }
};

} // namespace

BOOST_AUTO_TEST_CASE(after_a_rate_limit_at_most_max_connections_send_at_once)
{
    Crowd crowd;
    crowd.begin();
    run_until(crowd.rig->context, [&] { return crowd.rig->stats().rate_limit_waits == calls; });
    auto const first = crowd.peer.requests().size();
    BOOST_TEST(first <= connections);
    crowd.advance(9999ms);
    BOOST_TEST(crowd.rig->stats().calls_waiting == 0U);
    BOOST_TEST(crowd.peer.requests().size() == first);

    crowd.mode = PeerMode::limited_after_gate;
    crowd.advance(1ms);
    run_until(crowd.rig->context, [&] { return crowd.peer.requests().size() == first + connections; });
    BOOST_TEST(crowd.rig->stats().connections_leased == connections);
    BOOST_TEST(crowd.rig->stats().calls_waiting == calls - connections);

    crowd.peer.open("again"); // each of these gets another 429; no other call is sent
    run_until(crowd.rig->context, [&] { return crowd.rig->stats().rate_limit_waits == 2 * calls; });
    BOOST_TEST(crowd.peer.requests().size() == first + connections);

    crowd.mode = PeerMode::accepting;
    crowd.advance(10s);
    crowd.finish();
    for (auto const& call : crowd.all) check_created(*call.result, "ok");
    BOOST_TEST(crowd.peer.requests().size() == first + connections + calls);
    BOOST_TEST(crowd.rig->stats().connections_open <= connections);
}

BOOST_AUTO_TEST_CASE(calls_that_cannot_wait_for_the_limit_end_without_a_request)
{
    for (bool const fails_fast : {false, true})
    {
        Crowd crowd;
        clerk::RequestOptions options;
        options.timeout = 5s;
        if (fails_fast) options.rate_limit = RateLimitMode::fail_fast;
        crowd.begin(options);
        crowd.finish(); // the clock does not move
        BOOST_TEST(crowd.peer.requests().size() <= connections);
        std::size_t received = 0;
        for (auto const& call : crowd.all)
        {
            auto const& result = *call.result;
            bool const rejected = !result && result.error().delivery == Delivery::rejected;
            received += rejected ? 1U : 0U;
            if (rejected)
                check_error(result, {ErrorKind::rate_limited, Delivery::rejected, Phase::read, 429});
            else
                check_error(result, {ErrorKind::rate_limited, Delivery::not_sent, Phase::backoff, 0});
            BOOST_TEST((result.error().retry_after == std::optional{10s}));
        }
        BOOST_TEST(received == crowd.peer.requests().size());
    }
}

BOOST_AUTO_TEST_CASE(retry_after_is_understood_in_every_form)
{
    struct Form
    {
        std::string fields;
        std::optional<std::chrono::seconds> seconds;
    };

    std::string const date = "Date: Wed, 21 Oct 2026 07:28:00 GMT\r\n";
    Form const forms[]{{"Retry-After: 7\r\n", 7s},
                       {"retry-after:  7 \r\n", 7s},
                       {"Retry-After: 0\r\n", 0s},
                       {date + "Retry-After: Wed, 21 Oct 2026 07:28:10 GMT\r\n", 10s},
                       {date + "Retry-After: Wed, 21 Oct 2026 07:27:00 GMT\r\n", 0s},
                       {"Retry-After: 99999999999999999999999\r\n", clerk::detail::longest_retry_after},
                       {"Retry-After: -5\r\n", {}},
                       {"Retry-After: 1.5\r\n", 2s},
                       {"Retry-After: soon\r\n", {}},
                       {"Retry-After:\r\n", {}},
                       {"", {}}};
    for (auto const& form : forms) BOOST_TEST_CONTEXT(form.fields)
        {
            ScriptedPeer peer{{{step::expect_request(), step::send(refused(429, "too_many_requests", form.fields))}}};
            Rig rig{peer.client_options()};
            auto const result = rig.create({.timeout = {}, .max_attempts = {}, .rate_limit = RateLimitMode::fail_fast});
            check_error(result, {ErrorKind::rate_limited, Delivery::rejected, Phase::read, 429});
            BOOST_TEST((result.error().retry_after == form.seconds));
        }
}

BOOST_AUTO_TEST_CASE(a_rate_limit_blocks_one_endpoint_only)
{
    auto const page = answer(200, {}, R"({"data":[],"total_count":0})");
    ScriptedPeer peer{{{step::expect_request(), step::send(refused(429, "too_many_requests", "Retry-After: 100\r\n")),
                        step::expect_request(), step::send(page), step::expect_request(), step::send(created("revoked"))}}};
    Rig rig{peer.client_options()};
    check_error(rig.create(), {ErrorKind::rate_limited, Delivery::rejected, Phase::read, 429});
    auto const listed = run(rig.context, rig.invitations.list());
    BOOST_TEST(listed.has_value());
    check_created(run(rig.context, rig.invitations.revoke("inv_1")), "revoked");
    check_error(rig.create(), {ErrorKind::rate_limited, Delivery::not_sent, Phase::backoff, 0});
    BOOST_TEST(peer.requests().size() == 3U);
}

BOOST_AUTO_TEST_SUITE_END()

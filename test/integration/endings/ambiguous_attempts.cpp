#include "support/answers.hpp"
#include "support/rig.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>

#include <optional>
#include <string>
#include <string_view>

using namespace clerk::test;
using namespace std::chrono_literals;
using clerk::ApiRequest;
using clerk::ApiResponse;
using clerk::Delivery;
using clerk::ErrorKind;
using clerk::Phase;

// After an attempt that may have succeeded, no later failure may report that nothing changed.
BOOST_AUTO_TEST_SUITE(ambiguous_attempts)

namespace {

using Answered = clerk::Result<ApiResponse>;

constexpr std::string_view warning = "an earlier attempt may have succeeded";

struct Row
{
    char const* method;
    bool has_effects;
};

constexpr Row methods[]{{"GET", false}, {"PUT", true}, {"DELETE", true}};

struct Ambiguous
{
    char const* name;
    Script script;
};

std::vector<Ambiguous> ambiguous_attempts()
{
    return {{"reset", {step::expect_request(), step::reset()}},
            {"truncated", {step::expect_request(), step::send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"), step::fin()}},
            {"status 502", {step::expect_request(), step::send(answer(502, "Connection: close\r\n", ""))}}};
}

/// Starts a request and optionally cancels or closes it.
struct Call
{
    explicit Call(ScriptedPeer const& peer) : rig{options_for(peer)} {}

    static clerk::ClientOptions options_for(ScriptedPeer const& peer)
    {
        auto options = peer.client_options();
        options.timeouts.total = 1h;
        options.retry.base_delay = 0ms;
        return options;
    }

    void begin(char const* method)
    {
        rig.client.request(ApiRequest{method, "/v1/x"},
                           boost::asio::bind_cancellation_slot(
                               signal.slot(), [this](Answered answered) { result.emplace(std::move(answered)); }));
    }

    clerk::ClerkError const& error()
    {
        run_out(rig.context);
        check_quiet(rig.client);
        BOOST_REQUIRE(result.has_value());
        BOOST_REQUIRE(!result->has_value());
        return result->error();
    }

    Rig rig;
    boost::asio::cancellation_signal signal;
    std::optional<Answered> result;
};

} // namespace

BOOST_AUTO_TEST_CASE(a_rejected_retry_is_unknown_with_the_reason)
{
    struct
    {
        std::string answer;
        int status;
        ErrorKind kind;
    } const refusals[]{{refused(404, "resource_not_found"), 404, ErrorKind::api},
                       {refused(409, "conflict"), 409, ErrorKind::api},
                       {refused(422, "form_param_format_invalid"), 422, ErrorKind::api},
                       {refused(429, "too_many_requests", "Retry-After: 86400\r\n"), 429, ErrorKind::rate_limited}};

    for (auto const& attempt : ambiguous_attempts())
        for (auto const& refusal : refusals)
            for (auto const& row : methods) BOOST_TEST_CONTEXT(row.method << ", " << attempt.name << ", then " << refusal.status)
                {
                    ScriptedPeer peer{{attempt.script, {step::expect_request(), step::send(refusal.answer)}}};
                    Call call{peer};
                    call.begin(row.method);
                    auto const& error = call.error();
                    BOOST_TEST(error.kind == refusal.kind);
                    BOOST_TEST(error.status == refusal.status);
                    BOOST_TEST(error.attempts == 2);
                    BOOST_TEST(error.delivery == (row.has_effects ? Delivery::unknown : Delivery::rejected));
                    auto const message = error.message();
                    BOOST_TEST((message.find(warning) != std::string::npos) == row.has_effects, message);
                    BOOST_TEST(message.find("status " + std::to_string(refusal.status)) != std::string::npos, message);
                    BOOST_TEST(peer.requests().size() == 2U);
                }
}

BOOST_AUTO_TEST_CASE(a_retry_that_sends_nothing_is_unknown)
{
    for (auto const& attempt : ambiguous_attempts())
        for (auto const& row : methods) BOOST_TEST_CONTEXT(row.method << ", " << attempt.name)
            {
                ScriptedPeer peer{{attempt.script, {step::expect_anything(), step::reset()}}};
                Call call{peer};
                call.begin(row.method);
                auto const& error = call.error();
                BOOST_TEST(error.delivery == (row.has_effects ? Delivery::unknown : Delivery::not_sent));
                BOOST_TEST(error.phase == Phase::handshake);
                BOOST_TEST(error.attempts == 3);
                BOOST_TEST(peer.requests().size() == 1U);
            }
}

BOOST_AUTO_TEST_CASE(a_call_that_ends_before_its_retry_is_unknown)
{
    for (bool const closes : {false, true})
        for (auto const& row : methods) BOOST_TEST_CONTEXT(row.method << (closes ? ", closed" : ", cancelled"))
            {
                // The delay before the retry is longer than the test.
                ScriptedPeer peer{{{step::expect_request(), step::send(answer(503, "Retry-After: 600\r\n", ""))}}};
                Call call{peer};
                call.begin(row.method);
                run_until(call.rig.context, [&] {
                    auto const stats = call.rig.client.stats();
                    return stats.attempts == 1 && stats.connections_leased == 0;
                });
                if (closes)
                    call.rig.client.close();
                else
                    call.signal.emit(boost::asio::cancellation_type::terminal);
                auto const& error = call.error();
                BOOST_TEST(error.kind == (closes ? ErrorKind::closed : ErrorKind::cancelled));
                BOOST_TEST(error.delivery == (row.has_effects ? Delivery::unknown : Delivery::not_sent));
                BOOST_TEST((error.message().find(warning) != std::string::npos) == row.has_effects, error.message());
            }
}

BOOST_AUTO_TEST_SUITE_END()

#include "support/answers.hpp"
#include "support/event_recorder.hpp"
#include "support/rig.hpp"

#include <clerk/testing/fake_backend.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>

using namespace clerk::test;
using namespace std::chrono_literals;
using clerk::ErrorKind;
using clerk::testing::FakeBackend;
using clerk::testing::Reply;
namespace asio = boost::asio;

BOOST_AUTO_TEST_SUITE(observing)

namespace {

struct Scene
{
    std::shared_ptr<EventRecorder> recorder = std::make_shared<EventRecorder>();

    clerk::ClientOptions observed(clerk::ClientOptions options) const
    {
        options.observer = recorder;
        return options;
    }

    /// After the end of the client.
    void check() const
    {
        BOOST_TEST(recorder->finish() == std::vector<std::string>{}, boost::test_tools::per_element());
        BOOST_TEST(recorder->starts() == recorder->ends());
    }

    using Names = std::vector<std::string>;

    void check_names(Names const& expected) const { BOOST_TEST(recorder->names == expected, boost::test_tools::per_element()); }
};

} // namespace

BOOST_AUTO_TEST_CASE(a_create_has_a_start_an_attempt_and_an_end)
{
    Scene scene;
    auto& seen = *scene.recorder;
    {
        FakeBackend backend;
        Rig rig{scene.observed(backend.client_options())};
        clerk::RequestOptions options;
        options.correlation = 42;
        bool ended_before = false;
        rig.invitations.create("a@example.com", options, [&](auto const&) { ended_before = seen.ended.size() == 1U; });
        run_out(rig.context);
        BOOST_TEST(ended_before);
        BOOST_TEST(rig.create({}, {"b@example.com"}).has_value());
    }
    scene.check();
    scene.check_names({"start", "open", "attempt", "end", "start", "attempt", "end", "close"});
    BOOST_TEST(seen.correlations[0] == 42U);
    BOOST_TEST(seen.all.starts_with("start POST /v1/invitations POST open "));
    BOOST_TEST(seen.all.find("TLSv1.3") != std::string::npos);
    BOOST_TEST(seen.all.find("127.0.0.1") != std::string::npos);
    BOOST_TEST_REQUIRE(seen.attempts.size() == 2U);
    for (auto const& attempt : seen.attempts)
    {
        BOOST_TEST(attempt.attempt == 1);
        BOOST_TEST(attempt.max_attempts == 3);
        BOOST_TEST(attempt.status == 200);
        BOOST_TEST(attempt.duration.count() > 0);
        BOOST_TEST(attempt.time_to_first_byte.count() > 0);
        BOOST_CHECK(attempt.time_to_first_byte <= attempt.duration);
        BOOST_TEST(attempt.request_bytes > 200U);
        BOOST_TEST(attempt.response_bytes > 200U);
        BOOST_TEST(attempt.connection_id != 0U);
        BOOST_TEST(attempt.server_port != 0U);
    }
    BOOST_TEST(seen.attempts[0].queue_time.count() > 0);
    BOOST_TEST(seen.attempts[1].queue_time.count() == 0);
    BOOST_TEST(!seen.attempts[0].reused);
    BOOST_TEST(seen.attempts[1].reused);
    BOOST_CHECK(seen.ended[0].duration >= seen.attempts[0].duration);
    BOOST_CHECK(seen.ended[0].queue_time == seen.attempts[0].queue_time);
    BOOST_TEST(seen.requests == std::vector<std::uint64_t>{2}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(each_attempt_has_an_end)
{
    Scene scene;
    {
        FakeBackend backend;
        backend.script(Reply::reset());
        backend.script(Reply::status(503));
        auto options = scene.observed(backend.client_options());
        options.retry.base_delay = 1ms;
        Rig rig{options};
        BOOST_TEST(run(rig.context, rig.invitations.list()).has_value());
    }
    scene.check();
    auto const& seen = *scene.recorder;
    BOOST_TEST(seen.retried == (std::vector<bool>{true, true, false}), boost::test_tools::per_element());
    BOOST_TEST(seen.attempts[0].status == 0);
    BOOST_TEST(seen.attempts[1].status == 503);
    BOOST_TEST(seen.attempts[2].status == 200);
    BOOST_TEST(seen.ended[0].attempt == 3);
}

BOOST_AUTO_TEST_CASE(connection_attempts_that_fail_for_a_call_are_attempts)
{
    Scene scene;
    {
        FakeBackend const backend;
        auto options = scene.observed(backend.client_options());
        options.api_url = "https://127.0.0.1:1";
        options.retry.base_delay = 1ms;
        Rig rig{options};
        auto const result = rig.create();
        BOOST_TEST(result.error().attempts == 3);
    }
    scene.check();
    auto const& seen = *scene.recorder;
    scene.check_names({"start", "attempt", "attempt", "attempt", "end"});
    for (auto const& attempt : seen.attempts) BOOST_TEST(attempt.connection_id == 0U);
    BOOST_TEST(seen.kinds[0] == "transport");
}

BOOST_AUTO_TEST_CASE(holds_are_observed)
{
    Scene scene;
    {
        FakeBackend backend;
        backend.script(Reply::status(429).with_header("Retry-After", "1"));
        Rig rig{scene.observed(backend.client_options())};
        BOOST_TEST(rig.create().has_value());
    }
    scene.check();
    BOOST_TEST_REQUIRE(scene.recorder->holds.size() == 1U);
    BOOST_CHECK(scene.recorder->holds[0] == 1s);
    scene.check_names({"start", "open", "attempt", "hold", "attempt", "end", "close"});
}

BOOST_AUTO_TEST_CASE(every_kind_of_end_is_observed_once)
{
    Scene scene;
    {
        ScriptedPeer peer{{{step::expect_request(), step::stall()}, {step::expect_request(), step::stall()}}};
        auto context = std::make_unique<asio::io_context>();
        clerk::Client const client{*context, scene.observed(peer.client_options())};
        auto const invitations = client.invitations();
        auto const ignore = [](auto const&) {};
        invitations.create("no address", ignore);
        asio::cancellation_signal signal;
        invitations.create("a@example.com", asio::bind_cancellation_slot(signal.slot(), ignore));
        signal.emit(asio::cancellation_type::terminal);
        context->poll();
        BOOST_TEST(scene.recorder->kinds == (std::vector<std::string>{"invalid_argument", "cancelled"}),
                   boost::test_tools::per_element());
        invitations.create("b@example.com", ignore);
        invitations.list({}, ignore);
        run_until(*context, [&] { return !peer.requests().empty(); });
        invitations.list({}, ignore);
        context.reset(); // two attempts are running, or one is and one call waits
    }
    scene.check();
    auto const& kinds = scene.recorder->kinds;
    BOOST_TEST_REQUIRE(kinds.size() == 5U);
    for (std::size_t i = 2; i < kinds.size(); ++i) BOOST_TEST(kinds[i] == "closed");
}

BOOST_AUTO_TEST_CASE(no_event_contains_a_secret)
{
    std::string const secret = "s3cret";
    Scene scene;
    {
        FakeBackend backend;
        auto const json_error =
            boost::json::object{{"errors",
                                 {{{"code", "s3cret@example.com"},
                                   {"message", "s3cret@example.com is wrong"},
                                   {"long_message", "s3cret"},
                                   {"meta", {{"param_name", "s3cret"}, {"email_addresses", {"s3cret@example.com"}}}}}}},
                                {"clerk_trace_id", "trace s3cret"}};
        backend.script(Reply::json(422, json_error));
        backend.script(Reply::text(500, "text/plain", "s3cret"));
        backend.script(Reply::text(200, "application/json", R"({"id":"s3cret","url":"s3cret"})"));
        backend.script(Reply::raw("HTTP/1.1 200 s3cret\r\ns3cret: s3cret\r\nContent-Length: s3cret\r\n\r\n"));
        auto options = scene.observed(backend.client_options());
        Rig rig{options};
        clerk::HandleOptions handle;
        handle.secret_key = clerk::SecretKey{"sk_test_s3cret"};
        handle.headers = {{"X-Tenant", secret}};
        auto const other = rig.client.invitations(handle);
        clerk::CreateInvitationParams params{"s3cret@example.com"};
        params.redirect_url = "https://s3cret.example.com";
        params.public_metadata = {{secret, secret}};
        params.template_slug = clerk::TemplateSlug{secret};
        for (int i = 0; i < 6; ++i) static_cast<void>(run(rig.context, other.create(params)));
        params.email_address = "s3cret";
        static_cast<void>(run(rig.context, other.create(params)));
        static_cast<void>(run(rig.context, other.revoke("inv_s3cret")));
        static_cast<void>(run(rig.context, rig.client.request({"GET", "/v1/users/s3cret"})));
        clerk::ListInvitationsParams list;
        list.query = secret;
        static_cast<void>(run(rig.context, other.list(list)));
    }
    scene.check();
    BOOST_TEST(scene.recorder->all.find(secret) == std::string::npos, scene.recorder->all);
}

BOOST_AUTO_TEST_CASE(an_observer_may_call_the_library)
{
    Scene scene;
    int done = 0;
    {
        FakeBackend backend;
        Rig rig{scene.observed(backend.client_options())};
        bool listing = false;
        scene.recorder->hook = [&] {
            static_cast<void>(rig.client.stats());
            if (!std::exchange(listing, true)) rig.invitations.list({}, [&](auto const&) { ++done; });
        };
        rig.invitations.create("a@example.com", [&](auto const&) { ++done; });
        run_out(rig.context);
        scene.recorder->hook = [&] { rig.client.close(); };
        rig.invitations.create("b@example.com", [&](auto const&) { ++done; });
        run_out(rig.context);
        check_quiet(rig.client);
    }
    scene.check();
    BOOST_TEST(done == 3);
}

BOOST_AUTO_TEST_CASE(lookups_are_calls_with_the_same_correlation)
{
    Scene scene;
    {
        FakeBackend backend;
        backend.script(Reply::lost_after_processing());
        auto options = scene.observed(backend.client_options());
        options.retry.recover_unknown = true;
        Rig rig{options};
        clerk::RequestOptions request;
        request.correlation = 7;
        auto const result = run(rig.context, rig.invitations.create("a@example.com", request));
        BOOST_TEST((result && result->recovered));
    }
    scene.check();
    BOOST_TEST(scene.recorder->correlations == (std::vector<std::uint64_t>{7, 7}), boost::test_tools::per_element());
    BOOST_TEST(scene.recorder->kinds == (std::vector<std::string>{"success", "success"}), boost::test_tools::per_element());
    BOOST_CHECK(scene.recorder->ended[1].duration >= scene.recorder->ended[0].duration);
}

BOOST_AUTO_TEST_CASE(statistics_count_waits_and_failures)
{
    FakeBackend backend;
    auto options = backend.client_options();
    options.pool.max_connections = 1;
    Rig rig{options};
    BOOST_TEST(rig.create().has_value());
    BOOST_TEST(rig.client.stats().connection_waits == 1U); // for the first connection
    BOOST_TEST(rig.client.stats().calls_failed == 0U);
    BOOST_CHECK(rig.client.stats().last_failure_at == clerk::ClientStats{}.last_failure_at);
    int done = 0;
    for (int i = 0; i < 3; ++i) rig.invitations.list({}, [&](auto const&) { ++done; });
    run_out(rig.context);
    auto const before = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    backend.script(Reply::status(404));
    static_cast<void>(rig.create());
    auto const stats = rig.client.stats();
    BOOST_TEST(stats.connection_waits == 3U);
    BOOST_TEST(stats.connection_wait_time.count() > 0);
    BOOST_TEST(stats.calls_failed == 1U);
    BOOST_TEST(stats.last_failure == ErrorKind::api);
    BOOST_CHECK(stats.last_failure_at >= before - 1s);
    BOOST_CHECK(stats.last_failure_at <= std::chrono::system_clock::now() + 1s);
}

BOOST_AUTO_TEST_SUITE_END()

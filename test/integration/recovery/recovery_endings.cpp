#include "support/recovery.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/detached.hpp>

using namespace clerk::test;
using namespace std::chrono_literals;
using boost::asio::cancellation_type;
using clerk::Delivery;
using clerk::ErrorKind;
using clerk::Phase;
using clerk::testing::FakeBackend;
using clerk::testing::Reply;
namespace asio = boost::asio;

// Endings of a call during recovery.
BOOST_AUTO_TEST_SUITE(recovery_endings)

namespace {

constexpr Expected cancelled{ErrorKind::cancelled, Delivery::unknown, Phase::read};
constexpr Expected closed{ErrorKind::closed, Delivery::unknown, Phase::read};
constexpr Expected broken{ErrorKind::transport, Delivery::unknown, Phase::read};

/// A create that was lost after it took effect.
struct Lost
{
    FakeBackend backend;
    std::optional<Rig> rig;
    asio::cancellation_signal signal;
    std::optional<Created> result;

    explicit Lost(std::chrono::milliseconds base_delay = 1ms)
    {
        auto options = recovering(backend);
        options.retry.base_delay = options.retry.max_delay = base_delay;
        rig.emplace(options);
        backend.script(Reply::lost_after_processing());
    }

    void begin()
    {
        rig->invitations.create("a@example.com", asio::bind_cancellation_slot(signal.slot(), [this](Created created) {
                                    result.emplace(std::move(created));
                                }));
    }

    /// Starts the call and runs until the look-up waits for its response.
    void look()
    {
        backend.script(Reply::hold());
        begin();
        run_until(rig->context, [this] { return backend.requests().size() == 2; });
    }

    /// Starts the call and runs until the long delay between two look-ups.
    void pause()
    {
        backend.script(Reply::json(200, {{"data", boost::json::array{}}, {"total_count", 0}}));
        begin();
        run_until(rig->context, [this] { return backend.requests().size() == 2 && rig->client.stats().connections_idle == 1; });
        rig->context.restart();
        rig->context.poll();
        BOOST_TEST(!result.has_value());
    }

    Created& finish()
    {
        run_out(rig->context);
        BOOST_TEST_REQUIRE(result.has_value());
        BOOST_TEST(count_requests(backend, "POST") == 1U);
        check_quiet(rig->client);
        return *result;
    }
};

} // namespace

BOOST_AUTO_TEST_CASE(a_cancelled_lookup_gives_unknown)
{
    for (auto type : {cancellation_type::terminal, cancellation_type::partial})
    {
        Lost lost;
        lost.look();
        lost.signal.emit(type);
        check_error(lost.finish(), cancelled);
        BOOST_TEST(lost.backend.requests().size() == 2U);
    }
}

BOOST_AUTO_TEST_CASE(total_cancellation_is_ignored_during_a_lookup)
{
    Lost lost;
    lost.look();
    lost.signal.emit(cancellation_type::total);
    lost.backend.release();
    check_recovered(lost.finish());
}

BOOST_AUTO_TEST_CASE(a_call_can_be_cancelled_between_lookups)
{
    Lost lost{20s};
    lost.pause();
    lost.signal.emit(cancellation_type::total);
    lost.signal.emit(cancellation_type::terminal);
    check_error(lost.finish(), cancelled);
    BOOST_TEST(lost.backend.requests().size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_cancelled_create_is_not_looked_up)
{
    Lost lost;
    lost.backend.clear_script();
    lost.backend.script(Reply::hold());
    lost.begin();
    run_until(lost.rig->context, [&] { return lost.backend.requests().size() == 1; });
    lost.signal.emit(cancellation_type::terminal);
    check_error(lost.finish(), cancelled);
    BOOST_TEST(lost.backend.requests().size() == 1U);
}

BOOST_AUTO_TEST_CASE(closing_during_a_lookup_gives_unknown)
{
    Lost lost;
    lost.look();
    lost.rig->client.close();
    check_error(lost.finish(), closed);
}

BOOST_AUTO_TEST_CASE(closing_between_lookups_gives_unknown)
{
    Lost lost{20s};
    lost.pause();
    lost.rig->client.close();
    check_error(lost.finish(), closed);
}

BOOST_AUTO_TEST_CASE(a_shutdown_waits_for_the_lookup)
{
    Lost lost;
    lost.look();
    bool done = false;
    asio::co_spawn(lost.rig->context, lost.rig->client.shutdown(20s), [&](std::exception_ptr) { done = true; });
    lost.rig->context.restart();
    lost.rig->context.poll();
    BOOST_TEST(!done);
    lost.backend.release();
    check_recovered(lost.finish());
    BOOST_TEST(done);
}

BOOST_AUTO_TEST_CASE(a_shutdown_allows_further_lookups)
{
    FakeBackend backend;
    Rig rig{recovering(backend)};
    backend.script(Reply::lost_after_processing());
    backend.script(Reply::json(200, {{"data", boost::json::array{}}, {"total_count", 0}}).held());
    std::optional<Created> result;
    rig.begin(result);
    run_until(rig.context, [&] { return backend.requests().size() == 2; });
    asio::co_spawn(rig.context, rig.client.shutdown(20s), asio::detached);
    rig.context.restart();
    rig.context.poll();
    backend.release();
    run_out(rig.context);
    check_recovered(result.value());
    BOOST_TEST(rig.client.stats().connections_open == 0U);
}

BOOST_AUTO_TEST_CASE(client_and_handle_may_be_destroyed_during_recovery)
{
    FakeBackend backend;
    backend.script(Reply::lost_after_processing());
    backend.script(Reply::hold());
    asio::io_context context;
    std::optional<Created> result;
    {
        clerk::Client client{context.get_executor(), recovering(backend)};
        client.invitations().create("a@example.com", [&](Created created) { result.emplace(std::move(created)); });
        run_until(context, [&] { return backend.requests().size() == 2; });
    }
    backend.release();
    run_out(context);
    BOOST_TEST_REQUIRE(result.has_value());
    check_recovered(*result);
    BOOST_TEST(backend.wait_for_open_connections(0, 10s));
}

BOOST_AUTO_TEST_CASE(destroying_the_context_first_destroys_the_handler)
{
    for (bool pausing : {false, true}) BOOST_TEST_CONTEXT(pausing)
        {
            auto shared = std::make_shared<int>(0);
            FakeBackend backend;
            backend.script(Reply::lost_after_processing());
            backend.script(pausing ? Reply::status(503) : Reply::hold());
            auto options = recovering(backend);
            options.retry.base_delay = options.retry.max_delay = 20s;
            std::optional<asio::io_context> context{std::in_place};
            clerk::Client client{context->get_executor(), options};
            client.invitations().create("a@example.com", [shared](Created) { BOOST_ERROR("never invoked"); });
            run_until(*context,
                      [&] { return backend.requests().size() == 2 && (!pausing || client.stats().connections_idle == 1); });
            BOOST_TEST(shared.use_count() == 2);
            context.reset();
            BOOST_TEST(shared.use_count() == 1);
            BOOST_TEST(client.stats().connections_open == 0U);
        }
}

BOOST_AUTO_TEST_CASE(the_deadline_includes_the_lookup)
{
    Lost lost;
    lost.backend.script(Reply::hold());
    clerk::RequestOptions options;
    options.timeout = 300ms;
    lost.rig->begin(lost.result, options);
    check_error(lost.finish(), broken);
    BOOST_TEST(lost.backend.requests().size() == 2U);
}

BOOST_AUTO_TEST_CASE(no_lookup_starts_after_the_deadline)
{
    Lost lost;
    lost.backend.clear_script();
    lost.backend.script(Reply::hold());
    clerk::RequestOptions options;
    options.timeout = 200ms;
    lost.rig->begin(lost.result, options);
    check_error(lost.finish(), {ErrorKind::timeout, Delivery::unknown, Phase::read});
    BOOST_TEST(lost.backend.requests().size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_delay_past_the_deadline_is_not_started)
{
    Lost lost{20s};
    lost.backend.clear_script();
    lost.backend.script(Reply::status(500));
    clerk::RequestOptions options;
    options.timeout = 10s;
    lost.rig->begin(lost.result, options);
    // One look-up is not enough to determine that the create had no effect.
    check_error(lost.finish(), {ErrorKind::api, Delivery::unknown, Phase::read, 500});
    BOOST_TEST(lost.backend.requests().size() == 2U);
}

BOOST_AUTO_TEST_CASE(an_attempt_timeout_is_looked_up)
{
    FakeBackend backend;
    auto options = recovering(backend);
    options.timeouts.response = 300ms;
    backend.script(Reply::hold());
    Rig rig{options};
    check_recovered(rig.create());
    BOOST_TEST(count_requests(backend, "POST") == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

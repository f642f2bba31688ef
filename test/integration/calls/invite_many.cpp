#include "support/answers.hpp"
#include "support/rig.hpp"

#include <clerk/testing/fake_backend.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>

#include <algorithm>
#include <map>
#include <optional>

using namespace clerk::test;
using namespace std::chrono_literals;
using clerk::CreateInvitationParams;
using clerk::Delivery;
using clerk::ErrorKind;
using clerk::Invitation;
using clerk::InviteManyOptions;
using clerk::Result;
using clerk::testing::Endpoint;
using clerk::testing::FakeBackend;
using clerk::testing::Reply;
namespace asio = boost::asio;

BOOST_AUTO_TEST_SUITE(invite_many)

namespace {

using Results = std::vector<Result<Invitation>>;

std::vector<CreateInvitationParams> people(int count)
{
    std::vector<CreateInvitationParams> all;
    for (int i = 0; i < count; ++i) all.emplace_back("p" + std::to_string(i) + "@example.com");
    return all;
}

Results invite(Rig& rig, std::vector<CreateInvitationParams> params, InviteManyOptions options = {})
{
    auto results = run(rig.context, rig.invitations.invite_many(std::move(params), std::move(options)));
    check_quiet(rig.client);
    return results;
}

std::ptrdiff_t invited(Results const& results)
{
    return std::ranges::count_if(results, [](auto const& result) { return result.has_value(); });
}

/// Checks that each address was invited at most once.
void check_no_duplicates(FakeBackend const& backend)
{
    std::map<std::string, int> count;
    for (auto const& invitation : backend.invitations()) ++count[invitation.email_address];
    for (auto const& [address, times] : count) BOOST_TEST(times == 1, address);
}

} // namespace

BOOST_AUTO_TEST_CASE(an_empty_list_completes_at_once)
{
    FakeBackend backend;
    Rig rig{backend.client_options()};
    BOOST_TEST(invite(rig, {}).empty());
    BOOST_TEST(backend.connections() == 0U);
}

BOOST_AUTO_TEST_CASE(all_are_invited_in_order_by_tens)
{
    FakeBackend backend;
    Rig rig{backend.client_options()};
    auto const results = invite(rig, people(57));
    BOOST_TEST_REQUIRE(results.size() == 57U);
    for (std::size_t i = 0; i < results.size(); ++i)
    {
        BOOST_TEST_REQUIRE(results[i].has_value());
        BOOST_TEST(results[i]->email_address == "p" + std::to_string(i) + "@example.com");
    }
    BOOST_TEST(backend.requests().size() == 6U);
    BOOST_TEST(rig.client.stats().connections_created <= 4U);
}

BOOST_AUTO_TEST_CASE(invalid_items_fail_alone)
{
    FakeBackend backend;
    backend.add_invitation("p3@example.com");
    backend.add_user("p14@example.com");
    auto params = people(30);
    params[7].email_address = "nobody";
    params[21].email_address = "no host@";
    params[22].email_address = "not@a@valid one";
    params[25].email_address = "p24@example.com";
    Rig rig{backend.client_options()};
    auto const results = invite(rig, params);
    BOOST_TEST(results[3].error().has_code("duplicate_record"));
    BOOST_TEST(results[14].error().has_code("form_identifier_exists"));
    BOOST_TEST((results[7].error().kind == ErrorKind::invalid_argument));
    BOOST_TEST(results[22].error().has_code("form_param_format_invalid"));
    BOOST_TEST((results[24].has_value() != results[25].has_value()));
    BOOST_TEST(invited(results) == 24);
    check_no_duplicates(backend);
}

BOOST_AUTO_TEST_CASE(both_rate_limits_are_used_before_waiting)
{
    FakeBackend backend;
    backend.set_limit(Endpoint::create_bulk, 2, 1s);
    backend.set_limit(Endpoint::create, 5, 1s);
    Rig rig{backend.client_options()};
    InviteManyOptions options;
    bool held = false;
    options.on_progress = [&](clerk::InviteManyProgress const& progress) {
        held = held || progress.held > 0ms;
        if (progress.held > 0ms) backend.advance(2s);
    };
    auto const results = invite(rig, people(60), options);
    BOOST_TEST(invited(results) == 60);
    BOOST_TEST(held);
    check_no_duplicates(backend);
}

BOOST_AUTO_TEST_CASE(at_the_deadline_the_rest_is_not_sent)
{
    FakeBackend backend;
    backend.set_limit(Endpoint::create_bulk, 1, 1h);
    backend.set_limit(Endpoint::create, 2, 1h);
    Rig rig{backend.client_options()};
    InviteManyOptions options;
    options.timeout = 500ms;
    options.concurrency = 1;
    auto const results = invite(rig, people(30), options);
    BOOST_TEST(invited(results) == 12);
    BOOST_TEST((results[29].error().kind == ErrorKind::rate_limited));
    BOOST_TEST((results[29].error().delivery == Delivery::not_sent));
    BOOST_TEST(results[29].error().retry_after.value() > 3000s);
}

BOOST_AUTO_TEST_CASE(a_rate_limit_past_the_deadline_is_not_awaited)
{
    FakeBackend backend;
    backend.set_limit(Endpoint::create_bulk, 1, 1h);
    backend.set_limit(Endpoint::create, 2, 1h);
    Rig rig{backend.client_options()};
    InviteManyOptions options;
    options.timeout = 30min; // longer than any test may run
    auto const results = invite(rig, people(30), options);
    BOOST_TEST(invited(results) == 12);
    BOOST_TEST((results[29].error().kind == ErrorKind::rate_limited));
    BOOST_TEST((results[29].error().delivery == Delivery::not_sent));
    BOOST_TEST(results[29].error().retry_after.value() > 3000s);
}

BOOST_AUTO_TEST_CASE(possibly_invited_items_are_never_repeated)
{
    FakeBackend backend;
    backend.script(Reply::lost_after_processing());
    Rig rig{backend.client_options()};
    InviteManyOptions options;
    options.concurrency = 1;
    auto const results = invite(rig, people(20), options);
    BOOST_TEST(invited(results) == 10);
    BOOST_TEST((results[0].error().delivery == Delivery::unknown));
    BOOST_TEST(backend.invitations().size() == 20U);
    check_no_duplicates(backend);
}

BOOST_AUTO_TEST_CASE(a_failing_server_stops_the_run)
{
    FakeBackend backend;
    backend.script(Reply::status(500), 100);
    Rig rig{backend.client_options()};
    InviteManyOptions options;
    options.concurrency = 1;
    auto const results = invite(rig, people(200), options);
    BOOST_TEST(invited(results) == 0);
    BOOST_TEST(backend.requests().size() == 3U);
    BOOST_TEST((results[29].error().delivery == Delivery::unknown));
    BOOST_TEST((results[30].error().delivery == Delivery::not_sent));
}

BOOST_AUTO_TEST_CASE(a_wrong_key_is_sent_once)
{
    FakeBackend backend;
    auto client_options = backend.client_options();
    client_options.secret_key = clerk::SecretKey{"sk_test_wrong"};
    Rig rig{client_options};
    InviteManyOptions options;
    options.concurrency = 1;
    auto const results = invite(rig, people(200), options);
    BOOST_TEST(results[199].error().has_code("clerk_key_invalid"));
    BOOST_TEST(backend.requests().size() == 1U);
}

BOOST_AUTO_TEST_CASE(cancellation_returns_partial_results)
{
    for (auto const type : {asio::cancellation_type::terminal, asio::cancellation_type::partial, asio::cancellation_type::total})
    {
        FakeBackend backend;
        backend.script(Reply::process());
        backend.script(Reply::hold());
        Rig rig{backend.client_options()};
        InviteManyOptions options;
        options.concurrency = 1;
        asio::cancellation_signal signal;
        std::optional<Results> results;
        auto outer = [](clerk::Invitations invitations, InviteManyOptions how) -> asio::awaitable<Results> {
            co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
            co_await asio::this_coro::throw_if_cancelled(false);
            co_return co_await invitations.invite_many(people(40), std::move(how));
        };
        asio::co_spawn(rig.context, outer(rig.invitations, options),
                       asio::bind_cancellation_slot(signal.slot(), [&](std::exception_ptr thrown, Results all) {
                           BOOST_TEST(!thrown);
                           results = std::move(all);
                       }));
        run_until(rig.context, [&] { return backend.requests().size() == 2; });
        signal.emit(type);
        if (type == asio::cancellation_type::total) backend.release(); // total cancellation does not end a request that was sent
        run_out(rig.context);
        BOOST_TEST_REQUIRE(results.has_value());
        BOOST_TEST_REQUIRE(results->size() == 40U);
        BOOST_TEST((*results)[0].has_value());
        if (type != asio::cancellation_type::total)
        {
            BOOST_TEST(((*results)[10].error().kind == ErrorKind::cancelled));
            BOOST_TEST(((*results)[10].error().delivery == Delivery::unknown));
        }
        BOOST_TEST(((*results)[39].error().kind == ErrorKind::cancelled));
        BOOST_TEST(((*results)[39].error().delivery == Delivery::not_sent));
        BOOST_TEST(backend.requests().size() == 2U);
        check_quiet(rig.client);
        check_no_duplicates(backend);
    }
}

BOOST_AUTO_TEST_CASE(invalid_options_send_nothing)
{
    FakeBackend backend;
    Rig rig{backend.client_options()};
    InviteManyOptions options;
    options.concurrency = 0;
    auto const results = invite(rig, people(3), options);
    for (auto const& result : results)
    {
        BOOST_TEST((result.error().kind == ErrorKind::invalid_argument));
        BOOST_TEST(result.error().message().find("options.concurrency") != std::string::npos);
    }
    BOOST_TEST(backend.connections() == 0U);
}

BOOST_AUTO_TEST_CASE(runs_on_a_thread_pool)
{
    FakeBackend backend;
    backend.remove_limit(Endpoint::create_bulk);
    backend.remove_limit(Endpoint::create);
    asio::thread_pool pool{4};
    clerk::Client const client{pool.get_executor(), backend.client_options()};
    InviteManyOptions options;
    options.concurrency = 16;
    std::size_t known = 0; // no mutex, because hooks are never called simultaneously
    options.on_result = [&](std::size_t, Result<Invitation> const&) { ++known; };
    auto future = asio::co_spawn(pool, client.invitations().invite_many(people(300), options), asio::use_future);
    BOOST_TEST(invited(future.get()) == 300);
    BOOST_TEST(known == 300U);
    pool.join();
    check_no_duplicates(backend);
}

BOOST_AUTO_TEST_CASE(outlives_its_client_and_handle)
{
    FakeBackend backend;
    asio::io_context context;
    std::optional<Results> results;
    {
        clerk::Client const client{context.get_executor(), backend.client_options()};
        asio::co_spawn(context, client.invitations().invite_many(people(12)),
                       [&](std::exception_ptr, Results all) { results = std::move(all); });
    }
    run_out(context);
    BOOST_TEST(invited(*results) == 12);
}

BOOST_AUTO_TEST_SUITE_END()

#include "support/rig.hpp"

#include <clerk/testing/fake_backend.hpp>

#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/this_coro.hpp>

using namespace clerk::test;
using namespace std::chrono_literals;
using clerk::CreateInvitationParams;
using clerk::ErrorKind;
using clerk::testing::FakeBackend;
namespace asio = boost::asio;

// Calls as users write them in coroutines. g++ 12 destroys objects twice in some such expressions.
BOOST_AUTO_TEST_SUITE(call_shapes)

namespace {

// Too long for the short-string optimisation, so that double destruction is detected.
std::string const long_address = "an-address-that-is-longer-than-any-short-string@example.com";

void on_backend(std::function<asio::awaitable<void>(clerk::Client)> const& body)
{
    FakeBackend backend;
    backend.remove_limit(clerk::testing::Endpoint::create);
    Rig rig{backend.client_options()};
    run(rig.context, body(rig.client));
    check_quiet(rig.client);
}

asio::awaitable<void> literal(clerk::Client client)
{
    auto invitations = client.invitations();
    auto const result = co_await invitations.create("invite@example.com");
    BOOST_TEST(result.value().email_address == "invite@example.com");
}

asio::awaitable<void> string_lvalue_and_temporary(clerk::Client client)
{
    auto invitations = client.invitations();
    std::string const address = "1" + long_address;
    BOOST_TEST((co_await invitations.create(address)).value().email_address == address);
    BOOST_TEST((co_await invitations.create("2" + long_address)).value().email_address == "2" + long_address);
    BOOST_TEST((co_await invitations.create(std::string{"3"} + long_address)).has_value());
}

asio::awaitable<void> params_in_every_way(clerk::Client client)
{
    auto invitations = client.invitations();
    CreateInvitationParams params{"1" + long_address};
    params.public_metadata = {{"key", "a value that is longer than any short string may be"}, {"nested", {{"n", 1}}}};
    params.redirect_url = "https://www.example.com/a/path/that/is/longer/than/any/short/string";
    BOOST_TEST((co_await invitations.create(params)).has_value());
    BOOST_TEST(params.email_address == "1" + long_address);
    params.email_address = "2" + long_address;
    BOOST_TEST((co_await invitations.create(std::move(params))).has_value());
    BOOST_TEST((co_await invitations.create(CreateInvitationParams{"3" + long_address})).has_value());
    CreateInvitationParams const constant{"4" + long_address};
    BOOST_TEST((co_await invitations.create(constant)).has_value());
}

asio::awaitable<void> options_in_braces(clerk::Client client)
{
    auto invitations = client.invitations();
    CreateInvitationParams params{"1" + long_address};
    BOOST_TEST((co_await invitations.create(params, {.timeout = 5s})).has_value());
    BOOST_TEST((co_await invitations.create("2" + long_address, {.timeout = 5s, .max_attempts = 1})).has_value());
    BOOST_TEST((co_await invitations.create("x", clerk::RequestOptions{.timeout = 1s})).error().kind ==
               ErrorKind::invalid_argument);
    BOOST_TEST(
        (co_await invitations.create("3" + long_address, {.timeout = 1s, .max_attempts = 2, .rate_limit = {}})).has_value());
}

asio::awaitable<void> handle_temporary(clerk::Client client)
{
    BOOST_TEST((co_await client.invitations().create(long_address)).has_value());
    BOOST_TEST((co_await clerk::Client{client}.invitations().create("2" + long_address)).has_value());
}

asio::awaitable<void> kept_awaitable(clerk::Client client)
{
    auto first = client.invitations().create("1" + long_address);
    auto second = client.invitations().create("2" + long_address);
    BOOST_TEST((co_await std::move(second)).value().email_address == "2" + long_address);
    BOOST_TEST((co_await std::move(first)).value().email_address == "1" + long_address);
}

asio::awaitable<void> in_a_loop(clerk::Client client)
{
    auto invitations = client.invitations();
    std::vector<clerk::Invitation> all;
    for (int i = 0; i < 20; ++i)
    {
        auto result = co_await invitations.create(std::to_string(i) + long_address);
        if (!result) continue;
        all.push_back(*std::move(result));
    }
    BOOST_TEST(all.size() == 20U);
    BOOST_TEST(all.front().email_address == "0" + long_address);
}

asio::awaitable<std::string> id_or_code(clerk::Client client, std::string address)
{
    auto result = co_await client.invitations().create(std::move(address));
    if (!result)
        co_return result.error().errors.empty() ? std::string{to_string(result.error().kind)} : result.error().errors[0].code;
    co_return result->id;
}

asio::awaitable<void> results_passed_on(clerk::Client client)
{
    BOOST_TEST((co_await id_or_code(client, long_address)).starts_with("inv_"));
    BOOST_TEST(co_await id_or_code(client, long_address) == "duplicate_record");
    BOOST_TEST(co_await id_or_code(client, "") == "invalid_argument");
}

asio::awaitable<void> inside_try(clerk::Client client)
{
    bool thrown = false;
    try
    {
        auto const good = (co_await client.invitations().create("1" + long_address)).value();
        BOOST_TEST(good.email_address == "1" + long_address);
        auto const bad = (co_await client.invitations().create("no address")).value();
        BOOST_ERROR("value() throws");
    }
    catch (std::bad_expected_access<clerk::ClerkError> const& error)
    {
        thrown = error.error().kind == ErrorKind::invalid_argument;
    }
    BOOST_TEST(thrown);
}

asio::awaitable<void> in_conditions(clerk::Client client)
{
    auto invitations = client.invitations();
    if (auto result = co_await invitations.create("1" + long_address); result)
        BOOST_TEST(result->email_address == "1" + long_address);
    else
        BOOST_ERROR(result.error());
    auto const id = (co_await invitations.create("2" + long_address)).value().id;
    BOOST_TEST(id.starts_with("inv_"));
    switch ((co_await invitations.create("2" + long_address)).error().status)
    {
    case 400:
        break;
    default:
        BOOST_ERROR("a duplicate is answered 400");
    }
}

asio::awaitable<void> several_at_once(clerk::Client client)
{
    using namespace asio::experimental::awaitable_operators;
    auto invitations = client.invitations();
    auto [one, two] = co_await (invitations.create("1" + long_address) && invitations.create("2" + long_address));
    BOOST_TEST(one.value().email_address == "1" + long_address);
    BOOST_TEST(two.value().email_address == "2" + long_address);
    auto const first = co_await (invitations.create("3" + long_address) || id_or_code(client, "4" + long_address));
    BOOST_TEST(first.index() < 2U);
}

asio::awaitable<void> handle_as_argument(clerk::Invitations invitations, CreateInvitationParams params,
                                         clerk::Result<clerk::Invitation>& kept)
{
    kept = co_await invitations.create(params);
}

} // namespace

BOOST_AUTO_TEST_CASE(a_literal)
{
    on_backend(&literal);
}

BOOST_AUTO_TEST_CASE(strings)
{
    on_backend(&string_lvalue_and_temporary);
}

BOOST_AUTO_TEST_CASE(params_as_lvalue_moved_temporary_and_constant)
{
    on_backend(&params_in_every_way);
}

BOOST_AUTO_TEST_CASE(options_written_in_braces)
{
    on_backend(&options_in_braces);
}

BOOST_AUTO_TEST_CASE(temporary_handles_and_clients)
{
    on_backend(&handle_temporary);
}

BOOST_AUTO_TEST_CASE(awaitables_kept_and_awaited_later)
{
    on_backend(&kept_awaitable);
}

BOOST_AUTO_TEST_CASE(loops)
{
    on_backend(&in_a_loop);
}

BOOST_AUTO_TEST_CASE(coroutines_that_forward_results)
{
    on_backend(&results_passed_on);
}

BOOST_AUTO_TEST_CASE(exceptions_of_value)
{
    on_backend(&inside_try);
}

BOOST_AUTO_TEST_CASE(conditions_and_switches)
{
    on_backend(&in_conditions);
}

BOOST_AUTO_TEST_CASE(several_calls_at_once)
{
    on_backend(&several_at_once);
}

BOOST_AUTO_TEST_CASE(results_outlive_call_client_and_context)
{
    clerk::Result<clerk::Invitation> kept;
    clerk::Result<clerk::Invitation> failed;
    {
        FakeBackend backend;
        asio::io_context context;
        clerk::Client client{context.get_executor(), backend.client_options()};
        CreateInvitationParams params{long_address};
        params.public_metadata = {{"key", {{"nested", "a value that is longer than any short string may be"}}}};
        run(context, handle_as_argument(client.invitations(), params, kept));
        run(context, handle_as_argument(client.invitations(), params, failed));
    }
    BOOST_TEST(kept.value().email_address == long_address);
    BOOST_TEST(kept->public_metadata.at("key").at("nested").as_string().starts_with("a value"));
    BOOST_TEST(kept->url->starts_with("http"));
    BOOST_TEST(failed.error().has_code("duplicate_record"));
    BOOST_TEST(failed.error().message().find(long_address) == std::string::npos);
    auto const copy = kept;
    BOOST_TEST((copy->public_metadata == kept->public_metadata));
}

BOOST_AUTO_TEST_CASE(a_deadline_by_an_awaitable_operator_cancels_the_call)
{
    using namespace asio::experimental::awaitable_operators;
    FakeBackend backend;
    backend.script(clerk::testing::Reply::hold());
    Rig rig{backend.client_options()};
    auto body = [](clerk::Client client) -> asio::awaitable<bool> {
        asio::steady_timer timer{co_await asio::this_coro::executor, 50ms};
        auto const outcome = co_await (client.invitations().create(long_address) || timer.async_wait(asio::use_awaitable));
        co_return outcome.index() == 1;
    };
    BOOST_TEST(run(rig.context, body(rig.client)));
    check_quiet(rig.client);
    BOOST_TEST(rig.client.stats().connections_closed.cancelled == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

// How to test code that invites people: against the stand-in backend, with answers as bad as they come.
#include <clerk/clerk.hpp>
#include <clerk/testing/fake_backend.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <chrono>
#include <iostream>
#include <string>
#include <string_view>

namespace {

using clerk::testing::FakeBackend;
using clerk::testing::Reply;

int failures = 0;

void check(bool condition, std::string_view what)
{
    std::cout << (condition ? "passed: " : "FAILED: ") << what << '\n';
    failures += condition ? 0 : 1;
}

enum class Outcome
{
    invited,
    known_already,
    try_later,
    ask_a_human
};

// The code to be tested.
boost::asio::awaitable<Outcome> invite_colleague(clerk::Invitations invitations, std::string address)
{
    clerk::CreateInvitationParams params{address};
    params.expires_in_days = 7;
    auto const result = co_await invitations.create(params);
    if (result) co_return Outcome::invited;
    auto const& error = result.error();
    if (error.has_code("duplicate_record") || error.has_code("form_identifier_exists")) co_return Outcome::known_already;
    // Certainly not invited, but not because of the address.
    auto const advice = error.advice();
    bool const may_work_later = advice == clerk::Advice::retry || advice == clerk::Advice::retry_later;
    co_return may_work_later ? Outcome::try_later : Outcome::ask_a_human;
}

Outcome run(clerk::ClientOptions const& options, std::string address)
{
    boost::asio::io_context context;
    clerk::Client client{context.get_executor(), options};
    auto outcome = boost::asio::co_spawn(context, invite_colleague(client.invitations(), address), boost::asio::use_future);
    context.run();
    return outcome.get();
}

void invites()
{
    FakeBackend backend;
    check(run(backend.client_options(), "colleague@example.com") == Outcome::invited, "a colleague is invited");
    check(backend.find("colleague@example.com")->status == clerk::InvitationStatus::pending, "the invitation is pending");
    check(backend.requests().at(0).body == R"({"email_address":"colleague@example.com","expires_in_days":7})", "for a week");
}

void knows_who_was_invited()
{
    FakeBackend backend;
    backend.add_invitation("invited@example.com");
    backend.add_user("user@example.com");
    check(run(backend.client_options(), "invited@example.com") == Outcome::known_already, "who was invited is known");
    check(run(backend.client_options(), "user@example.com") == Outcome::known_already, "a user is known");
}

void meets_the_rate_limit()
{
    using namespace std::chrono_literals;
    FakeBackend backend;
    backend.set_limit(clerk::testing::Endpoint::create, 1, 1h);
    check(run(backend.client_options(), "first@example.com") == Outcome::invited, "the first fits the limit");
    check(run(backend.client_options(), "second@example.com") == Outcome::try_later, "the second does not");
    backend.advance(1h);
    check(run(backend.client_options(), "second@example.com") == Outcome::invited, "an hour later it does");
}

void loses_the_answer()
{
    FakeBackend backend;
    backend.script(Reply::lost_after_processing());
    check(run(backend.client_options(), "lost@example.com") == Outcome::ask_a_human, "a lost answer is for a human");
    check(backend.requests().size() == 1, "and the request is not repeated");
    check(backend.find("lost@example.com").has_value(), "for Clerk has invited");
}

void is_blocked()
{
    clerk::testing::FakeBackendOptions options;
    options.blocked_addresses = {"blocked@example.com"};
    FakeBackend backend{options};
    check(run(backend.client_options(), "blocked@example.com") == Outcome::ask_a_human, "a blocked address is for a human");
    clerk::testing::RecordedRequest const request = backend.requests().at(0);
    check(request.method == "POST", "Clerk was asked");
}

void cannot_connect()
{
    FakeBackend backend;
    auto const options = backend.client_options();
    backend.stop();
    check(run(options, "unreachable@example.com") == Outcome::try_later, "what was not sent can be sent later");
}

} // namespace

int main()
{
    invites();
    knows_who_was_invited();
    meets_the_rate_limit();
    loses_the_answer();
    is_blocked();
    cannot_connect();
    return failures == 0 ? 0 : 1;
}

#include "support/recovery.hpp"

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>

#include <future>
#include <thread>

using namespace clerk::test;
using namespace std::chrono_literals;
using clerk::CreateInvitationParams;
using clerk::Delivery;
using clerk::ErrorKind;
using clerk::Phase;
using clerk::testing::FakeBackend;
using clerk::testing::Reply;
namespace asio = boost::asio;

// A create whose response is lost is looked up, and never sent twice.
BOOST_AUTO_TEST_SUITE(recovery)

namespace {

/// A create with scripted responses.
struct Case
{
    std::string name;
    std::vector<Reply> replies;
    std::optional<Expected> error; ///< unset: it is recovered
    std::size_t looks;
    bool ignore_existing{false};
    std::string pending{}; ///< the address of an older invitation
};

Reply no_invitations()
{
    return Reply::json(200, {{"data", boost::json::array{}}, {"total_count", 0}});
}

std::vector<Case> cases()
{
    Expected const broken{ErrorKind::transport, Delivery::unknown, Phase::read};
    Expected const ruled_out{ErrorKind::transport, Delivery::rejected, Phase::read};
    auto const lost = Reply::lost_after_processing();
    auto const never = Reply::reset();
    return {{"lost after processing", {lost}, {}, 1},
            {"lost before processing", {never}, broken, 3},
            {"closed before processing", {Reply::close()}, broken, 3},
            {"processed and said to have failed", {Reply::process().with_status(500)}, {}, 1},
            {"processed and answered by a gateway", {Reply::process().with_status(504).with_body("<html>")}, {}, 1},
            {"processed and redirected", {Reply::process().with_status(302)}, {}, 1},
            {"processed and answered with half an invitation", {Reply::process().with_body("{\"id\":")}, {}, 1},
            {"failed", {Reply::status(500)}, Expected{ErrorKind::api, Delivery::rejected, Phase::read, 500}, 3},
            {"failed in front of Clerk", {Reply::status(502)}, Expected{ErrorKind::api, Delivery::unknown, Phase::read, 502}, 3},
            {"unavailable", {Reply::status(503)}, Expected{ErrorKind::api, Delivery::unknown, Phase::read, 503}, 3},
            {"failed, by a page",
             {Reply::text(500, "text/html", "<html>")},
             Expected{ErrorKind::api, Delivery::unknown, Phase::read, 500},
             3},
            {"refused", {Reply::status(403)}, Expected{ErrorKind::api, Delivery::rejected, Phase::read, 403}, 0},
            {"seen by the second look-up", {lost, no_invitations()}, {}, 2},
            {"seen by the third look-up", {lost, no_invitations(), no_invitations()}, {}, 3},
            {"the look-up is repeated as every list", {lost, never, Reply::status(503)}, {}, 3},
            {"the look-up fails", {lost, Reply::status(401)}, broken, 1},
            {"the look-up cannot be read", {lost, Reply::json(200, {{"data", 1}})}, broken, 1},
            {"a later look-up fails", {lost, no_invitations(), Reply::status(401)}, broken, 2},
            {"the look-up has no date", {lost, Reply::process().without_header("Date")}, {}, 1},
            {"an older invitation is pending", {never}, ruled_out, 1, false, "a@example.com"},
            {"an older one is pending in other letters", {never}, ruled_out, 1, false, "A@EXAMPLE.com"},
            {"an older one is pending for a longer address", {never}, broken, 3, false, "aa@example.com"},
            {"an older one does not matter", {never}, broken, 3, true, "a@example.com"},
            {"the new one beside an older one", {lost}, {}, 1, true, "a@example.com"},
            {"failed beside an older one",
             {Reply::status(500)},
             Expected{ErrorKind::api, Delivery::rejected, Phase::read, 500},
             3,
             true,
             "a@example.com"}};
}

void check(Case const& c)
{
    FakeBackend backend;
    if (!c.pending.empty()) backend.add_invitation(c.pending);
    backend.advance(1h);
    for (auto const& reply : c.replies) backend.script(reply);
    Rig rig{recovering(backend)};
    CreateInvitationParams params{"a@example.com"};
    if (c.ignore_existing) params.ignore_existing = true;
    auto const result = rig.create({}, params);
    if (c.error)
        check_error(result, *c.error);
    else
    {
        check_recovered(result);
        BOOST_TEST(result->id == backend.find("a@example.com")->id);
    }
    BOOST_TEST(count_requests(backend, "POST") == 1U);
    BOOST_TEST(count_requests(backend, "GET") == c.looks);
}

} // namespace

BOOST_AUTO_TEST_CASE(outcomes_of_a_lost_create)
{
    for (auto const& c : cases()) BOOST_TEST_CONTEXT(c.name)
        {
            check(c);
        }
}

BOOST_AUTO_TEST_CASE(recovery_is_off_by_default)
{
    FakeBackend backend;
    backend.script(Reply::lost_after_processing());
    Rig rig{backend.client_options()};
    check_error(rig.create(), {ErrorKind::transport, Delivery::unknown, Phase::read});
    BOOST_TEST(backend.requests().size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_create_with_a_response_is_not_looked_up)
{
    FakeBackend backend;
    Rig rig{recovering(backend)};
    auto const result = rig.create();
    BOOST_TEST_REQUIRE(result.has_value());
    BOOST_TEST(!result->recovered);
    check_error(rig.create(), {ErrorKind::api, Delivery::rejected, Phase::read, 400});
    check_error(rig.create({}, ""), {ErrorKind::invalid_argument, Delivery::not_sent, Phase::validate});
    BOOST_TEST(backend.requests().size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_lookup_lists_the_newest_pending_of_the_address)
{
    FakeBackend backend;
    backend.script(Reply::lost_after_processing());
    Rig rig{recovering(backend)};
    clerk::HandleOptions handle;
    handle.headers = {{"X-Tenant", "7"}};
    rig.invitations = rig.client.invitations(handle);
    check_recovered(rig.create({}, "a+b@example.com"));
    auto const request = backend.requests().at(1);
    BOOST_TEST(request.target ==
               "/v1/invitations?paginated=true&status=pending&query=a%2Bb%40example.com&order_by=-created_at&limit=50");
    BOOST_TEST(request.header("X-Tenant").value() == "7");
    BOOST_TEST(request.body.empty());
}

BOOST_AUTO_TEST_CASE(metadata_identify_the_creator)
{
    FakeBackend backend;
    Rig rig{recovering(backend)};
    CreateInvitationParams params{"a@example.com"};
    params.public_metadata = {{"team", {{"id", 7}, {"share", 0.1}, {"names", {"x", nullptr, true}}}}};
    backend.script(Reply::lost_after_processing());
    auto const result = rig.create({}, params);
    check_recovered(result);
    BOOST_TEST(result->public_metadata == params.public_metadata);
    // An invitation of another client at the same time: the order cannot be determined.
    params.email_address = "b@example.com";
    backend.add_invitation("b@example.com");
    backend.script(Reply::reset());
    auto const other = rig.create({}, params);
    check_error(other, {ErrorKind::transport, Delivery::unknown, Phase::read});
    BOOST_TEST(other.error().message().find("did not show whether") != std::string::npos, other.error().message());
    BOOST_TEST(count_requests(backend, "POST") == 2U);
}

BOOST_AUTO_TEST_CASE(the_error_reports_the_lookup_outcome)
{
    FakeBackend backend;
    Rig rig{recovering(backend)};
    backend.script(Reply::status(500));
    auto text = rig.create().error().message();
    BOOST_TEST(text.find("Clerk responded with an error; a later list request showed that it had no effect (status 500)") !=
                   std::string::npos,
               text);
    backend.script(Reply::reset());
    backend.script(Reply::status(401));
    text = rig.create().error().message();
    BOOST_TEST(text.find("the list request that checks") != std::string::npos, text);
    backend.add_invitation("a@example.com");
    backend.advance(1h);
    backend.script(Reply::reset());
    text = rig.create().error().message();
    BOOST_TEST(text.find("an older invitation for the address is pending") != std::string::npos, text);
    BOOST_TEST(text.find("a@example.com") == std::string::npos, text);
}

BOOST_AUTO_TEST_CASE(each_form_is_recovered)
{
    FakeBackend backend;
    Rig rig{recovering(backend)};
    auto const lose = [&] { backend.script(Reply::lost_after_processing()); };
    lose();
    check_recovered(run(rig.context, rig.invitations.create("awaited@example.com")));
    lose();
    auto future = rig.invitations.create("future@example.com", asio::use_future);
    run_out(rig.context);
    check_recovered(future.get());
    lose();
    auto deferred = rig.invitations.create("deferred@example.com", asio::deferred);
    std::optional<Created> result;
    std::move(deferred)([&](Created created) { result.emplace(std::move(created)); });
    run_out(rig.context);
    check_recovered(result.value());
    lose();
    check_recovered(rig.create({}, "callback@example.com"));
    BOOST_TEST(count_requests(backend, "POST") == 4U);
    BOOST_TEST(count_requests(backend, "GET") == 4U);
}

BOOST_AUTO_TEST_CASE(a_handler_on_another_context_has_work_there)
{
    FakeBackend backend;
    backend.script(Reply::lost_after_processing());
    Rig rig{recovering(backend)};
    asio::io_context other;
    std::optional<Created> result;
    std::thread::id where;
    rig.invitations.create("a@example.com", asio::bind_executor(asio::make_strand(other), [&](Created created) {
                               where = std::this_thread::get_id();
                               result.emplace(std::move(created));
                           }));
    std::thread runner{[&] { other.run(); }}; // would return at once without outstanding work
    auto const id = runner.get_id();
    run_out(rig.context);
    runner.join();
    BOOST_TEST_REQUIRE(result.has_value());
    check_recovered(*result);
    BOOST_TEST((where == id));
    check_quiet(rig.client);
}

BOOST_AUTO_TEST_CASE(many_calls_on_many_threads_are_recovered)
{
    FakeBackend backend;
    auto options = recovering(backend);
    options.retry.max_attempts = 100; // look-ups fail in the same way
    backend.script(Reply::lost_after_processing(), 60);
    asio::thread_pool pool{4};
    clerk::Client client{pool.get_executor(), options};
    auto const invitations = client.invitations();
    std::vector<std::future<Created>> futures;
    for (int i = 0; i < 50; ++i)
        futures.push_back(invitations.create("u" + std::to_string(i) + "@example.com", asio::use_future));
    for (auto& future : futures) BOOST_TEST(future.get().has_value());
    pool.join();
    BOOST_TEST(count_requests(backend, "POST") == 50U);
    BOOST_TEST(backend.invitations().size() == 50U);
    check_quiet(client);
}

BOOST_AUTO_TEST_SUITE_END()

#include "support/rig.hpp"

#include <clerk/testing/fake_backend.hpp>

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/strand.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

using namespace clerk::test;
using namespace std::chrono_literals;
using clerk::testing::FakeBackend;
namespace asio = boost::asio;

// The context is destroyed after each number of handlers, during each operation. Its handler is destroyed or was invoked.
BOOST_AUTO_TEST_SUITE(destroyed_contexts)

namespace {

/// A completion handler of any operation. Copies share the token.
struct Handler
{
    asio::any_io_executor executor;
    std::shared_ptr<int> token; ///< number of invocations

    using executor_type = asio::any_io_executor;

    [[nodiscard]] executor_type get_executor() const noexcept { return executor; }

    template <class... Arguments>
    void operator()(Arguments&&...) const
    {
        ++*token;
    }
};

using Start = std::function<void(clerk::Client const&, Handler)>;

std::vector<clerk::CreateInvitationParams> people()
{
    std::vector<clerk::CreateInvitationParams> params;
    for (int i = 0; i < 12; ++i)
    {
        params.emplace_back("invitee" + std::to_string(i) + "@example.com");
        params.back().ignore_existing = true;
    }
    return params;
}

/// Runs at most this many handlers, then destroys the context. Returns whether the operation had completed.
bool completes(FakeBackend const& backend, Start const& start, bool on_strand, int handlers)
{
    auto const token = std::make_shared<int>(0);
    std::optional<asio::io_context> context{std::in_place};
    {
        clerk::Client const client{context->get_executor(), backend.client_options()};
        // No strand may outlive its context.
        start(client, {on_strand ? asio::any_io_executor{asio::make_strand(*context)} : context->get_executor(), token});
        for (int i = 0; i < handlers && *token == 0; ++i) context->run_one_for(ceiling);
        context.reset();
        BOOST_TEST(token.use_count() == 1, "no handler is left");
        BOOST_TEST(client.stats().connections_open == 0U);
        BOOST_TEST(client.stats().calls_waiting == 0U);
    }
    BOOST_TEST(*token <= 1);
    return *token > 0;
}

void check(Start const& start)
{
    FakeBackend backend;
    backend.remove_limit(clerk::testing::Endpoint::create);
    backend.remove_limit(clerk::testing::Endpoint::create_bulk);
    backend.remove_limit(clerk::testing::Endpoint::others);
    for (int i = 0; i < 5; ++i) backend.add_invitation("person" + std::to_string(i) + "@example.com");
    for (bool const on_strand : {false, true})
    {
        bool completed = false;
        for (int handlers = 0; !completed; ++handlers)
            BOOST_TEST_CONTEXT((on_strand ? "on a strand, " : "") << handlers << " handlers")
        completed = completes(backend, start, on_strand, handlers);
    }
}

} // namespace

BOOST_AUTO_TEST_CASE(destroy_the_handler_of_a_bulk_create)
{
    check([](clerk::Client const& client, Handler handler) {
        auto ten = people();
        ten.resize(10, clerk::CreateInvitationParams{""});
        client.invitations().create_bulk(ten, std::move(handler));
    });
}

BOOST_AUTO_TEST_CASE(destroy_the_handler_of_a_list)
{
    check([](clerk::Client const& client, Handler handler) { client.invitations().list({}, std::move(handler)); });
}

BOOST_AUTO_TEST_CASE(destroy_the_handler_of_a_request)
{
    check([](clerk::Client const& client, Handler handler) {
        client.request(clerk::ApiRequest{"GET", "/v1/invitations"}, std::move(handler));
    });
}

BOOST_AUTO_TEST_CASE(destroy_the_handler_of_a_pager)
{
    check([](clerk::Client const& client, Handler handler) { client.invitations().pages().next(std::move(handler)); });
}

BOOST_AUTO_TEST_CASE(destroy_the_handler_of_a_list_of_all)
{
    check([](clerk::Client const& client, Handler handler) {
        clerk::ListInvitationsParams params;
        params.limit = 2;
        client.invitations().all(params, 100, {}, std::move(handler));
    });
}

BOOST_AUTO_TEST_CASE(destroy_the_handler_of_an_invite_many)
{
    check([](clerk::Client const& client, Handler handler) {
        clerk::InviteManyOptions options;
        options.concurrency = 2;
        client.invitations().invite_many(people(), options, std::move(handler));
    });
}

BOOST_AUTO_TEST_CASE(destroy_the_handler_of_a_warm_up)
{
    check([](clerk::Client const& client, Handler handler) { client.warm_up(2, std::move(handler)); });
}

BOOST_AUTO_TEST_CASE(destroy_the_handler_of_a_shutdown)
{
    check([](clerk::Client const& client, Handler handler) {
        client.invitations().list({}, [](clerk::Result<clerk::InvitationPage> const&) {});
        client.shutdown(1h, std::move(handler));
    });
}

BOOST_AUTO_TEST_SUITE_END()

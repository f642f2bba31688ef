#include "support/many_threads.hpp"
#include "support/event_checker.hpp"

#include <set>

using namespace clerk::test;
using namespace std::chrono_literals;
using clerk::testing::Endpoint;
using clerk::testing::FakeBackend;

// One client, one context that many threads run, and no strand.
BOOST_AUTO_TEST_SUITE(many_threads)

BOOST_AUTO_TEST_CASE(a_thousand_calls_from_four_threads_share_sixteen_connections)
{
    FakeBackend backend;
    backend.remove_limit(Endpoint::create);
    boost::asio::io_context context{4};
    clerk::Client client{context.get_executor(), backend.client_options()};
    auto const invitations = client.invitations();
    std::mutex mutex;
    std::set<std::string> ids;
    std::atomic<int> failed{0};
    for (int i = 0; i < 1000; ++i)
    {
        std::string const address = "u" + std::to_string(i) + "@example.com";
        invitations.create(address, [&, address](Created created) {
            if (!created || created->email_address != address)
            {
                ++failed;
                return;
            }
            std::scoped_lock const lock{mutex};
            ids.insert(created->id);
        });
    }
    run_on_threads(context, 4);
    BOOST_TEST(failed == 0);
    BOOST_TEST(ids.size() == 1000U);
    BOOST_TEST(backend.connections() <= 16U);
    BOOST_TEST(backend.requests().size() == 1000U);
    check_quiet(client);
}

BOOST_AUTO_TEST_CASE(calls_started_on_many_threads_all_complete)
{
    FakeBackend backend;
    backend.remove_limit(Endpoint::create);
    boost::asio::io_context context{4};
    clerk::Client client{context.get_executor(), backend.client_options()};
    std::atomic<int> good{0};
    for (int i = 0; i < 400; ++i)
        boost::asio::post(context, [&, i] {
            client.invitations().create("u" + std::to_string(i) + "@example.com",
                                        [&](Created created) { good += created ? 1 : 0; });
            auto const stats = client.stats();
            if (stats.connections_open > 16) good -= 1000;
        });
    run_on_threads(context, 4);
    BOOST_TEST(good == 400);
    check_quiet(client);
}

BOOST_AUTO_TEST_CASE(events_of_calls_keep_their_order)
{
    auto const checker = std::make_shared<EventChecker>();
    {
        FakeBackend backend;
        backend.remove_limit(Endpoint::others);
        backend.script(clerk::testing::Reply::status(503), 200);
        boost::asio::io_context context{4};
        auto options = backend.client_options();
        options.observer = checker;
        options.retry.base_delay = 0ms;
        clerk::Client const client{context, options};
        std::atomic<int> ended{0};
        for (int i = 0; i < 400; ++i)
        {
            clerk::RequestOptions request;
            if (i % 10 == 0) request.timeout = 1ms;
            client.invitations().list({}, request, [&](auto const&) { ++ended; });
        }
        std::thread closer{[&] {
            while (ended < 300) std::this_thread::yield();
            client.close();
        }};
        run_on_threads(context, 4);
        closer.join();
        BOOST_TEST(ended == 400);
        check_quiet(client);
    }
    BOOST_TEST(checker->finish() == std::vector<std::string>{}, boost::test_tools::per_element());
    BOOST_TEST(checker->ends() == 400U);
}

BOOST_AUTO_TEST_CASE(closing_from_another_thread_ends_every_call_once)
{
    for (int round = 0; round < 20; ++round)
    {
        FakeBackend backend;
        backend.remove_limit(Endpoint::create);
        boost::asio::io_context context{4};
        clerk::Client client{context.get_executor(), backend.client_options()};
        std::atomic<int> ended{0};
        std::atomic<int> odd{0};
        for (int i = 0; i < 100; ++i)
            client.invitations().create("u" + std::to_string(i) + "@example.com", [&](Created created) {
                ++ended;
                if (!created && created.error().kind != clerk::ErrorKind::closed) ++odd;
            });
        std::thread closer{[&] {
            while (ended < round * 4) std::this_thread::yield();
            client.close();
        }};
        run_on_threads(context, 4);
        closer.join();
        BOOST_TEST(ended == 100);
        BOOST_TEST(odd == 0);
        BOOST_TEST(client.stats().connections_open == 0U);
        check_quiet(client);
    }
}

BOOST_AUTO_TEST_CASE(cancelling_on_many_threads_ends_every_call_once)
{
    FakeBackend backend;
    backend.remove_limit(Endpoint::create);
    backend.script(clerk::testing::Reply::process().delayed(2ms), 300);
    boost::asio::io_context context{4};
    clerk::Client client{context.get_executor(), backend.client_options()};
    std::atomic<int> ended{0};
    std::vector<std::unique_ptr<CancellableCall>> calls;
    for (int i = 0; i < 300; ++i)
    {
        calls.push_back(std::make_unique<CancellableCall>(context));
        calls.back()->start(client, "u" + std::to_string(i) + "@example.com", std::chrono::microseconds{i * 50}, ended);
    }
    run_on_threads(context, 4);
    BOOST_TEST(ended == 300);
    check_quiet(client);
}

BOOST_AUTO_TEST_SUITE_END()

#include "tools/invite_csv/workspace.hpp"

#include <boost/test/unit_test.hpp>

#include <csignal>

using namespace clerk::test;
using namespace std::chrono_literals;
using clerk::testing::Reply;

BOOST_AUTO_TEST_SUITE(interruptions)

BOOST_AUTO_TEST_CASE(the_first_signal_waits_for_running_requests)
{
    for (int const signal : {SIGINT, SIGTERM})
    {
        Workspace workspace;
        write_file(workspace.people, csv_of(40));
        workspace.backend.script(Reply::process());
        workspace.backend.script(Reply::hold());
        auto process = workspace.start({"--concurrency", "1"});
        BOOST_TEST_REQUIRE(workspace.backend.wait_for_requests(2, 60s));
        process.send_signal(signal);
        BOOST_TEST(process.wait_for_output("Interrupted: waiting for running requests"), process.output());
        workspace.backend.release();
        BOOST_TEST(process.wait() == 3, process.output());
        BOOST_TEST(holds(process.output(), "20 invited, 20 not invited yet"), process.output());
        BOOST_TEST(workspace.backend.requests().size() == 2U);
        BOOST_TEST(workspace.count("invited") == 20U);
        BOOST_TEST(workspace.count("not_invited") == 20U);

        BOOST_TEST(holds(workspace.run(0), "40 invited\n"));
        for (auto const& [address, times] : workspace.invited()) BOOST_TEST(times == 1, address);
    }
}

BOOST_AUTO_TEST_CASE(the_second_signal_cancels_running_requests)
{
    Workspace workspace;
    write_file(workspace.people, csv_of(40));
    workspace.backend.script(Reply::hold());
    auto process = workspace.start({"--concurrency", "1"});
    BOOST_TEST_REQUIRE(workspace.backend.wait_for_requests(1, 60s));
    process.send_signal(SIGINT);
    BOOST_TEST(process.wait_for_output("Interrupted: waiting for running requests"), process.output());
    process.send_signal(SIGINT);
    BOOST_TEST(process.wait() == 3, process.output());
    BOOST_TEST(workspace.count("may_be_invited") == 10U);
    BOOST_TEST(workspace.count("not_invited") == 30U);
    workspace.backend.release();

    BOOST_TEST(holds(workspace.run(1), "30 invited, 10 may have been invited: check the Clerk Dashboard"));
    for (auto const& [address, times] : workspace.invited()) BOOST_TEST(times == 1, address);
}

BOOST_AUTO_TEST_CASE(a_rate_limit_wait_ends_by_itself)
{
    Workspace workspace;
    write_file(workspace.people, csv_of(30));
    workspace.backend.set_limit(clerk::testing::Endpoint::create_bulk, 2, 1s);
    workspace.backend.set_limit(clerk::testing::Endpoint::create, 0, 1h);
    auto const output = workspace.run(0);
    BOOST_TEST(holds(output, "30 of 30 done: 30 invited, 0 failed"), output);
    BOOST_TEST(workspace.backend.invitations().size() == 30U);
}

BOOST_AUTO_TEST_CASE(closed_output_streams_do_not_stop_the_run)
{
    Workspace workspace;
    write_file(workspace.people, csv_of(30));
    workspace.backend.script(Reply::hold());
    auto process = workspace.start({"--concurrency", "1"});
    BOOST_TEST_REQUIRE(workspace.backend.wait_for_requests(1, 60s));
    process.stop_reading();
    workspace.backend.release();
    BOOST_TEST(process.wait() == 0);
    BOOST_TEST(workspace.count("invited") == 30U);
}

BOOST_AUTO_TEST_SUITE_END()

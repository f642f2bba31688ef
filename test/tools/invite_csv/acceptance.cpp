#include "tools/invite_csv/workspace.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <csignal>
#include <set>

using namespace clerk::test;
using namespace std::chrono_literals;
using clerk::testing::FakeBackend;
using clerk::testing::Reply;

BOOST_AUTO_TEST_SUITE(acceptance)

namespace {

constexpr int rows = 250;

/// 5 of them malformed. Those that Clerk refuses are at the beginning, which costs the most requests.
std::string crowd()
{
    std::string text{"\xEF\xBB\xBF"
                     "email_address,expires_in_days,note\r\n"};
    for (int i = 0; i < rows; ++i)
    {
        auto const address = "p" + std::to_string(i) + "@example.com";
        switch (i)
        {
        case 100:
            text += "no-address,,\r\n";
            break;
        case 120:
            text += address + ",400,\r\n";
            break;
        case 140:
            text += address + ",\r\n";
            break;
        case 160:
            text += "\"" + address + "\"x,,\r\n";
            break;
        case 249:
            text += ",,\"a note\r\nof two lines\"\r\n";
            break;
        default:
            text += address + (i == 99 ? ",7,\"two\r\nlines\"\r\n" : ",,\r\n");
        }
    }
    return text;
}

std::set<std::string> addresses_in(std::vector<clerk::testing::RecordedRequest> const& requests)
{
    std::set<std::string> all;
    for (auto const& request : requests)
    {
        auto const body = boost::json::parse(request.body);
        auto const add = [&](boost::json::value const& one) { all.emplace(one.at("email_address").as_string()); };
        if (body.is_array())
            std::ranges::for_each(body.as_array(), add);
        else
            add(body);
    }
    return all;
}

} // namespace

BOOST_AUTO_TEST_CASE(an_interrupted_run_at_rate_limits_invites_each_row_once)
{
    Workspace workspace;
    write_file(workspace.people, crowd());
    for (int i = 0; i < 7; ++i) workspace.backend.add_invitation("p" + std::to_string(10 * i) + "@example.com");
    for (int i = 0; i < 3; ++i) workspace.backend.add_user("p" + std::to_string(10 * i + 75) + "@example.com");

    auto first = workspace.start();
    BOOST_TEST_REQUIRE(first.wait_for_output("rate limited until"), first.output());
    first.send_signal(SIGINT);
    BOOST_TEST(first.wait() == 3, first.output());
    for (std::string_view const bad : {":103: email_address: no @", ":123: expires_in_days: must be", ":143: the header has 3",
                                       ":163: text after", ":252-253: email_address: empty"})
    {
        BOOST_TEST_INFO(bad << " is missing: " << first.output());
        BOOST_TEST(holds(first.output(), bad));
    }
    BOOST_TEST(workspace.count("may_be_invited") == 0U);
    BOOST_TEST(workspace.count("not_invited") > 0U);
    auto const invited_first = workspace.count("invited");
    BOOST_TEST(invited_first > 50U);
    BOOST_TEST(invited_first + 7 == workspace.backend.invitations().size());
    BOOST_TEST(workspace.backend.requests().size() > 120U);

    auto const done = workspace.invited();
    workspace.backend.clear_requests();
    workspace.backend.advance(1h);
    auto const output = workspace.run(1);
    BOOST_TEST(holds(output, "235 invited, 5 bad rows, 10 failed"), output);
    for (auto const& address : addresses_in(workspace.backend.requests())) BOOST_TEST(!done.contains(address), address);
    for (auto const& [address, times] : workspace.invited()) BOOST_TEST(times == 1, address);
    BOOST_TEST(workspace.backend.invitations().size() == 235U + 7U);
    BOOST_TEST(workspace.backend.find("p99@example.com")->public_metadata.at("note") == "two\r\nlines");

    auto const results = workspace.results();
    BOOST_TEST(results.size() == static_cast<std::size_t>(rows));
    BOOST_TEST(results.at("2").at(2) == "failed");
    BOOST_TEST(results.at("2").at(5) == "duplicate_record");
    BOOST_TEST(results.at("77").at(5) == "form_identifier_exists");
    BOOST_TEST(results.at("3").at(3) == workspace.backend.find("p1@example.com")->id);
    BOOST_TEST(results.at("252").at(7) == "email_address: empty");

    workspace.backend.clear_requests();
    workspace.run(1);
    BOOST_TEST(workspace.backend.requests().empty(), "a third run has nothing to send");
}

BOOST_AUTO_TEST_CASE(killed_during_a_request_it_never_repeats_it)
{
    Workspace workspace;
    write_file(workspace.people, csv_of(60));
    workspace.backend.script(Reply::process(), 2);
    workspace.backend.script(Reply::hold());
    auto process = workspace.start({"--concurrency", "1"});
    BOOST_TEST_REQUIRE(workspace.backend.wait_for_requests(3, 60s));
    process.send_signal(SIGKILL);
    BOOST_TEST(process.wait() == -SIGKILL);
    workspace.backend.release();
    workspace.backend.clear_requests();

    auto const output = workspace.run(1);
    for (int line = 22; line < 32; ++line)
        BOOST_TEST(holds(output, ':' + std::to_string(line) + ": may have been invited. Check the Clerk Dashboard"), output);
    BOOST_TEST(holds(output, "50 invited, 10 may have been invited"), output);
    auto const sent_again = addresses_in(workspace.backend.requests());
    for (int i = 0; i < 30; ++i) BOOST_TEST(!sent_again.contains("p" + std::to_string(i) + "@example.com"));
    BOOST_TEST(sent_again.size() == 30U);
    BOOST_TEST(workspace.backend.invitations().size() == 60U);
    for (auto const& [address, times] : workspace.invited()) BOOST_TEST(times == 1, address);
    BOOST_TEST(workspace.count("may_be_invited") == 10U);
}

BOOST_AUTO_TEST_CASE(killed_during_a_rate_limit_wait_it_resumes_all_rows)
{
    Workspace workspace;
    write_file(workspace.people, csv_of(30));
    workspace.backend.set_limit(clerk::testing::Endpoint::create_bulk, 1, 1h);
    workspace.backend.set_limit(clerk::testing::Endpoint::create, 0, 1h);
    auto process = workspace.start({"--concurrency", "1"}); // so that no other request is running at the limit
    BOOST_TEST_REQUIRE(process.wait_for_output("rate limited until"), process.output());
    process.send_signal(SIGKILL);
    BOOST_TEST(process.wait() == -SIGKILL);
    workspace.backend.remove_limit(clerk::testing::Endpoint::create_bulk);
    BOOST_TEST(holds(workspace.run(0), "30 invited\n"));
    BOOST_TEST(workspace.backend.invitations().size() == 30U);
}

BOOST_AUTO_TEST_CASE(killed_repeatedly_it_invites_each_row_exactly_once)
{
    Workspace workspace;
    write_file(workspace.people, csv_of(400));
    workspace.backend.remove_limit(clerk::testing::Endpoint::create_bulk);
    workspace.backend.add_invitation("p33@example.com");
    for (std::size_t requests = 1; requests < 7; ++requests)
    {
        workspace.backend.clear_requests();
        auto process = workspace.start({"--concurrency", "2"});
        if (!workspace.backend.wait_for_requests(requests, 5s)) break; // nothing is left
        process.send_signal(SIGKILL);
        process.wait();
    }
    auto process = workspace.start();
    process.wait();
    BOOST_TEST(workspace.count("not_invited") == 0U, process.output());
    auto const times = workspace.invited();
    for (auto const& [address, count] : times) BOOST_TEST(count == 1, address);
    for (auto const& [line, fields] : workspace.results())
    {
        BOOST_TEST_INFO("line " << line);
        BOOST_TEST((fields.at(2) == "may_be_invited" || times.contains(fields.at(1))));
    }
}

BOOST_AUTO_TEST_SUITE_END()

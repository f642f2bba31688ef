#include "tools/invite_csv/workspace.hpp"

#include <boost/test/unit_test.hpp>

using namespace clerk::test;
using namespace std::chrono_literals;
using clerk::testing::Reply;

BOOST_AUTO_TEST_SUITE(refusals)

BOOST_AUTO_TEST_CASE(invalid_requests_are_reported_unsent)
{
    Workspace workspace;
    write_file(workspace.people, csv_of(3) + "no-address,\n");
    write_file(workspace.folder / "notes.txt", "my notes\n");
    auto const notes = (workspace.folder / "notes.txt").string();

    struct Case
    {
        std::vector<std::string> arguments;
        std::string_view output;
    };

    std::vector<Case> const cases{
        {{"--concurrency", "0"}, "--concurrency: out of range (1 to 64)"},
        {{"--template", "letter"}, "--template: must be invitation or waitlist_invitation"},
        {{"--resum", notes}, "--resum"},
        {{"another.csv"}, "only one CSV file is allowed"},
        {{"--results", workspace.people.string()}, "must be different files"},
        {{"--results", "r", "--resume", "./r"}, "must be different files"},
        {{"--resume", notes}, "notes.txt: not a resume file of clerk-invite"},
        {{"--strict"}, "people.csv: 1 bad rows"},
        {{"--api-url", "http://example.com"}, "cannot be specified more than once"},
    };
    for (auto const& [arguments, wanted] : cases) BOOST_TEST_CONTEXT(wanted)
        {
            auto const output = workspace.run(2, arguments);
            BOOST_TEST(holds(output, wanted), output);
            BOOST_TEST(holds(output, "Nothing was sent"), output);
        }
    BOOST_TEST(::invite_csv::read_file(notes) == "my notes\n");

    for (auto const& key : {std::string{}, std::string{"pk_test_key"}})
    {
        Process without{workspace.arguments(), key};
        BOOST_TEST(without.wait() == 2);
    }
    Process no_file{{(workspace.folder / "missing.csv").string()}, "sk_test_key"};
    BOOST_TEST(no_file.wait() == 2);
    BOOST_TEST(holds(no_file.output(), "missing.csv: No such file"), no_file.output());
    BOOST_TEST(workspace.backend.connections() == 0U);
}

BOOST_AUTO_TEST_CASE(the_help_is_a_page)
{
    Process process{{"--help"}, {}};
    BOOST_TEST(process.wait() == 0);
    for (std::string_view const part : {"email_address", "--redirect-url URL", "--resume FILE", "Exit status", "may_be_invited"})
        BOOST_TEST(holds(process.output(), part), part);
    for (std::size_t at = 0, end = 0; at < process.output().size(); at = end + 1)
    {
        end = process.output().find('\n', at);
        BOOST_TEST(end - at <= 88U, process.output().substr(at, end - at));
    }
}

BOOST_AUTO_TEST_CASE(verbose_runs_log_their_requests)
{
    Workspace workspace;
    write_file(workspace.people, csv_of(1));
    BOOST_TEST(!holds(workspace.run(0), "event="));
    write_file(workspace.people, csv_of(2));
    std::filesystem::remove(workspace.people.string() + ".resume");
    workspace.backend.script(clerk::testing::Reply::status(503));
    auto const output = workspace.run(1, {"--verbose"});
    for (std::string_view const part :
         {"level=debug event=connection_open connection=", "level=debug event=call_start call=",
          "level=error event=attempt_end call=", " status=503 ", "level=error event=call_end call="})
        BOOST_TEST(holds(output, part), output);
    BOOST_TEST(output.find("p0@example.com") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_dry_run_checks_and_sends_nothing)
{
    Workspace workspace;
    write_file(workspace.people, csv_of(3));
    Process good{{workspace.people.string(), "--dry-run"}, {}};
    BOOST_TEST(good.wait() == 0);
    BOOST_TEST(holds(good.output(), "3 rows are valid, 0 are invalid; nothing was sent"), good.output());
    write_file(workspace.people, csv_of(3) + "no-address,\n");
    Process bad{{workspace.people.string(), "--dry-run"}, {}};
    BOOST_TEST(bad.wait() == 1);
    BOOST_TEST(holds(bad.output(), "people.csv:5: email_address: no @"), bad.output());
    BOOST_TEST(!std::filesystem::exists(workspace.people.string() + ".resume"));
}

BOOST_AUTO_TEST_CASE(a_changed_file_is_not_resumed)
{
    Workspace workspace;
    write_file(workspace.people, csv_of(3));
    workspace.run(0);
    write_file(workspace.people, csv_of(4));
    BOOST_TEST(holds(workspace.run(2), "people.csv.resume: written for another CSV file"));
    BOOST_TEST(workspace.backend.invitations().size() == 3U);
}

BOOST_AUTO_TEST_CASE(a_simultaneous_run_is_refused)
{
    Workspace workspace;
    write_file(workspace.people, csv_of(3));
    workspace.backend.script(Reply::hold());
    auto first = workspace.start();
    BOOST_TEST_REQUIRE(workspace.backend.wait_for_requests(1, 60s));
    BOOST_TEST(holds(workspace.run(2), "in use by another clerk-invite process"));
    workspace.backend.release();
    BOOST_TEST(first.wait() == 0, first.output());
    BOOST_TEST(workspace.backend.invitations().size() == 3U);
}

BOOST_AUTO_TEST_CASE(after_a_wrong_key_the_right_one_invites_all)
{
    Workspace workspace;
    write_file(workspace.people, csv_of(25));
    Process wrong{workspace.arguments({"--concurrency", "1"}), "sk_test_wrong"};
    BOOST_TEST(wrong.wait() == 3, wrong.output());
    BOOST_TEST(holds(wrong.output(), "Not sent: POST /v1/invitations/bulk: "), wrong.output());
    BOOST_TEST(holds(wrong.output(), "clerk_key_invalid"), wrong.output());
    BOOST_TEST(!holds(wrong.output(), "25 failed"), wrong.output());
    BOOST_TEST(workspace.count("not_invited") == 25U);
    BOOST_TEST(workspace.results().at("2").at(5) == "clerk_key_invalid");
    BOOST_TEST(holds(workspace.run(0), "25 invited\n"));
}

BOOST_AUTO_TEST_CASE(an_unreachable_server_keeps_all_rows_pending)
{
    Workspace workspace;
    write_file(workspace.people, csv_of(25));
    workspace.backend.stop();
    auto const output = workspace.run(3);
    BOOST_TEST(holds(output, "25 not invited yet"), output);
    BOOST_TEST(workspace.results().at("2").at(4) == "transport");
}

BOOST_AUTO_TEST_CASE(options_reach_the_requests)
{
    Workspace workspace;
    write_file(workspace.people, csv_of(1));
    auto const results = (workspace.folder / "r.csv").string();
    auto const resume = (workspace.folder / "r.resume").string();
    workspace.run(0, {"--redirect-url", "https://example.com/x", "--template", "waitlist_invitation", "--results", results,
                      "--resume", resume});
    BOOST_TEST(workspace.backend.requests().at(0).body ==
               R"({"email_address":"p0@example.com","public_metadata":{"team":"team 0"},"redirect_url":"https://example.com/x",)"
               R"("template_slug":"waitlist_invitation"})");
    BOOST_TEST(holds(::invite_csv::read_file(results), ",p0@example.com,invited,inv_"));
    auto const kept = ::invite_csv::read_file(resume);
    BOOST_TEST(holds(kept, " invited inv_"));
    BOOST_TEST(!holds(kept, "example.com"));
    BOOST_TEST(!holds(kept, "team"));
    auto const mode = std::filesystem::status(resume).permissions();
    BOOST_TEST((mode == (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write)));
}

BOOST_AUTO_TEST_SUITE_END()

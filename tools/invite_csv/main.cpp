// Invites the people of a CSV file. See --help.
#include "arguments.hpp"
#include "checksum.hpp"
#include "console.hpp"
#include "exit_status.hpp"
#include "files.hpp"
#include "help_page.hpp"
#include "inviter.hpp"
#include "people.hpp"
#include "results_file.hpp"
#include "resume_file.hpp"
#include "row_key.hpp"

#include <clerk/client.hpp>
#include <clerk/client_options.hpp>
#include <clerk/log_observer.hpp>
#include <clerk/version.hpp>

#include <boost/asio/io_context.hpp>

#include <csignal>
#include <cstddef>
#include <exception>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace invite_csv;

clerk::ClientOptions client_options(Arguments const& arguments)
{
    auto options = clerk::ClientOptions::from_environment();
    if (options.secret_key.absent()) throw std::invalid_argument{"CLERK_SECRET_KEY is not set"};
    options.user_agent_suffix = "invite_csv";
    options.pool.max_connections = static_cast<std::size_t>(arguments.concurrency);
    if (arguments.api_url) options.api_url = *arguments.api_url;
    if (arguments.ca_file) options.tls.ca_file = *arguments.ca_file;
    if (arguments.verbose)
        options.observer = std::make_shared<clerk::LogObserver>([](clerk::LogLevel level, std::string_view line) {
            std::cerr << (std::string{"level="} += to_string(level)).append(" ").append(line).append("\n");
        });
    return options;
}

std::string lines_of(Row const& row)
{
    auto const line = std::to_string(row.line);
    return row.last_line == row.line ? line : line + '-' + std::to_string(row.last_line);
}

std::size_t report_bad_rows(std::string const& file, std::vector<Row> const& rows)
{
    std::size_t bad = 0;
    for (auto const& row : rows)
    {
        if (!row.note.empty()) std::cerr << file << ':' << lines_of(row) << ": note: " << row.note << '\n';
        if (row.problem.empty()) continue;
        ++bad;
        std::cerr << file << ':' << lines_of(row) << ": " << row.problem << '\n';
    }
    return bad;
}

/// Prints the progress of earlier runs.
/// @returns the remaining rows
std::vector<std::size_t> remaining_rows(std::string const& file, std::vector<Row> const& rows, ResumeState const& state)
{
    std::vector<std::size_t> remaining;
    std::size_t done = 0;
    for (std::size_t i = 0; i < rows.size(); ++i)
    {
        if (!rows[i].problem.empty()) continue;
        auto const status = state.outcome(key_of(rows[i])).status;
        if (status == RowStatus::not_invited)
            remaining.push_back(i);
        else
            ++done;
        if (status == RowStatus::may_be_invited)
            std::cerr << file << ':' << lines_of(rows[i])
                      << ": may have been invited. Check the Clerk Dashboard; the row is not sent again\n";
    }
    if (done > 0) std::cerr << done << " rows were done before, " << remaining.size() << " are left\n";
    return remaining;
}

ExitStatus status_of(Summary const& summary)
{
    if (summary.not_invited > 0) return ExitStatus::unfinished;
    return summary.bad + summary.failed + summary.may_be_invited > 0 ? ExitStatus::some_failed : ExitStatus::all_invited;
}

void invite_remaining_rows(Arguments const& arguments, std::vector<Row> const& rows, ResumeState const& state, Inviter& inviter)
{
    auto remaining = remaining_rows(arguments.people.string(), rows, state);
    if (!remaining.empty()) inviter.run(rows, std::move(remaining), arguments.concurrency);
}

void write_results(Arguments const& arguments, std::vector<Row> const& rows, ResumeState const& state)
{
    replace_file(arguments.results, results_csv(rows, state));
    std::cout << summary_text(summary_of(rows, state)) << "\nresults: " << arguments.results.string() << '\n' << std::flush;
}

ExitStatus run(Arguments const& arguments)
{
    auto const file = arguments.people.string();
    auto const text = read_file(arguments.people);
    auto const rows = read_people(text, arguments.defaults, arguments.email_column);
    auto const bad = report_bad_rows(file, rows);
    if (arguments.dry_run)
    {
        std::cout << rows.size() - bad << " rows are valid, " << bad << " are invalid; nothing was sent\n";
        return bad > 0 ? ExitStatus::some_failed : ExitStatus::all_invited;
    }
    if (arguments.strict && bad > 0) throw UnusableFile{std::to_string(bad) + " bad rows"};

    boost::asio::io_context context{1};
    clerk::Client const client{context.get_executor(), client_options(arguments)};
    ResumeFile resume{arguments.resume, checksum(text)};
    Inviter inviter{context, client, resume, file};
    // From here on something may have been sent.
    bool complete = true;
    auto const attempt = [&complete](auto const& step) {
        try
        {
            step();
        }
        catch (std::exception const& error)
        {
            std::cerr << error.what() << '\n';
            complete = false;
        }
    };
    attempt([&] { invite_remaining_rows(arguments, rows, resume.state(), inviter); });
    attempt([&] { write_results(arguments, rows, resume.state()); });
    return complete ? status_of(summary_of(rows, resume.state())) : ExitStatus::unfinished;
}

int refuse(std::string const& why)
{
    std::cerr << why << "\nNothing was sent\n";
    return static_cast<int>(ExitStatus::bad_input);
}

} // namespace

int main(int argc, char** argv)
{
    // If the reader of the output exits, running requests must still complete.
    std::signal(SIGPIPE, SIG_IGN);
    Arguments arguments;
    try
    {
        arguments = parse_arguments(argc, argv);
        if (arguments.help)
        {
            std::cout << clerk::tool::help_page;
            return 0;
        }
        if (arguments.version)
        {
            std::cout << "clerk-invite " << clerk::version() << '\n';
            return 0;
        }
        return static_cast<int>(run(arguments));
    }
    catch (UsageError const& error)
    {
        return refuse(std::string{error.what()} + '\n' + std::string{usage_line()});
    }
    catch (UnusableFile const& error)
    {
        return refuse(arguments.people.string() + ": " + error.what());
    }
    catch (UnusableResumeFile const& error)
    {
        return refuse(arguments.resume.string() + ": " + error.what());
    }
    catch (std::exception const& error)
    {
        return refuse(error.what());
    }
}

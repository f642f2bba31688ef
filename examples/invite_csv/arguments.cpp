#include "arguments.hpp"

#include "cell_values.hpp"

#include <boost/program_options/options_description.hpp>
#include <boost/program_options/parsers.hpp>
#include <boost/program_options/positional_options.hpp>
#include <boost/program_options/variables_map.hpp>

#include <sstream>
#include <system_error>

namespace invite_csv {

namespace {

namespace po = boost::program_options;

constexpr std::string_view usage{"usage: clerk-invite people.csv [option...]   (clerk-invite --help says more)\n"};

constexpr std::string_view before_options{
    R"(clerk-invite people.csv [option...]

Invites the people of a CSV file through Clerk, at the pace its rate limits allow
(350 an hour), and never the same row twice: not after Ctrl-C, a crash or kill -9.
The secret key is taken from CLERK_SECRET_KEY.

The file is CSV with a header row, in UTF-8, separated by commas, semicolons or tabs.
One column has the addresses: email_address, also spelled email, E-mail, Email Address
and so on. redirect_url, notify, ignore_existing (true, false, yes, no, 1, 0),
expires_in_days (1 to 365) and template_slug (invitation, waitlist_invitation) set
what Clerk calls so. Every other column becomes public metadata of its name, as text.
An empty cell says nothing. A row of empty cells is none, and blanks around an address
are removed.

    email_address,expires_in_days,team
    ann@example.com,7,"Research, Berlin"
    bob@example.com,,Sales

All rows are checked first. Bad ones are reported with their lines and left out, the
others are invited; --strict invites nobody then, --dry-run nobody at all. Corrected
rows go into a file of their own: a file that was begun must stay as it is.

)"};

constexpr std::string_view after_options{
    R"(
Interrupting: on the first Ctrl-C (SIGINT, SIGTERM) nothing more is sent and what runs
is finished; on the second that is given up too. Then, as after a crash, run the same
command again: it goes on where it was.

The resume file holds what was begun and what came of it, on the disk before each step.
It belongs to one CSV file, by a checksum, and names rows by line and a checksum of the
address. A row whose request was begun but has no known result may have been invited:
it is never sent again. Look it up in Clerk's dashboard.

The results file has a line for each row: line, email_address, outcome, invitation_id,
error_kind, error_code, delivery, problem. A cell that a spreadsheet would take for a
formula (it begins with =, +, -, @, a tab or a carriage return) has a ' in front. The
outcome is
    invited
    bad_row          it cannot be sent, see problem
    failed           Clerk refused this one; error_code says why (duplicate_record:
                     invited before, form_identifier_exists: has an account)
    may_be_invited   nobody knows: look first
    not_invited      not yet: run the same command again

Exit status:
    0   all rows are invited (with --dry-run: none is bad)
    1   all is done, but some rows are not invited or may not be: see the results
    2   the arguments, the environment or a file are wrong; nothing was sent
    3   interrupted or stopped: run the same command again to go on

Example:
    export CLERK_SECRET_KEY=sk_live_...
    clerk-invite people.csv --dry-run
    clerk-invite people.csv --redirect-url https://www.example.com/welcome
)"};

po::options_description known_options()
{
    po::options_description known{"Options", 86, 50};
    auto add = known.add_options();
    add("email-column", po::value<std::string>()->value_name("NAME"), "the column with the addresses; default: email_address");
    add("redirect-url", po::value<std::string>()->value_name("URL"), "where the links lead, for rows that do not say");
    add("template", po::value<std::string>()->value_name("SLUG"), "invitation or waitlist_invitation, for rows that do not say");
    add("dry-run", po::bool_switch(), "only check the rows; takes no key");
    add("strict", po::bool_switch(), "invite nobody if a row is bad");
    add("resume", po::value<std::string>()->value_name("FILE"), "the resume file; default: people.csv.resume");
    add("results", po::value<std::string>()->value_name("FILE"), "the results file; default: people.csv.results.csv");
    add("concurrency", po::value<int>()->value_name("N")->default_value(4), "requests at a time, 1 to 64");
    add("api-url", po::value<std::string>()->value_name("URL"), "instead of https://api.clerk.com; also CLERK_API_URL");
    add("ca-file", po::value<std::string>()->value_name("FILE"), "PEM certificates to trust instead of the system's");
    add("help", po::bool_switch(), "print this page");
    add("version", po::bool_switch(), "print the version");
    return known;
}

po::variables_map parse(int argc, char const* const* argv)
{
    auto known = known_options();
    known.add_options()("people", po::value<std::vector<std::string>>());
    po::positional_options_description positional;
    positional.add("people", -1);
    po::variables_map given;
    auto const exact = po::command_line_style::unix_style & ~po::command_line_style::allow_guessing;
    po::store(po::command_line_parser(argc, argv).options(known).positional(positional).style(exact).run(), given);
    po::notify(given);
    return given;
}

std::optional<std::string> text(po::variables_map const& given, char const* name)
{
    if (!given.contains(name)) return std::nullopt;
    auto const& value = given[name].as<std::string>();
    if (value.empty()) throw UsageError{"--" + std::string{name} + ": empty"};
    return value;
}

bool same_file(std::filesystem::path const& one, std::filesystem::path const& other)
{
    std::error_code not_there;
    auto const full = [](auto const& path) { return std::filesystem::weakly_canonical(std::filesystem::absolute(path)); };
    return full(one) == full(other) || std::filesystem::equivalent(one, other, not_there);
}

Arguments arguments_of(po::variables_map const& given)
{
    Arguments arguments;
    arguments.help = given["help"].as<bool>();
    arguments.version = given["version"].as<bool>();
    if (arguments.help || arguments.version) return arguments;
    if (!given.contains("people")) throw UsageError{"the CSV file is missing"};
    auto const& files = given["people"].as<std::vector<std::string>>();
    if (files.size() > 1) throw UsageError{"one CSV file at a time"};
    arguments.people = files.front();
    arguments.email_column = text(given, "email-column");
    arguments.defaults.redirect_url = text(given, "redirect-url");
    if (has_control_characters(arguments.defaults.redirect_url.value_or("")))
        throw UsageError{"--redirect-url: control characters"};
    if (auto const slug = text(given, "template"))
    {
        arguments.defaults.template_slug = template_slug_of(*slug);
        if (!arguments.defaults.template_slug) throw UsageError{"--template: neither invitation nor waitlist_invitation"};
    }
    arguments.dry_run = given["dry-run"].as<bool>();
    arguments.strict = given["strict"].as<bool>();
    arguments.resume = text(given, "resume").value_or(files.front() + ".resume");
    arguments.results = text(given, "results").value_or(files.front() + ".results.csv");
    if (same_file(arguments.resume, arguments.people) || same_file(arguments.results, arguments.people) ||
        same_file(arguments.resume, arguments.results))
        throw UsageError{"the CSV file, the resume file and the results file must be three files"};
    arguments.concurrency = given["concurrency"].as<int>();
    if (arguments.concurrency < 1 || arguments.concurrency > 64) throw UsageError{"--concurrency: out of range (1 to 64)"};
    arguments.api_url = text(given, "api-url");
    arguments.ca_file = text(given, "ca-file");
    return arguments;
}

} // namespace

Arguments parse_arguments(int argc, char const* const* argv)
try
{
    return arguments_of(parse(argc, argv));
}
catch (po::error const& error)
{
    throw UsageError{error.what()};
}

std::string help_page()
{
    std::ostringstream page;
    page << before_options << known_options() << after_options;
    return page.str();
}

std::string_view usage_line() noexcept
{
    return usage;
}

} // namespace invite_csv

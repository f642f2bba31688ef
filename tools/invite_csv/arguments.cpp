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

constexpr std::string_view usage{"usage: clerk-invite people.csv [option...]   (see clerk-invite --help)\n"};

constexpr std::string_view before_options{
    R"(clerk-invite people.csv [option...]

Invites the people of a CSV file through Clerk, within its rate limits (350 an hour).
Sends no row twice, even after Ctrl-C, a crash or kill -9. Reads the secret key from
CLERK_SECRET_KEY.

The file is CSV in UTF-8 with a header row, separated by commas, semicolons or tabs.
One column contains the addresses: email_address, also spelled email, E-mail, Email
Address and so on. The columns redirect_url, notify, ignore_existing (true, false, yes,
no, 1, 0), expires_in_days (1 to 365) and template_slug (invitation,
waitlist_invitation) set the parameters of these names. All other columns become public
metadata, as text. An empty cell sets no value. Rows of empty cells are skipped. White
space around an address is removed.

    email_address,expires_in_days,team
    ann@example.com,7,"Research, Berlin"
    bob@example.com,,Sales

All rows are checked first. Invalid rows are reported with their line numbers and
skipped; the others are invited. With --strict an invalid row stops the run before
anything is sent. --dry-run sends nothing. Put corrected rows into a new file: a file
must not change after its first run.

)"};

constexpr std::string_view after_options{
    R"(
Interruption: after the first Ctrl-C (SIGINT, SIGTERM) nothing more is sent, and
running requests complete; the second cancels them. To continue, also after a crash,
run the same command again.

The resume file records each request before it is sent, and its result. It belongs to
one CSV file, identified by a checksum. It identifies rows by line number and a
checksum of the address. A row whose request was sent but has no known result may have
been invited. It is never sent again. Check it in the Clerk Dashboard.

The results file has a line for each row: line, email_address, outcome, invitation_id,
error_kind, error_code, delivery, problem. A cell that a spreadsheet would evaluate as
a formula (it begins with =, +, -, @, a tab or a carriage return) has a leading '. The
outcome is
    invited
    bad_row          the row is invalid, see problem
    failed           Clerk rejected the row; see error_code (duplicate_record: already
                     invited, form_identifier_exists: has an account)
    may_be_invited   the result is unknown: check the Clerk Dashboard
    not_invited      not sent yet: run the same command again

Exit status:
    0   all rows are invited (with --dry-run: all rows are valid)
    1   finished, but some rows are not invited or have an unknown result
    2   invalid arguments, environment or file; nothing was sent
    3   interrupted or stopped: run the same command again to continue

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
    add("redirect-url", po::value<std::string>()->value_name("URL"), "redirect URL for rows without one");
    add("template", po::value<std::string>()->value_name("SLUG"), "invitation or waitlist_invitation, for rows without one");
    add("dry-run", po::bool_switch(), "check the rows and send nothing; needs no key");
    add("strict", po::bool_switch(), "send nothing if a row is invalid");
    add("resume", po::value<std::string>()->value_name("FILE"), "the resume file; default: people.csv.resume");
    add("results", po::value<std::string>()->value_name("FILE"), "the results file; default: people.csv.results.csv");
    add("concurrency", po::value<int>()->value_name("N")->default_value(4), "maximum concurrent requests, 1 to 64");
    add("api-url", po::value<std::string>()->value_name("URL"), "API URL; default: CLERK_API_URL or https://api.clerk.com");
    add("ca-file", po::value<std::string>()->value_name("FILE"), "PEM file with CA certificates; replaces the system's");
    add("verbose", po::bool_switch(), "write a line in logfmt for each event of a request or connection");
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
    if (files.size() > 1) throw UsageError{"only one CSV file is allowed"};
    arguments.people = files.front();
    arguments.email_column = text(given, "email-column");
    arguments.defaults.redirect_url = text(given, "redirect-url");
    if (has_control_characters(arguments.defaults.redirect_url.value_or("")))
        throw UsageError{"--redirect-url: contains control characters"};
    if (auto const slug = text(given, "template"))
    {
        arguments.defaults.template_slug = template_slug_of(*slug);
        if (!arguments.defaults.template_slug) throw UsageError{"--template: must be invitation or waitlist_invitation"};
    }
    arguments.dry_run = given["dry-run"].as<bool>();
    arguments.strict = given["strict"].as<bool>();
    arguments.verbose = given["verbose"].as<bool>();
    arguments.resume = text(given, "resume").value_or(files.front() + ".resume");
    arguments.results = text(given, "results").value_or(files.front() + ".results.csv");
    if (same_file(arguments.resume, arguments.people) || same_file(arguments.results, arguments.people) ||
        same_file(arguments.resume, arguments.results))
        throw UsageError{"the CSV file, the resume file and the results file must be different files"};
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

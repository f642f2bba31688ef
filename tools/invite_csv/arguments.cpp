#include "arguments.hpp"

#include "cell_values.hpp"

#include <boost/program_options/options_description.hpp>
#include <boost/program_options/parsers.hpp>
#include <boost/program_options/positional_options.hpp>
#include <boost/program_options/variables_map.hpp>

#include <system_error>

namespace invite_csv {

namespace {

namespace po = boost::program_options;

constexpr std::string_view usage{"usage: clerk-invite people.csv [option...]   (see clerk-invite --help)\n"};

po::options_description known_options()
{
    po::options_description known;
    auto add = known.add_options();
    for (char const* name : {"email-column", "redirect-url", "template", "resume", "results", "api-url", "ca-file"})
        add(name, po::value<std::string>());
    for (char const* name : {"dry-run", "strict", "verbose", "help", "version"}) add(name, po::bool_switch());
    add("concurrency", po::value<int>()->default_value(4));
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

std::string_view usage_line() noexcept
{
    return usage;
}

} // namespace invite_csv

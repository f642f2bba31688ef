#include "command_line.hpp"

#include <boost/program_options/errors.hpp>
#include <boost/program_options/options_description.hpp>
#include <boost/program_options/parsers.hpp>
#include <boost/program_options/positional_options.hpp>
#include <boost/program_options/variables_map.hpp>

#include <charconv>
#include <cstdint>
#include <string_view>
#include <system_error>
#include <utility>

namespace clerk::tool {

namespace {

namespace po = boost::program_options;
using namespace std::chrono_literals;
using testing::Endpoint;

po::options_description known_options()
{
    po::options_description known;
    auto add = known.add_options();
    // Numbers are parsed here, for error messages that name the range.
    for (char const* name : {"port", "address", "prefix", "key", "seed", "limit-create", "limit-bulk", "limit-others", "window",
                             "ca-file", "record"})
        add(name, po::value<std::string>());
    for (char const* name : {"name", "block"}) add(name, po::value<std::vector<std::string>>());
    for (char const* name : {"allow-remote", "http", "no-limits", "no-invitations", "print-json", "verbose", "help", "version"})
        add(name, "");
    return known;
}

po::variables_map parse(int argc, char const* const* argv)
{
    auto const known = known_options();
    po::variables_map given;
    auto const exact = po::command_line_style::unix_style & ~po::command_line_style::allow_guessing;
    try
    {
        po::store(po::command_line_parser(argc, argv)
                      .options(known)
                      .positional(po::positional_options_description{})
                      .style(exact)
                      .run(),
                  given);
    }
    catch (po::too_many_positional_options_error const&)
    {
        throw Misuse{"unexpected argument"};
    }
    catch (po::error const& error)
    {
        throw Misuse{error.what()};
    }
    return given;
}

std::optional<std::string> text(po::variables_map const& given, char const* name)
{
    if (!given.contains(name)) return std::nullopt;
    auto value = given[name].as<std::string>();
    if (value.empty()) throw Misuse{"--" + std::string{name} + ": must not be empty"};
    return value;
}

std::optional<std::uint32_t> number(po::variables_map const& given, char const* name, std::uint32_t lowest, std::uint32_t highest)
{
    auto const value = text(given, name);
    if (!value) return std::nullopt;
    std::uint32_t result = 0;
    auto const* const last = value->data() + value->size();
    auto const [end, ec] = std::from_chars(value->data(), last, result);
    if (ec != std::errc{} || end != last || result < lowest || result > highest)
        throw Misuse{"--" + std::string{name} + ": must be a number from " + std::to_string(lowest) + " to " +
                     std::to_string(highest)};
    return result;
}

std::vector<Limit> read_limits(po::variables_map const& given)
{
    std::vector<Limit> limits;
    auto const seconds = number(given, "window", 1, 31'536'000);
    auto const add = [&](char const* name, Endpoint endpoint, std::chrono::milliseconds usual_window) {
        auto const count = number(given, name, 0, 1'000'000'000);
        if (!count) return;
        std::chrono::milliseconds const window = seconds ? std::chrono::seconds{*seconds} : usual_window;
        limits.push_back(Limit{endpoint, *count, window});
    };
    add("limit-create", Endpoint::create, 1h);
    add("limit-bulk", Endpoint::create_bulk, 1h);
    add("limit-others", Endpoint::others, 10s);
    if (seconds && limits.empty()) throw Misuse{"--window: requires --limit-create, --limit-bulk or --limit-others"};
    if (given.contains("no-limits") && !limits.empty()) throw Misuse{"--no-limits: excludes other limit options"};
    return limits;
}

testing::FakeBackendOptions read_backend(po::variables_map const& given)
{
    testing::FakeBackendOptions options;
    options.port = static_cast<std::uint16_t>(number(given, "port", 0, 65'535).value_or(0));
    options.address = text(given, "address").value_or(options.address);
    options.allow_remote = given.contains("allow-remote");
    if (given.contains("name")) options.certificate_names = given["name"].as<std::vector<std::string>>();
    if (given.contains("block")) options.blocked_addresses = given["block"].as<std::vector<std::string>>();
    options.invitations_supported = !given.contains("no-invitations");
    options.plain_http = given.contains("http");
    options.path_prefix = text(given, "prefix").value_or("");
    options.secret_key = text(given, "key").value_or(options.secret_key);
    options.max_recorded_requests = 0; // not used here
    if (options.plain_http && given.contains("ca-file")) throw Misuse{"--ca-file: not available with --http"};
    return options;
}

} // namespace

CommandLine read_command_line(int argc, char const* const* argv)
{
    auto const given = parse(argc, argv);
    CommandLine line;
    line.help = given.contains("help");
    line.version = given.contains("version");
    if (line.help || line.version) return line;
    line.print_json = given.contains("print-json");
    line.no_limits = given.contains("no-limits");
    line.backend = read_backend(given);
    line.limits = read_limits(given);
    line.seed_file = text(given, "seed").value_or("");
    line.ca_file = text(given, "ca-file");
    line.record_file = text(given, "record").value_or("");
    line.verbose = given.contains("verbose");
    return line;
}

} // namespace clerk::tool

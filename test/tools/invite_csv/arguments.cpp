#include "invite_csv/arguments.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using invite_csv::Arguments;
using invite_csv::UsageError;

BOOST_AUTO_TEST_SUITE(arguments)

namespace {

Arguments parse(std::vector<char const*> words)
{
    words.insert(words.begin(), "invite_csv");
    return invite_csv::parse_arguments(static_cast<int>(words.size()), words.data());
}

} // namespace

BOOST_AUTO_TEST_CASE(files_are_named_after_the_csv_file_by_default)
{
    auto const usual = parse({"some/people.csv"});
    BOOST_TEST(usual.people == "some/people.csv");
    BOOST_TEST(usual.resume == "some/people.csv.resume");
    BOOST_TEST(usual.results == "some/people.csv.results.csv");
    BOOST_TEST(usual.concurrency == 4);
    BOOST_TEST(
        (!usual.dry_run && !usual.strict && !usual.verbose && !usual.help && !usual.version && !usual.api_url && !usual.ca_file));

    auto const told = parse({"--resume=a", "--results", "b", "--concurrency", "64", "--dry-run", "--strict", "--verbose",
                             "--api-url", "https://example.com", "--ca-file", "c", "--template", "waitlist_invitation",
                             "--redirect-url", "https://x", "people.csv"});
    BOOST_TEST(told.resume == "a");
    BOOST_TEST(told.results == "b");
    BOOST_TEST(told.concurrency == 64);
    BOOST_TEST((told.dry_run && told.strict && told.verbose));
    BOOST_TEST(told.api_url.value() == "https://example.com");
    BOOST_TEST(told.ca_file.value() == "c");
    BOOST_TEST((told.defaults.template_slug == clerk::TemplateSlug::waitlist_invitation));
    BOOST_TEST(told.defaults.redirect_url.value() == "https://x");
}

BOOST_AUTO_TEST_CASE(invalid_options_are_refused)
{
    std::vector<std::vector<char const*>> const cases{
        {},
        {"a.csv", "b.csv"},
        {"a.csv", "--unknown"},
        {"a.csv", "--concurrency", "65"},
        {"a.csv", "--concurrency", "many"},
        {"a.csv", "--template", "letter"},
        {"a.csv", "--redirect-url="},
        {"a.csv", "--redirect-url", "x\ny"},
        {"a.csv", "--resume"},
        {"a.csv", "--resume", "a.csv"},
        {"a.csv", "--results", "./a.csv"},
        {"a.csv", "--results", "x", "--resume", "./x"},
    };
    for (auto const& words : cases) BOOST_TEST_CONTEXT((words.empty() ? "nothing" : words.back()))
        {
            BOOST_CHECK_THROW(parse(words), UsageError);
        }
}

BOOST_AUTO_TEST_SUITE_END()

#include "fuzz/targets.hpp"

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>

namespace {

namespace fuzz = clerk::fuzz;

/// Runs a target on its seeds, each of which has memory of exactly its size.
void replay(std::string_view target, void (*run)(std::string_view))
{
    std::size_t seeds = 0;
    for (auto const& entry : std::filesystem::directory_iterator{std::filesystem::path{CLERK_FUZZ_SEEDS} / target})
    {
        std::ifstream file{entry.path(), std::ios::binary};
        std::string const bytes{std::istreambuf_iterator<char>{file}, {}};
        auto const memory = std::make_unique<char[]>(bytes.size());
        bytes.copy(memory.get(), bytes.size());
        BOOST_TEST_CONTEXT(entry.path()) run({memory.get(), bytes.size()});
        ++seeds;
    }
    run({});
    BOOST_TEST(seeds > 0U);
}

} // namespace

BOOST_AUTO_TEST_SUITE(seeds)

BOOST_AUTO_TEST_CASE(api_url)
{
    replay("api_url", &fuzz::api_url);
}

BOOST_AUTO_TEST_CASE(csv)
{
    replay("csv", &fuzz::csv);
}

BOOST_AUTO_TEST_CASE(engine)
{
    replay("engine", &fuzz::engine);
}

BOOST_AUTO_TEST_CASE(error_body)
{
    replay("error_body", &fuzz::error_body);
}

BOOST_AUTO_TEST_CASE(json)
{
    replay("json", &fuzz::json);
}

BOOST_AUTO_TEST_CASE(no_proxy)
{
    replay("no_proxy", &fuzz::no_proxy);
}

BOOST_AUTO_TEST_CASE(proxy_answer)
{
    replay("proxy_answer", &fuzz::proxy_answer);
}

BOOST_AUTO_TEST_CASE(proxy_url)
{
    replay("proxy_url", &fuzz::proxy_url);
}

BOOST_AUTO_TEST_CASE(response_reader)
{
    replay("response_reader", &fuzz::response_reader);
}

BOOST_AUTO_TEST_CASE(resume_file)
{
    replay("resume_file", &fuzz::resume_file);
}

BOOST_AUTO_TEST_CASE(retry_after)
{
    replay("retry_after", &fuzz::retry_after);
}

BOOST_AUTO_TEST_CASE(tls_connection)
{
    replay("tls_connection", &fuzz::tls_connection);
}

BOOST_AUTO_TEST_CASE(scheduler)
{
    replay("scheduler", &fuzz::scheduler);
}

BOOST_AUTO_TEST_SUITE_END()

#include "api/validate_options.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>

using namespace clerk;
using clerk::detail::validate;

namespace {

ClientOptions usable()
{
    ClientOptions options;
    options.secret_key = "sk_test_validated";
    return options;
}

/// Returns the refusal of the options. Empty if they are accepted.
std::string refusal(ClientOptions const& options)
{
    try
    {
        validate(options);
        return {};
    }
    catch (std::invalid_argument const& refused)
    {
        return refused.what();
    }
}

struct RangedField
{
    std::string_view name;
    void (*set)(ClientOptions&, std::int64_t);
    std::int64_t lowest;
    std::int64_t highest;
};

/// One below zero is the largest number in an unsigned field.
template <auto Group, auto Member>
void set(ClientOptions& options, std::int64_t value)
{
    auto& field = options.*Group.*Member;
    field = static_cast<std::remove_cvref_t<decltype(field)>>(value);
}

constexpr std::int64_t day = std::chrono::milliseconds{std::chrono::hours{24}}.count();

constexpr RangedField ranged_fields[]{
    {"pool.max_connections", set<&ClientOptions::pool, &PoolOptions::max_connections>, 1, 65'535},
    {"pool.max_waiting", set<&ClientOptions::pool, &PoolOptions::max_waiting>, 0, 2'147'483'647},
    {"pool.idle_timeout", set<&ClientOptions::pool, &PoolOptions::idle_timeout>, 1, day},
    {"pool.max_lifetime", set<&ClientOptions::pool, &PoolOptions::max_lifetime>, 1, day},
    {"timeouts.connect", set<&ClientOptions::timeouts, &TimeoutOptions::connect>, 1, day},
    {"timeouts.response", set<&ClientOptions::timeouts, &TimeoutOptions::response>, 1, day},
    {"timeouts.total", set<&ClientOptions::timeouts, &TimeoutOptions::total>, 1, day},
    {"retry.max_attempts", set<&ClientOptions::retry, &RetryOptions::max_attempts>, 1, 100},
    {"retry.base_delay", set<&ClientOptions::retry, &RetryOptions::base_delay>, 0, day},
    {"retry.max_delay", set<&ClientOptions::retry, &RetryOptions::max_delay>, 0, day},
    {"rate_limit.mode", set<&ClientOptions::rate_limit, &RateLimitOptions::mode>, 0, 1},
    {"tls.min_version", set<&ClientOptions::tls, &TlsOptions::min_version>, 0, 1},
    {"limits.max_header_bytes", set<&ClientOptions::limits, &LimitOptions::max_header_bytes>, 256, 16'777'216},
    {"limits.max_body_bytes", set<&ClientOptions::limits, &LimitOptions::max_body_bytes>, 1, 1'073'741'824},
    {"limits.max_json_depth", set<&ClientOptions::limits, &LimitOptions::max_json_depth>, 2, 1'000},
};

std::string refusal(RangedField const& field, std::int64_t value)
{
    auto options = usable();
    field.set(options, value);
    return refusal(options);
}

} // namespace

BOOST_AUTO_TEST_SUITE(api_validate_options)

BOOST_AUTO_TEST_CASE(the_defaults_with_a_key_are_accepted)
{
    BOOST_TEST(refusal(usable()) == "");
}

BOOST_AUTO_TEST_CASE(every_range_is_enforced_and_named_in_the_error)
{
    for (auto const& field : ranged_fields) BOOST_TEST_CONTEXT(field.name)
        {
            auto const out_of_range = std::string{field.name} + ": ";
            BOOST_TEST(refusal(field, field.lowest - 1).starts_with(out_of_range));
            BOOST_TEST(refusal(field, field.lowest) == "");
            BOOST_TEST(refusal(field, field.highest) == "");
            BOOST_TEST(refusal(field, field.highest + 1).starts_with(out_of_range));
        }
}

BOOST_AUTO_TEST_CASE(an_error_names_value_unit_and_range)
{
    auto options = usable();
    options.pool.max_connections = 0;
    BOOST_TEST(refusal(options) == "pool.max_connections: 0 is out of range (1 to 65535)");
    options = usable();
    options.timeouts.connect = std::chrono::milliseconds{-5};
    BOOST_TEST(refusal(options) == "timeouts.connect: -5 ms is out of range (1 to 86400000 ms)");
}

BOOST_AUTO_TEST_CASE(an_absent_key_is_refused)
{
    BOOST_TEST(refusal(ClientOptions{}).starts_with("secret_key: "));
}

BOOST_AUTO_TEST_CASE(texts_that_no_header_can_contain_are_refused)
{
    using namespace std::string_view_literals;
    auto const with_version = [](std::string_view text) {
        auto options = usable();
        options.api_version = text;
        return refusal(options);
    };
    auto const with_suffix = [](std::string_view text) {
        auto options = usable();
        options.user_agent_suffix = text;
        return refusal(options);
    };

    BOOST_TEST(with_version("") == "api_version: is empty");
    BOOST_TEST(with_version("!2026~") == "");
    BOOST_TEST(with_version("2026 05").starts_with("api_version: "));
    BOOST_TEST(with_suffix("") == "");
    BOOST_TEST(with_suffix("a program/1.0 (~)") == "");
    for (auto const text : {"a\r\nb"sv, "a\tb"sv, "a\0b"sv, "a\x7f"sv, "caf\xc3\xa9"sv})
    {
        BOOST_TEST(with_version(text).starts_with("api_version: "));
        BOOST_TEST(with_suffix(text).starts_with("user_agent_suffix: "));
    }
}

BOOST_AUTO_TEST_SUITE_END()

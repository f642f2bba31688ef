#include <clerk/client_options.hpp>
#include <clerk/request_options.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <type_traits>

using clerk::ClientOptions;
using namespace std::chrono_literals;

static_assert(std::is_trivially_copyable_v<clerk::RequestOptions>);
static_assert(std::is_aggregate_v<ClientOptions> && std::is_copy_constructible_v<ClientOptions>);
static_assert(std::is_nothrow_move_constructible_v<ClientOptions>);

BOOST_AUTO_TEST_SUITE(common_options)

BOOST_AUTO_TEST_CASE(defaults_are_as_documented)
{
    ClientOptions const options;
    BOOST_TEST(options.secret_key.absent());
    BOOST_TEST(options.api_url == "https://api.clerk.com");
    BOOST_TEST(options.api_version == "2026-05-12");
    BOOST_TEST(options.user_agent_suffix.empty());
    BOOST_TEST(options.proxy.empty());
    BOOST_TEST(options.pool.max_connections == 16U);
    BOOST_TEST(options.pool.max_waiting == 65536U);
    BOOST_CHECK(options.pool.idle_timeout == 60s && options.pool.max_lifetime == 10min);
    BOOST_CHECK(options.timeouts.connect == 5s && options.timeouts.response == 10s && options.timeouts.total == 30s);
    BOOST_TEST(options.retry.max_attempts == 3);
    BOOST_CHECK(options.retry.base_delay == 100ms && options.retry.max_delay == 5s);
    BOOST_CHECK(options.rate_limit.mode == clerk::RateLimitMode::wait);
    BOOST_TEST((options.tls.ca_file.empty() && options.tls.ca_pem.empty() && !options.tls.use_system_ca && !options.tls.context));
    BOOST_CHECK(options.tls.min_version == clerk::TlsVersion::tls_1_2);
    BOOST_TEST(options.tls.session_resumption);
    BOOST_TEST(options.limits.max_header_bytes == 64U * 1024);
    BOOST_TEST(options.limits.max_body_bytes == 4U * 1024 * 1024);
    BOOST_TEST(options.limits.max_json_depth == 64U);
}

BOOST_AUTO_TEST_CASE(default_options_change_nothing)
{
    clerk::RequestOptions const options;
    BOOST_TEST(!options.timeout.has_value());
    BOOST_TEST(!options.max_attempts.has_value());
    BOOST_TEST(!options.rate_limit.has_value());
    BOOST_TEST(options.correlation == 0U);
    BOOST_TEST(!options.rate_limit.has_value());
}

BOOST_AUTO_TEST_SUITE_END()

#include "support/environment.hpp"

#include <clerk/client_options.hpp>

#include <boost/test/unit_test.hpp>

#include <stdexcept>
#include <string>

using clerk::ClientOptions;
using clerk::test::Environment;

namespace {

/// Unsets all variables.
struct Fixture
{
    Environment const url{"CLERK_API_URL", nullptr};
    Environment const lower{"https_proxy", nullptr};
    Environment const upper{"HTTPS_PROXY", nullptr};
    Environment const lower_exempt{"no_proxy", nullptr};
    Environment const upper_exempt{"NO_PROXY", nullptr};

    static std::string proxy() { return std::string{ClientOptions::from_environment().proxy.reveal()}; }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(api_options_from_environment, Fixture)

BOOST_AUTO_TEST_CASE(key_and_url_come_from_the_environment)
{
    Environment const key{"CLERK_SECRET_KEY", "sk_test_env"};
    Environment const other_url{"CLERK_API_URL", "http://127.0.0.1:8080/clerk"};
    auto const options = ClientOptions::from_environment();
    BOOST_TEST(options.secret_key.reveal() == "sk_test_env");
    BOOST_TEST(options.api_url == "http://127.0.0.1:8080/clerk");
}

BOOST_AUTO_TEST_CASE(blanks_line_ends_and_quotes_around_values_are_removed)
{
    for (auto const* const value : {"sk_test_env\n", "sk_test_env\r\n", " sk_test_env\t", "\"sk_test_env\"", "'sk_test_env'\n"})
    {
        Environment const key{"CLERK_SECRET_KEY", value};
        BOOST_TEST(ClientOptions::from_environment().secret_key.reveal() == "sk_test_env");
    }
    for (auto const* const value : {"\"sk_test_env", "sk_test_env'", "sk_test env", "\"sk_test_env'"})
    {
        Environment const key{"CLERK_SECRET_KEY", value};
        if (std::string_view{value}.find(' ') != std::string_view::npos)
            BOOST_CHECK_THROW(static_cast<void>(ClientOptions::from_environment()), std::invalid_argument);
        else
            BOOST_TEST(ClientOptions::from_environment().secret_key.reveal() == value); // may be a part of the key
    }
}

BOOST_AUTO_TEST_CASE(the_version_at_the_end_of_the_url_is_removed)
{
    for (auto const& [value, expected] : {std::pair{"https://api.clerk.com/v1", "https://api.clerk.com"},
                                          {"https://api.clerk.com/v1/", "https://api.clerk.com"},
                                          {"\"https://gateway.example/clerk/v1\"\n", "https://gateway.example/clerk"},
                                          {"https://gateway.example/v1/clerk", "https://gateway.example/v1/clerk"},
                                          {"https://gateway.example/clerk/", "https://gateway.example/clerk/"}})
    {
        Environment const other_url{"CLERK_API_URL", value};
        BOOST_TEST(ClientOptions::from_environment().api_url == expected);
    }
}

BOOST_AUTO_TEST_CASE(a_proxy_without_a_port_has_that_of_http)
{
    for (auto const& [value, expected] : {std::pair{"http://proxy.example", "http://proxy.example:80"},
                                          {"http://u:p@proxy.example/", "http://u:p@proxy.example:80/"},
                                          {"proxy.example", "proxy.example:80"},
                                          {"http://[2001:db8::1]", "http://[2001:db8::1]:80"},
                                          {"http://[2001:db8::1]:3128", "http://[2001:db8::1]:3128"},
                                          {"proxy.example:3128", "proxy.example:3128"}})
    {
        Environment const proxied{"https_proxy", value};
        BOOST_TEST(proxy() == expected);
    }
}

BOOST_AUTO_TEST_CASE(unset_and_empty_variables_leave_the_defaults)
{
    for (char const* const value : {static_cast<char const*>(nullptr), ""})
    {
        Environment const key{"CLERK_SECRET_KEY", value};
        Environment const other_url{"CLERK_API_URL", value};
        Environment const proxy{"https_proxy", value};
        Environment const other_proxy{"HTTPS_PROXY", value};
        auto const options = ClientOptions::from_environment();
        BOOST_TEST(options.secret_key.absent());
        BOOST_TEST(options.api_url == "https://api.clerk.com");
        BOOST_TEST(options.proxy.empty());
    }
}

BOOST_AUTO_TEST_CASE(a_bad_key_in_the_environment_is_refused)
{
    Environment const key{"CLERK_SECRET_KEY", "pk_test_env"};
    BOOST_CHECK_THROW(static_cast<void>(ClientOptions::from_environment()), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(lower_case_proxy_variables_win_and_empty_ones_are_unset)
{
    Environment const upper_one{"HTTPS_PROXY", "http://upper:1"};
    BOOST_TEST(proxy() == "http://upper:1");
    Environment const lower_one{"https_proxy", "http://user:pass@lower:1"};
    BOOST_TEST(proxy() == "http://user:pass@lower:1");
    Environment const empty{"https_proxy", ""};
    BOOST_TEST(proxy() == "http://upper:1");
}

BOOST_AUTO_TEST_CASE(other_proxy_variables_are_ignored)
{
    Environment const plain{"http_proxy", "http://proxy:1"};
    Environment const all{"ALL_PROXY", "http://proxy:1"};
    Environment const all_lower{"all_proxy", "http://proxy:1"};
    BOOST_TEST(proxy() == "");
}

BOOST_AUTO_TEST_CASE(a_listed_host_has_no_proxy)
{
    Environment const one{"https_proxy", "http://proxy:1"};
    Environment const upper_list{"NO_PROXY", "clerk.com"};
    BOOST_TEST(proxy() == "");
    Environment const lower_list{"no_proxy", "example.com"};
    BOOST_TEST(proxy() == "http://proxy:1");
    Environment const other_url{"CLERK_API_URL", "https://api.example.com:8443/clerk"};
    BOOST_TEST(proxy() == "");
    Environment const other_port{"no_proxy", "example.com:443"};
    BOOST_TEST(proxy() == "http://proxy:1");
    Environment const port{"no_proxy", "example.com:8443"};
    BOOST_TEST(proxy() == "");
}

BOOST_AUTO_TEST_CASE(loopback_has_no_proxy)
{
    Environment const one{"https_proxy", "http://proxy:1"};
    for (auto const* const host : {"https://localhost:8443", "http://127.0.0.1:8080", "https://127.0.0.1", "https://[::1]:8443"})
    {
        Environment const loopback{"CLERK_API_URL", host};
        BOOST_TEST(proxy() == "");
    }
}

BOOST_AUTO_TEST_CASE(invalid_values_are_left_for_the_client_to_refuse)
{
    Environment const one{"https_proxy", "socks5://proxy:1"};
    Environment const no_url{"CLERK_API_URL", "no url"};
    BOOST_TEST(proxy() == "socks5://proxy:1");
}

BOOST_AUTO_TEST_SUITE_END()

#include "api/client_core.hpp"
#include "unit/common/freed_memory.hpp"
#include "unit/tls/tls_peer.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <stdexcept>
#include <string>

using clerk::ClientOptions;
using clerk::detail::ClientCore;
using clerk::test::FreedMemory;

namespace {

ClientOptions with_proxy(char const* proxy, char const* api_url = "https://api.clerk.com")
{
    ClientOptions options;
    options.secret_key = "sk_test_proxied";
    options.api_url = api_url;
    options.proxy = proxy;
    options.tls.ca_pem = clerk::test::TlsWorld::get().authority.certificate(); // faster to load than the system's
    return options;
}

} // namespace

BOOST_AUTO_TEST_SUITE(api_client_proxy)

BOOST_AUTO_TEST_CASE(an_unusable_proxy_is_refused_and_named)
{
    boost::asio::io_context context;
    for (auto const* const url : {"https://api.clerk.com", "http://127.0.0.1:8080"})
        for (auto const* const proxy :
             {"https://user:hunter2@proxy:1", "socks5://user:hunter2@proxy:1", "http://user:hunter2@proxy"})
            BOOST_CHECK_EXCEPTION((ClientCore{context.get_executor(), with_proxy(proxy, url)}), std::invalid_argument,
                                  [](std::invalid_argument const& refusal) {
                                      std::string const text{refusal.what()};
                                      return text.starts_with("proxy: ") && text.find("hunter2") == std::string::npos;
                                  });
}

BOOST_AUTO_TEST_CASE(a_client_leaves_no_credentials_in_memory)
{
    auto const options = with_proxy("http://user:hunter%32_in_the_client@proxy.example:3128");
    for (auto const* const text : {"hunter%32_in_the_client", "hunter2_in_the_client", "dXNlcjpodW50ZXIyX2luX3RoZV9jbGllbnQ="})
    {
        FreedMemory const watch{text};
        {
            boost::asio::io_context context;
            ClientOptions const copy = options;
            ClientCore const core{context.get_executor(), copy};
        }
        BOOST_TEST(watch.blocks() > 0U);
        BOOST_TEST(watch.holding_it() == 0U);
    }
}

BOOST_AUTO_TEST_SUITE_END()

#include "unit/common/freed_memory.hpp"

#include <clerk/client_options.hpp>
#include <clerk/proxy_url.hpp>

#include <boost/test/unit_test.hpp>

#include <concepts>
#include <ostream>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

using clerk::ProxyUrl;
using clerk::test::FreedMemory;

namespace {

template <class T>
concept printable = requires(std::ostream& out, T const& value) { out << value; };

static_assert(!printable<ProxyUrl>);
static_assert(!std::equality_comparable<ProxyUrl>);
static_assert(!std::is_convertible_v<ProxyUrl, std::string> && !std::is_convertible_v<ProxyUrl, std::string_view>);
static_assert(std::is_nothrow_move_constructible_v<ProxyUrl> && std::is_nothrow_move_assignable_v<ProxyUrl>);

} // namespace

BOOST_AUTO_TEST_SUITE(common_proxy_url)

BOOST_AUTO_TEST_CASE(accepts_any_text)
{
    clerk::ClientOptions options;
    BOOST_TEST(options.proxy.empty());
    options.proxy = "http://a:1";
    BOOST_TEST(options.proxy.reveal() == "http://a:1");
    options.proxy = std::string{"http://b:1"};
    BOOST_TEST(options.proxy.reveal() == "http://b:1");
    options.proxy = std::string_view{"http://c:1"};
    BOOST_TEST(options.proxy.reveal() == "http://c:1");
    BOOST_TEST(!options.proxy.empty());
    for (ProxyUrl const& none : {ProxyUrl{}, ProxyUrl{""}, ProxyUrl{static_cast<char const*>(nullptr)}})
    {
        options.proxy = none;
        BOOST_TEST(options.proxy.empty());
    }
}

BOOST_AUTO_TEST_CASE(a_moved_from_url_is_empty)
{
    ProxyUrl url{"http://a:1"};
    ProxyUrl const other{std::move(url)};
    BOOST_TEST(url.empty());
    BOOST_TEST(other.reveal() == "http://a:1");
}

BOOST_AUTO_TEST_CASE(copies_and_replaced_values_are_wiped)
{
    FreedMemory const watch{"hunter2_copied_around"};
    {
        std::vector<clerk::ClientOptions> all;
        for (int i = 0; i < 20; ++i)
        {
            clerk::ClientOptions options;
            options.proxy = "http://user:hunter2_copied_around@proxy.example:3128";
            all.push_back(options);
            options.proxy = "http://proxy.example:3128";
            all.front() = options;
        }
    }
    BOOST_TEST(watch.blocks() >= 40U);
    BOOST_TEST(watch.holding_it() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

#include "common/concat_secret.hpp"

#include "unit/common/freed_memory.hpp"

#include <clerk/client_options.hpp>
#include <clerk/secret_key.hpp>

#include <boost/test/unit_test.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using clerk::SecretKey;
using clerk::detail::concat_secret;
using clerk::detail::SecretText;
using clerk::test::FreedMemory;

BOOST_AUTO_TEST_SUITE(common_wiping)

BOOST_AUTO_TEST_CASE(the_memory_scan_finds_a_plain_string)
{
    FreedMemory const watch{"sk_test_left_behind_by_a_string"};
    {
        std::string const careless{"sk_test_left_behind_by_a_string, which is long enough for the heap"};
        BOOST_TEST_REQUIRE(!careless.empty());
    }
    BOOST_TEST(watch.holding_it() == 1U);
}

BOOST_AUTO_TEST_CASE(a_destroyed_key_leaves_nothing_in_memory)
{
    FreedMemory const watch{"sk_test_destroyed"};
    std::optional<SecretKey> key{std::in_place, "sk_test_destroyed"};
    key.reset();
    BOOST_TEST(watch.blocks() == 1U);
    BOOST_TEST(watch.holding_it() == 0U);
}

BOOST_AUTO_TEST_CASE(copies_and_replaced_values_are_wiped)
{
    FreedMemory const watch{"sk_test_copied_around"};
    {
        SecretKey key{"sk_test_copied_around"};
        SecretKey copy{key};
        copy = key;
        key = SecretKey{"sk_test_another"};
        SecretKey moved{std::move(copy)};
        moved = std::move(key);
        SecretKey const last{moved};
    }
    BOOST_TEST(watch.blocks() >= 4U);
    BOOST_TEST(watch.holding_it() == 0U);
}

BOOST_AUTO_TEST_CASE(a_growing_container_of_options_leaves_nothing_in_memory)
{
    FreedMemory const watch{"sk_test_in_a_vector"};
    {
        std::vector<clerk::ClientOptions> all;
        for (int i = 0; i < 20; ++i)
        {
            clerk::ClientOptions options;
            options.secret_key = "sk_test_in_a_vector";
            all.push_back(options);
        }
    }
    BOOST_TEST(watch.blocks() >= 40U);
    BOOST_TEST(watch.holding_it() == 0U);
}

BOOST_AUTO_TEST_CASE(text_around_a_key_has_its_parts_in_order)
{
    auto const text = concat_secret("Bearer ", std::string{"sk_test_1"}, std::string_view{"\r\n"});
    BOOST_TEST(text.view() == "Bearer sk_test_1\r\n");
    BOOST_TEST(SecretText{}.view().empty());
    BOOST_TEST(concat_secret("").view().empty());
}

BOOST_AUTO_TEST_CASE(text_around_a_key_leaves_nothing_in_memory)
{
    FreedMemory const watch{"sk_test_between"};
    {
        auto text = concat_secret("Authorization: Bearer ", "sk_test_between", "\r\n");
        auto other = concat_secret("sk_test_between");
        other = std::move(text);
        text = concat_secret("Bearer ", "sk_test_between");
        SecretText const last{std::move(text)};
        BOOST_TEST(last.view() == "Bearer sk_test_between");
    }
    BOOST_TEST(watch.blocks() >= 3U);
    BOOST_TEST(watch.holding_it() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

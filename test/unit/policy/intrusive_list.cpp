#include "policy/intrusive_list.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <deque>
#include <random>
#include <vector>

using clerk::detail::IntrusiveList;
using clerk::detail::ListHook;

namespace {

struct First;
struct Second;

/// Can be in two lists at once.
struct Item : ListHook<First>, ListHook<Second>
{
    int number{0};
};

using FirstList = IntrusiveList<Item, First>;
using SecondList = IntrusiveList<Item, Second>;

template <class List>
std::vector<int> numbers(List& list)
{
    std::vector<int> all;
    for (auto* item = list.front(); item != nullptr; item = list.after(*item)) all.push_back(item->number);
    return all;
}

template <class Tag>
bool linked(Item const& item)
{
    return static_cast<ListHook<Tag> const&>(item).linked();
}

struct Fixture
{
    Fixture()
    {
        for (std::size_t i = 0; i < items.size(); ++i) items[i].number = static_cast<int>(i);
    }

    std::array<Item, 5> items;
    FirstList list;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(net_intrusive_list, Fixture)

BOOST_AUTO_TEST_CASE(an_empty_one_has_no_ends)
{
    BOOST_TEST(list.empty());
    BOOST_TEST(list.size() == 0U);
    BOOST_TEST(list.front() == nullptr);
    BOOST_TEST(list.back() == nullptr);
    BOOST_TEST(list.pop_front() == nullptr);
}

BOOST_AUTO_TEST_CASE(keeps_the_order_from_both_ends)
{
    list.push_back(items[2]);
    list.push_back(items[3]);
    list.push_front(items[1]);
    BOOST_TEST(numbers(list) == (std::vector{1, 2, 3}), boost::test_tools::per_element());
    BOOST_TEST(list.front() == &items[1]);
    BOOST_TEST(list.back() == &items[3]);
    BOOST_TEST(list.size() == 3U);
}

BOOST_AUTO_TEST_CASE(is_left_from_the_front_the_middle_and_the_back)
{
    for (auto& item : items) list.push_back(item);
    list.remove(items[2]);
    list.remove(items[0]);
    list.remove(items[4]);
    BOOST_TEST(numbers(list) == (std::vector{1, 3}), boost::test_tools::per_element());
    for (auto const left : {0U, 2U, 4U}) BOOST_TEST(!linked<First>(items[left]));
    BOOST_TEST(linked<First>(items[1]));
    list.push_back(items[0]);
    BOOST_TEST(list.pop_front() == &items[1]);
    BOOST_TEST(list.pop_front() == &items[3]);
    BOOST_TEST(list.pop_front() == &items[0]);
    BOOST_TEST(list.empty());
}

BOOST_AUTO_TEST_CASE(an_object_can_be_in_two_lists)
{
    SecondList other;
    list.push_back(items[0]);
    other.push_back(items[1]);
    other.push_back(items[0]);
    list.remove(items[0]);
    BOOST_TEST(!linked<First>(items[0]));
    BOOST_TEST(linked<Second>(items[0]));
    BOOST_TEST(numbers(other) == (std::vector{1, 0}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(behaves_like_a_deque)
{
    std::mt19937 random{1};
    std::deque<Item*> model;
    for (int i = 0; i < 5'000; ++i)
    {
        auto& item = items[random() % items.size()];
        if (linked<First>(item))
        {
            list.remove(item);
            std::erase(model, &item);
        }
        else if (random() % 2 == 0)
        {
            list.push_back(item);
            model.push_back(&item);
        }
        else
        {
            list.push_front(item);
            model.push_front(&item);
        }
        std::vector<int> expected;
        for (auto const* const each : model) expected.push_back(each->number);
        BOOST_REQUIRE(numbers(list) == expected);
        BOOST_REQUIRE(list.size() == model.size());
        BOOST_REQUIRE(list.back() == (model.empty() ? nullptr : model.back()));
    }
}

BOOST_AUTO_TEST_SUITE_END()

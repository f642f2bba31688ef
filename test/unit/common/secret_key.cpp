#include <clerk/secret_key.hpp>

#include "support/environment.hpp"

#include <boost/test/unit_test.hpp>

#include <concepts>
#include <optional>
#include <ostream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

using clerk::SecretKey;
using clerk::test::Environment;
using namespace std::string_view_literals;

namespace {

/// Returns the refusal of a text. Nothing if it is accepted.
std::optional<std::string> refusal(std::string_view text)
{
    try
    {
        SecretKey const key{text};
        return std::nullopt;
    }
    catch (std::invalid_argument const& error)
    {
        return error.what();
    }
}

template <class T>
concept Printable = requires(std::ostream& out, T const& value) { out << value; };

static_assert(!Printable<SecretKey>);
static_assert(!std::equality_comparable<SecretKey>);
static_assert(!std::is_convertible_v<SecretKey, std::string> && !std::is_convertible_v<SecretKey, std::string_view>);
static_assert(std::is_nothrow_move_constructible_v<SecretKey> && std::is_nothrow_move_assignable_v<SecretKey>);
static_assert(std::is_nothrow_default_constructible_v<SecretKey>);

} // namespace

BOOST_AUTO_TEST_SUITE(common_secret_key)

BOOST_AUTO_TEST_CASE(is_absent_by_default)
{
    BOOST_TEST(SecretKey{}.absent());
    BOOST_TEST(SecretKey{}.reveal().empty());
    BOOST_TEST(!SecretKey{"sk_test_1"}.absent());
}

BOOST_AUTO_TEST_CASE(is_constructed_from_any_kind_of_text)
{
    SecretKey const of_literal = "sk_test_abc";
    SecretKey const of_string = std::string{"sk_test_abc"};
    SecretKey const of_view = "sk_test_abc"sv;
    for (auto const* const key : {&of_literal, &of_string, &of_view}) BOOST_TEST(key->reveal() == "sk_test_abc");
}

BOOST_AUTO_TEST_CASE(accepts_visible_characters_only)
{
    for (int c = 0; c < 256; ++c)
    {
        BOOST_TEST_CONTEXT("character " << c)
        {
            for (std::size_t at : {0U, 3U, 6U})
            {
                std::string text = "abcdef";
                text.insert(at, 1, static_cast<char>(c));
                BOOST_TEST(refusal(text).has_value() == (c < 0x21 || c > 0x7e));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(an_error_never_quotes_the_text)
{
    struct
    {
        std::string_view text, why;
    } const table[]{
        {"", "secret_key: is empty"},
        {"sk_test_4eC39Hq\n", "secret_key: contains a character outside visible ASCII"},
        {" sk_test_4eC39Hq", "secret_key: contains a character outside visible ASCII"},
        {"sk_test_4eC39Hq\0"sv, "secret_key: contains a character outside visible ASCII"},
        {"sk_test_4eC39Hq\r\nHost: evil", "secret_key: contains a character outside visible ASCII"},
        {"sk_test_4eC39Hq\xc3\xa9", "secret_key: contains a character outside visible ASCII"},
        {"pk_test_4eC39Hq", "secret_key: is a publishable key (pk_...); a secret key is needed"},
        {"pk_live_4eC39Hq", "secret_key: is a publishable key (pk_...); a secret key is needed"},
    };

    for (auto const& [text, why] : table)
    {
        auto const said = refusal(text);
        BOOST_REQUIRE(said.has_value());
        BOOST_TEST(*said == why);
        BOOST_TEST(said->find("4eC39Hq") == std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(a_null_pointer_is_refused_as_empty)
{
    BOOST_CHECK_THROW(SecretKey{static_cast<char const*>(nullptr)}, std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(copies_are_equal_and_independent)
{
    SecretKey const key{"sk_test_copied"};
    SecretKey copy{key};
    BOOST_TEST(copy.reveal() == key.reveal());
    BOOST_TEST(static_cast<void const*>(copy.reveal().data()) != static_cast<void const*>(key.reveal().data()));
    copy = SecretKey{"sk_test_other"};
    BOOST_TEST(key.reveal() == "sk_test_copied");
    copy = key;
    BOOST_TEST(copy.reveal() == "sk_test_copied");
    BOOST_TEST(SecretKey{SecretKey{}}.absent());
}

BOOST_AUTO_TEST_CASE(a_moved_from_key_is_absent)
{
    SecretKey first{"sk_test_moved"};
    SecretKey second{std::move(first)};
    BOOST_TEST(first.absent());
    BOOST_TEST(second.reveal() == "sk_test_moved");
    SecretKey third{"sk_test_replaced"};
    third = std::move(second);
    BOOST_TEST(second.absent());
    BOOST_TEST(third.reveal() == "sk_test_moved");
}

BOOST_AUTO_TEST_CASE(assigning_a_key_to_itself_keeps_it)
{
    SecretKey key{"sk_test_self"};
    auto& same = key;
    key = same;
    BOOST_TEST(key.reveal() == "sk_test_self");
    key = std::move(same);
    BOOST_TEST(key.reveal() == "sk_test_self");
}

BOOST_AUTO_TEST_CASE(the_environment_provides_defaults)
{
    {
        Environment const set{"CLERK_SECRET_KEY", "sk_test_env"};
        BOOST_TEST(SecretKey::from_environment().reveal() == "sk_test_env");
    }
    {
        Environment const empty{"CLERK_SECRET_KEY", ""};
        BOOST_TEST(SecretKey::from_environment().absent());
    }
    Environment const unset{"CLERK_SECRET_KEY", nullptr};
    BOOST_TEST(SecretKey::from_environment().absent());
}

BOOST_AUTO_TEST_CASE(a_bad_key_in_the_environment_is_refused)
{
    for (auto const* const value : {"pk_test_env", "sk_test env", "sk_test\nenv"})
    {
        Environment const set{"CLERK_SECRET_KEY", value};
        BOOST_CHECK_THROW(static_cast<void>(SecretKey::from_environment()), std::invalid_argument);
    }
}

BOOST_AUTO_TEST_SUITE_END()

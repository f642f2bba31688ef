#include "memory/own_memory.hpp"
#include "memory/peer_process.hpp"
#include "support/rig.hpp"

#include <strings.h>

#include <array>
#include <random>
#include <thread>

using namespace clerk::test;
using clerk::ErrorKind;
using clerk::SecretKey;

// Searches the memory of the process for a generated key: present while a client exists, absent afterwards.
BOOST_AUTO_TEST_SUITE(secrets_in_memory)

namespace {

/// A key that is stored in reverse order.
std::string make_backwards()
{
    std::random_device random;
    std::string text;
    for (int i = 0; i < 40; ++i) text += static_cast<char>('a' + random() % 26);
    return text + "_tset_ks";
}

SecretKey key_of(std::string const& backwards)
{
    std::array<char, 64> text{};
    std::copy(backwards.rbegin(), backwards.rend(), text.begin());
    SecretKey key{std::string_view{text.data(), backwards.size()}};
    ::explicit_bzero(text.data(), text.size());
    return key;
}

/// Overwrites the stack as a running program does: it may contain spilled registers.
void use_stack()
{
    std::array<char, 64 * 1024> bytes;
    ::explicit_bzero(bytes.data(), bytes.size());
}

void invite(clerk::ClientOptions const& options, int calls)
{
    Rig rig{options};
    for (int i = 0; i < calls; ++i)
    {
        std::optional<Created> result;
        rig.begin(result);
        run_out(rig.context);
        BOOST_TEST_REQUIRE(result.has_value());
        // The backend expects another key: the request has come, and the key with it.
        BOOST_TEST((!*result && result->error().status == 401));
    }
}

} // namespace

BOOST_AUTO_TEST_CASE(the_search_finds_an_existing_key)
{
    auto const backwards = make_backwards();
    BOOST_TEST(count_in_own_memory(backwards) == 0U);
    {
        auto const key = key_of(backwards);
        BOOST_TEST(count_in_own_memory(backwards) == 1U);
    }
    use_stack();
    BOOST_TEST(count_in_own_memory(backwards) == 0U);
}

BOOST_AUTO_TEST_CASE(destroyed_clients_leave_no_key_in_memory)
{
    PeerProcess const peer;
    auto const backwards = make_backwards();
    {
        auto options = peer.client_options();
        options.secret_key = key_of(backwards);
        invite(options, 5);
        BOOST_TEST(count_in_own_memory(backwards) >= 1U);
    }
    use_stack();
    BOOST_TEST(count_in_own_memory(backwards) == 0U);
}

BOOST_AUTO_TEST_CASE(failed_connections_leave_no_key_in_memory)
{
    auto const backwards = make_backwards();
    {
        clerk::ClientOptions options;
        options.secret_key = key_of(backwards);
        options.api_url = "https://127.0.0.1:1";
        options.retry.max_attempts = 1;
        Rig rig{options};
        auto const result = rig.create();
        BOOST_TEST((!result && result.error().kind == ErrorKind::transport));
    }
    use_stack();
    BOOST_TEST(count_in_own_memory(backwards) == 0U);
}

BOOST_AUTO_TEST_CASE(replaced_keys_leave_no_copy_in_memory)
{
    PeerProcess const peer;
    auto const first = make_backwards();
    auto const second = make_backwards();
    {
        auto options = peer.client_options();
        options.secret_key = key_of(first);
        Rig rig{options};
        options.secret_key = {};
        BOOST_TEST(!rig.create().has_value());
        rig.client.set_secret_key(key_of(second));
        BOOST_TEST(!rig.create().has_value());
        use_stack();
        BOOST_TEST(count_in_own_memory(first) == 0U);
        BOOST_TEST(count_in_own_memory(second) >= 1U);
    }
    use_stack();
    BOOST_TEST(count_in_own_memory(second) == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

#include "support/rig.hpp"

#include <clerk/testing/fake_backend.hpp>

#include <exception>
#include <optional>

#include <pthread.h>

using namespace clerk::test;
using clerk::testing::FakeBackend;

// Servers with thousands of threads give each a small stack, and musl gives 128 KiB by default.
BOOST_AUTO_TEST_SUITE(small_stacks)

namespace {

constexpr std::size_t stack_size = 128 * 1024;

struct Work
{
    clerk::ClientOptions options;
    std::optional<Created> created;
    std::exception_ptr thrown;
};

void* create(void* argument)
{
    auto& work = *static_cast<Work*>(argument);
    try
    {
        boost::asio::io_context context;
        clerk::Client const client{context.get_executor(), work.options};
        client.invitations().create("a@example.com", [&](Created created) { work.created.emplace(std::move(created)); });
        context.run();
    }
    catch (...)
    {
        work.thrown = std::current_exception();
    }
    return nullptr;
}

} // namespace

BOOST_AUTO_TEST_CASE(a_create_works_on_a_thread_of_128_kib)
{
    FakeBackend const backend;
    Work work;
    work.options = backend.client_options();
    pthread_attr_t attributes;
    pthread_t thread;
    BOOST_TEST_REQUIRE(::pthread_attr_init(&attributes) == 0);
    BOOST_TEST_REQUIRE(::pthread_attr_setstacksize(&attributes, stack_size) == 0);
    BOOST_TEST_REQUIRE(::pthread_create(&thread, &attributes, &create, &work) == 0);
    BOOST_TEST(::pthread_join(thread, nullptr) == 0);
    BOOST_TEST(::pthread_attr_destroy(&attributes) == 0);
    if (work.thrown) std::rethrow_exception(work.thrown);
    BOOST_TEST_REQUIRE(work.created.has_value());
    BOOST_TEST(work.created->has_value());
}

BOOST_AUTO_TEST_SUITE_END()

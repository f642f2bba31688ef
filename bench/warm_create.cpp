// Creates invitations one after the other over one warm connection, to count the cost of one: see bench/driver/guard.py.
//
// The stand-in runs in a process of its own (`--serve`), so that its work is not counted. `--control` does everything but
// the call, to measure the cost of the parameters; `--observed` has an observer that does nothing.
#include "malloc_count.hpp"
#include "support/params.hpp"

#include <clerk/clerk.hpp>
#include <clerk/testing/fake_backend.hpp>
#include <clerk/testing/reply.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

namespace {

namespace asio = boost::asio;

struct Counted
{
    long failures{0};
    bench::Mallocs mallocs;
};

asio::awaitable<void> create(clerk::Invitations invitations, long calls, bool control, Counted& counted)
{
    bench::Mallocs before;
    for (long i = -10; i < calls; ++i) // ten to warm up
    {
        if (i == 0) before = bench::mallocs();
        auto const params = bench::make_params();
        if (control) continue;
        auto const result = co_await invitations.create(params);
        if (!result)
        {
            std::cerr << result.error() << '\n';
            ++counted.failures;
        }
    }
    counted.mallocs = bench::mallocs() - before;
}

int serve(std::string const& ca_file)
{
    clerk::testing::FakeBackend backend;
    backend.remove_limit(clerk::testing::Endpoint::create);
    // A response that arrives before the wait costs fewer system calls. A late one always costs the same.
    constexpr std::size_t for_ever = 1'000'000;
    backend.script(clerk::testing::Reply::process().delayed(std::chrono::milliseconds{1}), for_ever);
    std::ofstream{ca_file} << backend.ca_pem();
    std::cout << backend.url() << std::endl;
    std::cin.get(); // until the other side closes
    return EXIT_SUCCESS;
}

int measure(std::string const& mode, long calls, std::string const& url, std::string const& ca_file)
{
    clerk::ClientOptions options;
    options.secret_key = "sk_test_fake_backend_key";
    options.api_url = url;
    options.tls.ca_file = ca_file;
    if (mode == "--observed") options.observer = std::make_shared<clerk::Observer>();
    asio::io_context context{1};
    clerk::Client const client{context.get_executor(), options};
    Counted counted;
    asio::co_spawn(context, create(client.invitations(), calls, mode == "--control", counted), asio::detached);
    context.run();
    std::cout << "mallocs " << counted.mallocs.count << " bytes " << counted.mallocs.bytes << '\n';
    return counted.failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

} // namespace

int main(int argc, char** argv)
{
    std::vector<std::string> const arguments{argv + 1, argv + argc};
    if (arguments.size() == 2 && arguments[0] == "--serve") return serve(arguments[1]);
    if (arguments.size() == 4 && (arguments[0] == "--create" || arguments[0] == "--observed" || arguments[0] == "--control"))
        return measure(arguments[0], std::atol(arguments[1].c_str()), arguments[2], arguments[3]);
    std::cerr << "usage: warm_create --serve CA_FILE | (--create | --observed | --control) CALLS URL CA_FILE\n";
    return EXIT_FAILURE;
}

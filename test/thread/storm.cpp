#include "support/many_threads.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <map>
#include <random>

using namespace clerk::test;
using namespace std::chrono_literals;
using clerk::Delivery;
using clerk::ErrorKind;
using clerk::testing::Endpoint;
using clerk::testing::FakeBackend;
using clerk::testing::FakeBackendOptions;
using clerk::testing::Reply;
namespace asio = boost::asio;

// Coroutines without strands of their making, faults at random, cancellation and deadlines at random.
BOOST_AUTO_TEST_SUITE(storm)

namespace {

/// What became of the calls; each address is invited once.
struct Tally
{
    std::mutex mutex;
    std::map<std::string, Created> results;
    std::map<ErrorKind, int> kinds;
    int wrong{0};
    int begun{0};

    void begin()
    {
        std::scoped_lock const lock{mutex};
        ++begun;
    }

    void end(std::string const& address, Created const& created)
    {
        std::scoped_lock const lock{mutex};
        if (created && created->email_address != address) ++wrong;
        if (!created) ++kinds[created.error().kind];
        results.insert_or_assign(address, created);
    }
};

Reply random_reply(std::minstd_rand& random)
{
    auto const delay = std::chrono::milliseconds{random() % 6};
    switch (random() % 12)
    {
    case 0:
        return Reply::reset();
    case 1:
        return Reply::close();
    case 2:
        return Reply::lost_after_processing().delayed(delay);
    case 3:
        return Reply::process().resetting(random() % 300);
    case 4:
        return Reply::status(static_cast<int>(500 + random() % 5)).delayed(delay);
    case 5:
        return Reply::process().split(1 + random() % 50);
    case 6:
        return Reply::process().closing();
    case 7:
        return Reply::raw("HTTP/1.1 200 OK\r\nContent-Length: nonsense\r\n\r\n");
    case 8:
        return Reply::status(429).without_header("Retry-After");
    case 9:
        return Reply::process().with_body("{}");
    case 10:
        return Reply::process().delayed(delay * 20);
    default:
        return Reply::process().delayed(delay);
    }
}

struct Storm
{
    FakeBackend& backend;
    clerk::Client client;
    Tally tally;
    std::chrono::steady_clock::time_point until;
};

/// One call after the other, each cancelled or timed out at random.
class Caller
{
public:
    Caller(Storm& storm, asio::io_context& context, int number)
        : storm_{storm}, strand_{make_strand(context)}, timer_{strand_}, random_{static_cast<unsigned>(number + 1)},
          name_{"c" + std::to_string(number) + "-"}
    {}

    void start()
    {
        asio::post(strand_, [this] { next(); });
    }

private:
    void next()
    {
        if (std::chrono::steady_clock::now() >= storm_.until) return;
        if (random_() % 4 == 0) storm_.backend.script(random_reply(random_));
        std::string const address = name_ + std::to_string(++calls_) + "@example.com";
        clerk::RequestOptions options;
        if (random_() % 3 == 0) options.timeout = std::chrono::milliseconds{1 + random_() % 60};
        storm_.tally.begin();
        storm_.client.invitations().create(
            address, options,
            asio::bind_executor(strand_, asio::bind_cancellation_slot(signal_.slot(), [this, address](Created created) {
                                    storm_.tally.end(address, created);
                                    timer_.cancel();
                                    next();
                                })));
        if (random_() % 3 != 0) return;
        timer_.expires_after(std::chrono::microseconds{random_() % 20'000});
        timer_.async_wait([this, type = 1U << (random_() % 3)](boost::system::error_code ec) {
            if (!ec) signal_.emit(static_cast<asio::cancellation_type>(type));
        });
    }

    Storm& storm_;
    asio::strand<asio::io_context::executor_type> strand_;
    asio::steady_timer timer_;
    asio::cancellation_signal signal_;
    std::minstd_rand random_;
    std::string name_;
    int calls_{0};
};

/// How often each address was in a request that was read whole.
std::map<std::string, int> asked(FakeBackend const& backend)
{
    std::map<std::string, int> count;
    for (auto const& request : backend.requests())
        ++count[std::string{boost::json::parse(request.body).at("email_address").as_string()}];
    return count;
}

void check(Storm& storm)
{
    auto const requests = asked(storm.backend);
    std::map<std::string, int> invited;
    for (auto const& invitation : storm.backend.invitations()) ++invited[invitation.email_address];
    std::scoped_lock const lock{storm.tally.mutex};
    int duplicates = 0;
    int lies = 0;
    for (auto const& [address, result] : storm.tally.results)
    {
        bool const is_there = invited.contains(address);
        if (invited.contains(address) && invited[address] > 1) ++duplicates;
        if (result && !is_there) ++lies;
        if (!result && result.error().delivery != Delivery::unknown && is_there) ++lies;
        // More than one request only where each but the last was answered 429.
        if (requests.contains(address) && requests.at(address) > 1 && !result && result.error().attempts < requests.at(address))
            ++duplicates;
    }
    BOOST_TEST(storm.tally.wrong == 0);
    BOOST_TEST(duplicates == 0);
    BOOST_TEST(lies == 0);
    BOOST_TEST(storm.tally.begun == static_cast<int>(storm.tally.results.size()), "no call was lost");
    check_quiet(storm.client);
    BOOST_TEST_MESSAGE("storm: " << storm.tally.begun << " calls, " << invited.size() << " invitations");
    for (auto const& [kind, count] : storm.tally.kinds) BOOST_TEST_MESSAGE("storm: " << kind << " " << count);
}

clerk::ClientOptions stormy(FakeBackend const& backend)
{
    auto options = backend.client_options();
    options.pool.max_connections = 8;
    options.pool.idle_timeout = 20ms;
    options.retry.base_delay = 2ms;
    options.retry.max_delay = 10ms;
    options.timeouts.response = 80ms;
    return options;
}

FakeBackendOptions large_journal()
{
    FakeBackendOptions options;
    options.max_recorded_requests = 1'000'000;
    return options;
}

} // namespace

BOOST_AUTO_TEST_CASE(two_seconds_of_faults_lose_nothing_and_repeat_nothing)
{
    FakeBackend backend{large_journal()};
    backend.remove_limit(Endpoint::create);
    asio::io_context context{4};
    Storm storm{backend, clerk::Client{context.get_executor(), stormy(backend)}, {}, std::chrono::steady_clock::now() + 2s};
    std::vector<std::unique_ptr<Caller>> callers;
    for (int i = 0; i < 64; ++i) callers.push_back(std::make_unique<Caller>(storm, context, i));
    for (auto const& caller : callers) caller->start();
    std::thread trouble{[&] {
        std::minstd_rand random{7};
        while (std::chrono::steady_clock::now() < storm.until)
        {
            std::this_thread::sleep_for(std::chrono::milliseconds{random() % 100});
            random() % 2 == 0 ? backend.close_idle_connections() : backend.reset_connections();
        }
    }};
    run_on_threads(context, 4);
    trouble.join();
    check(storm);
}

BOOST_AUTO_TEST_CASE(closing_in_the_midst_of_a_storm_ends_every_call)
{
    for (auto after : {10ms, 50ms, 150ms})
    {
        FakeBackend backend{large_journal()};
        backend.remove_limit(Endpoint::create);
        asio::io_context context{4};
        Storm storm{
            backend, clerk::Client{context.get_executor(), stormy(backend)}, {}, std::chrono::steady_clock::now() + after * 2};
        std::vector<std::unique_ptr<Caller>> callers;
        for (int i = 0; i < 64; ++i) callers.push_back(std::make_unique<Caller>(storm, context, i));
        for (auto const& caller : callers) caller->start();
        std::thread closer{[&] {
            std::this_thread::sleep_until(storm.until - after);
            storm.client.close();
        }};
        run_on_threads(context, 4);
        closer.join();
        check(storm);
        BOOST_TEST(storm.client.stats().open == 0U);
    }
}

BOOST_AUTO_TEST_SUITE_END()

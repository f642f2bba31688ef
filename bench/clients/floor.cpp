// Close to the minimal cost of the work: epoll, OpenSSL on the socket, a constant head, a minimal parser.
//
// It verifies the server, and that is all: no deadline, no cancellation, no look at a connection before its use, no limit, one
// thread. Metadata stays text.
#include "clients/floor_answer.hpp"
#include "clients/floor_connection.hpp"
#include "support/due_timer.hpp"
#include "support/load.hpp"

#include <sys/epoll.h>

#include <array>
#include <cstdlib>
#include <deque>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <vector>

namespace {

using bench::Load;
using bench::floor::Connection;

class Client
{
public:
    Client(bench::Options const& options, Load& load)
        : options_{options}, load_{load}, context_{options}, host_{options.host + ":" + options.port}
    {}

    void run()
    {
        if (options_.rate <= 0)
            for (long i = 0; i < options_.concurrency; ++i) waiting_.push_back(Load::Clock::now());
        while (!load_.over())
        {
            if (options_.rate > 0)
                while (load_.due() <= Load::Clock::now()) waiting_.push_back(load_.take());
            start_waiting();
            wait();
        }
    }

private:
    void start_waiting()
    {
        while (!waiting_.empty())
        {
            if (idle_.empty() && static_cast<long>(open_) >= options_.connections) return;
            auto* connection = idle_.empty() ? open() : idle_.back();
            if (!idle_.empty()) idle_.pop_back();
            start(*connection);
        }
    }

    Connection* open()
    {
        ++open_;
        auto& connection = *connections_.emplace_back(std::make_unique<Connection>(context_));
        epoll_event event{};
        event.events = EPOLLIN | EPOLLET;
        event.data.ptr = &connection;
        epoll_ctl(epoll_, EPOLL_CTL_ADD, connection.descriptor(), &event);
        return &connection;
    }

    void start(Connection& connection)
    {
        connection.begun = waiting_.front();
        waiting_.pop_front();
        connection.send(host_);
    }

    void wait()
    {
        std::array<epoll_event, 256> events;
        if (options_.rate > 0) timer_.set(load_.due());
        int const count = epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), -1);
        for (int i = 0; i < count; ++i)
        {
            auto* const connection = static_cast<Connection*>(events[static_cast<std::size_t>(i)].data.ptr);
            if (connection == nullptr)
                timer_.clear();
            else
                receive(*connection);
        }
    }

    void receive(Connection& connection)
    {
        using Progress = Connection::Progress;
        bench::floor::Invitation invitation;
        auto const progress = connection.receive(invitation);
        if (progress == Progress::incomplete) return;
        load_.ended(connection.begun, progress != Progress::failed && !invitation.public_metadata.empty());
        if (options_.rate <= 0 && !load_.over()) waiting_.push_back(Load::Clock::now());
        if (progress == Progress::complete)
        {
            if (waiting_.empty())
                idle_.push_back(&connection);
            else
                start(connection);
            return;
        }
        --open_;
        std::erase_if(connections_, [&connection](auto const& each) { return each.get() == &connection; });
    }

    bench::Options const& options_;
    Load& load_;
    bench::floor::Context context_;
    std::string host_;
    int epoll_{epoll_create1(EPOLL_CLOEXEC)};
    bench::DueTimer timer_{epoll_};
    std::deque<Load::TimePoint> waiting_;
    std::vector<std::unique_ptr<Connection>> connections_;
    std::vector<Connection*> idle_;
    std::size_t open_{0};
};

} // namespace

int main(int argc, char** argv)
try
{
    auto const options = bench::parse_options(argc, argv);
    Load load{options};
    Client client{options, load};
    client.run();
    load.print();
}
catch (std::exception const& error)
{
    std::cerr << error.what() << '\n';
    return EXIT_FAILURE;
}

// The same call for those who write no coroutines: a callback, a future, and a call that can be cancelled.
//
// CLERK_SECRET_KEY holds the key.
#include <clerk/clerk.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <future>
#include <iostream>
#include <string_view>
#include <thread>

namespace {

namespace asio = boost::asio;

void print(std::string_view how, clerk::Result<clerk::Invitation> const& result)
{
    std::cout << how << ": ";
    if (result)
        std::cout << result->email_address << ' ' << result->status << '\n';
    else
        std::cout << result.error().kind << ", " << result.error().advice() << '\n';
}

// The handler runs on the client's context after `create` has returned, unless it is bound to another executor.
void with_a_callback(clerk::ClientOptions const& options)
{
    asio::io_context context;
    clerk::Client client{context.get_executor(), options};
    client.invitations().create("callback@example.com",
                                [](clerk::Result<clerk::Invitation> result) { print("callback", result); });
    context.run();
}

// The context runs on a thread of its own; any other thread may call and wait.
void with_a_future(clerk::ClientOptions const& options)
{
    asio::io_context context;
    auto work = asio::make_work_guard(context);
    std::thread thread{[&context] { context.run(); }};

    clerk::Client client{context.get_executor(), options};
    std::future<clerk::Result<clerk::Invitation>> future = client.invitations().create("future@example.com", asio::use_future);
    print("future", future.get());

    work.reset();
    thread.join();
}

// Nothing begins before a deferred call is given a handler, and the slot of a signal with it.
void with_a_cancellation(clerk::ClientOptions const& options)
{
    asio::io_context context;
    clerk::Client client{context.get_executor(), options};
    asio::cancellation_signal cancel;

    auto call = client.invitations().create("deferred@example.com", asio::deferred);
    auto handler = [](clerk::Result<clerk::Invitation> result) { print("cancelled", result); };
    std::move(call)(asio::bind_cancellation_slot(cancel.slot(), handler));
    cancel.emit(asio::cancellation_type::terminal); // on the thread that runs the context, as Asio demands
    context.run();
}

} // namespace

int main()
{
    auto const options = clerk::ClientOptions::from_environment();
    with_a_callback(options);
    with_a_future(options);
    with_a_cancellation(options);
}

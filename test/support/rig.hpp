#pragma once

#include "support/scripted_peer.hpp"

#include <clerk/clerk.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <concepts>
#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace clerk::test {

using Created = Result<Invitation>;

/// Longer than any correct operation takes.
inline constexpr std::chrono::seconds ceiling{30};

/// Runs the context and asserts that it runs out of work.
inline void run_out(boost::asio::io_context& context)
{
    context.restart();
    context.run_for(ceiling);
    BOOST_TEST(context.stopped(), "the context ran out of work");
}

/// Runs the context until the predicate is true.
inline void run_until(boost::asio::io_context& context, std::function<bool()> const& predicate)
{
    using namespace std::chrono_literals;
    auto const last = std::chrono::steady_clock::now() + ceiling;
    while (!predicate() && std::chrono::steady_clock::now() < last)
    {
        context.restart();
        context.run_one_for(1ms);
    }
    BOOST_REQUIRE(predicate());
}

/// Runs one awaitable to completion, and the context until it runs out of work.
template <class T>
T run(boost::asio::io_context& context, boost::asio::awaitable<T> awaitable)
{
    std::optional<T> result;
    std::exception_ptr failure;
    boost::asio::co_spawn(context, std::move(awaitable), [&](std::exception_ptr thrown, T value) {
        failure = thrown;
        result.emplace(std::move(value));
    });
    run_out(context);
    if (failure) std::rethrow_exception(failure);
    BOOST_REQUIRE(result.has_value());
    return std::move(*result);
}

inline void run(boost::asio::io_context& context, boost::asio::awaitable<void> awaitable)
{
    std::optional<std::exception_ptr> result;
    boost::asio::co_spawn(context, std::move(awaitable), [&](std::exception_ptr thrown) { result = thrown; });
    run_out(context);
    BOOST_REQUIRE(result.has_value());
    if (*result) std::rethrow_exception(*result);
}

/// Checks that no connection is leased or being opened, and no call waits.
inline void check_quiet(Client const& client)
{
    auto const stats = client.stats();
    BOOST_TEST(stats.connections_leased == 0U);
    BOOST_TEST(stats.calls_waiting == 0U);
    BOOST_TEST(stats.connections_open == stats.connections_idle);
}

/// A context and a client of it.
struct Rig
{
    boost::asio::io_context context{1};
    Client client;
    Invitations invitations{client.invitations()};

    explicit Rig(ClientOptions const& options) : client{context.get_executor(), options} {}

    /// @param make_client  called with the context
    template <std::invocable<boost::asio::io_context&> MakeClient>
    explicit Rig(MakeClient&& make_client) : client{std::forward<MakeClient>(make_client)(context)}
    {}

    /// A call, its signal and its result.
    struct Call
    {
        boost::asio::cancellation_signal signal;
        std::optional<Created> result;
        int completions{0};
        std::optional<boost::asio::any_io_executor> executor; ///< the handler's; unset = the client's
        std::function<void()> in_handler;                     ///< if set, the handler ends with it
    };

    void begin(Call& call, RequestOptions options = {}, CreateInvitationParams const& params = {"a@example.com"})
    {
        auto handler = [&call](Created created) {
            ++call.completions;
            call.result.emplace(std::move(created));
            if (call.in_handler) call.in_handler();
        };
        auto const executor = call.executor.value_or(context.get_executor());
        invitations.create(
            params, options,
            boost::asio::bind_executor(executor, boost::asio::bind_cancellation_slot(call.signal.slot(), std::move(handler))));
    }

    /// Starts a create and stores its result.
    void begin(std::optional<Created>& result, RequestOptions options = {},
               CreateInvitationParams const& params = {"a@example.com"})
    {
        invitations.create(params, options, [&result](Created created) { result.emplace(std::move(created)); });
    }

    [[nodiscard]] ClientStats stats() const { return client.stats(); }

    /// Runs the context until it is out of work. Asserts that the call completed once and that the client is idle.
    Created& finish(Call& call)
    {
        run_out(context);
        BOOST_REQUIRE(call.result.has_value());
        BOOST_TEST(call.completions == 1);
        check_quiet(client);
        return *call.result;
    }

    /// Runs one create to completion. Asserts that the client is then idle and the context out of work.
    Created create(RequestOptions options = {}, CreateInvitationParams const& params = {"a@example.com"})
    {
        std::optional<Created> result;
        begin(result, options, params);
        run_out(context);
        BOOST_REQUIRE(result.has_value());
        check_quiet(client);
        return std::move(*result);
    }

    /// Destroys all handles of the client. Only the context can be used afterwards.
    void destroy_client()
    {
        Client const client_destroyed{std::move(client)};
        Invitations const invitations_destroyed{std::move(invitations)};
    }
};

/// The expected error.
struct Expected
{
    ErrorKind kind;
    Delivery delivery;
    Phase phase;
    int status{0};
};

inline void check_error(Created const& result, Expected const& expected)
{
    BOOST_REQUIRE_MESSAGE(!result.has_value(), "the call failed");
    auto const& error = result.error();
    BOOST_TEST_CONTEXT(error)
    {
        BOOST_TEST(error.kind == expected.kind);
        BOOST_TEST(error.delivery == expected.delivery);
        BOOST_TEST(error.phase == expected.phase);
        BOOST_TEST(error.status == expected.status);
    }
}

inline void check_created(Created const& result, std::string const& id)
{
    BOOST_REQUIRE_MESSAGE(result.has_value(), (result ? std::string{} : result.error().message()));
    BOOST_TEST(result->id == id);
}

} // namespace clerk::test

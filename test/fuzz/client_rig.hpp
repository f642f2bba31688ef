#pragma once

#include "fuzz/promises.hpp"
#include "fuzz/scripted_server.hpp"
#include "support/event_checker.hpp"
#include "support/manual_clock.hpp"

#include <clerk/client.hpp>
#include <clerk/client_options.hpp>
#include <clerk/request_options.hpp>
#include <clerk/result.hpp>

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <deque>
#include <memory>
#include <optional>
#include <string>

namespace clerk::fuzz {

/// A client with a manual clock, its server and all calls. Each step performs an action and then checks the promises that hold at
/// any time.
class ClientRig
{
public:
    /// @param observed whether the client has an observer, whose events are checked
    ClientRig(ClientOptions options, bool observed);
    ClientRig(ClientRig const&) = delete;
    ClientRig& operator=(ClientRig const&) = delete;
    /// Destroys the client and the context in any state.
    ~ClientRig();

    /// @param method  `POST` is a create
    void call(std::string const& method, RequestOptions const& options);
    /// Cancels the call of that index.
    void cancel(std::size_t index, boost::asio::cancellation_type type);
    void advance(std::chrono::milliseconds time);
    void warm_up(std::size_t connections);
    void shutdown(std::chrono::milliseconds grace);
    void close();

    /// Actions of the server on the connection with this index.
    void answer(std::size_t index, int status, std::chrono::seconds retry_after);
    /// The first bytes of a good answer.
    void answer_partly(std::size_t index, std::size_t size);
    void send(std::size_t index, std::string_view bytes);
    void fin(std::size_t index);
    void reset(std::size_t index);

    [[nodiscard]] std::size_t calls() const noexcept { return calls_.size(); }

    [[nodiscard]] std::size_t connections() noexcept { return server_.connections().size(); }

    /// Advances the clock until all calls are complete, closes the client and checks the final promises.
    void finish();

private:
    struct Call
    {
        CallRecord record;
        boost::asio::cancellation_signal signal;
    };

    ScriptedServer::Connection& connection(std::size_t index);
    void note(std::size_t index, bool value, bool right_value, ClerkError const& error);
    /// Runs client and server until both are idle, then checks the promises that hold at any time.
    void settle();
    /// Returns whether the server had anything to do.
    bool pump();
    void require_counters() const;
    void keep_answer(ScriptedServer::Connection& connection, Answer answer);

    // Before the context, whose end destroys handlers that name them.
    test::ManualClock clock_;
    std::deque<Call> calls_;
    std::chrono::steady_clock::time_point creates_held_until_{};
    int shutdowns_{0};
    int warm_ups_{0};
    ScriptedServer server_;
    std::chrono::milliseconds total_;
    int max_attempts_;
    std::shared_ptr<test::EventChecker> checker_ = std::make_shared<test::EventChecker>();
    std::optional<boost::asio::io_context> context_;
    std::optional<Client> client_;
    bool closed_{false}; ///< or being shut down
};

} // namespace clerk::fuzz

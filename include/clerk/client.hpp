#pragma once

#include <clerk/api_request.hpp>
#include <clerk/client_options.hpp>
#include <clerk/client_stats.hpp>
#include <clerk/detail/asio_macros.hpp>
#include <clerk/detail/misuse.hpp>
#include <clerk/export.hpp>
#include <clerk/handle_options.hpp>
#include <clerk/invitations.hpp>
#include <clerk/result.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/execution_context.hpp>

#include <chrono>
#include <concepts>
#include <cstddef>
#include <memory>
#include <type_traits>
#include <utility>

namespace clerk {

namespace detail {
struct ClientAccess;
}

/// A pool of verified TLS connections to Clerk. A handle: cheap to copy.
///
/// The client opens connections when calls need them. An idle client has no work on its context, so `io_context::run` returns
/// when all calls are complete.
/// @par Thread safety
/// Safe to use from any thread, including the same object, except for assignment. Any number of threads may run the context; no
/// strand is needed.
/// @par Lifetimes
/// All copies and `Invitations` handles share the pool. Running calls complete normally. The pool closes when the last handle and
/// the last call are gone. The context may be destroyed before or after the handles. A moved-from handle, and a handle without
/// its context, may only be assigned to or destroyed; debug builds of the library assert this.
class CLERK_EXPORT Client
{
public:
    /// Validates the options and prepares TLS. Opens no connection.
    ///
    /// @throws std::invalid_argument naming the invalid option, including an unreadable `ca_file` and invalid PEM
    Client(boost::asio::any_io_executor const& executor, ClientOptions const& options)
        : Client{executor, options, detail::AsioMacros{}}
    {}

    /// As above, with the executor of a context, which must outlive all calls.
    template <class ExecutionContext>
        requires std::convertible_to<ExecutionContext&, boost::asio::execution_context&>
    Client(ExecutionContext& context, ClientOptions const& options) : Client{context.get_executor(), options}
    {}

    /// Deleted: a temporary context is destroyed before the client.
    template <class ExecutionContext, class = detail::misuse::ATemporaryContextIsDestroyedBeforeTheClient>
        requires(!std::is_lvalue_reference_v<ExecutionContext> &&
                 std::convertible_to<ExecutionContext&, boost::asio::execution_context&>)
    Client(ExecutionContext&& context, ClientOptions const& options)
        CLERK_DETAIL_DELETED("a temporary context is destroyed before the client");

    /// The type of `get_executor()`.
    using executor_type = boost::asio::any_io_executor;

    /// Returns the executor that the client was constructed with.
    [[nodiscard]] executor_type get_executor() const noexcept { return detail::executor_of(core_); }

    /// Returns the operations on invitations.
    [[nodiscard]] Invitations invitations() const;

    /// Returns the operations on invitations, with another API version or additional header fields. Pool and rate limits are
    /// shared with the other handles.
    ///
    /// @throws std::invalid_argument naming the invalid option
    [[nodiscard]] Invitations invitations(HandleOptions const& options) const;

    /// Sends a request to any endpoint of Clerk's API, with the pool, deadlines and error handling of the named operations.
    ///
    /// @returns a 2xx response
    /// @par Errors
    /// Any kind. `invalid_argument` names the invalid member of the request. `decode`: the body of a 2xx is neither empty nor
    /// JSON.
    /// @par Retry
    /// GET, PUT and DELETE are idempotent (RFC 9110, 9.2.2) and retried like a list. POST and PATCH are retried like a create.
    /// @par Cancellation
    /// As for `Invitations::create`.
    [[nodiscard]] boost::asio::awaitable<Result<ApiResponse>> request(ApiRequest const& request,
                                                                      RequestOptions options = {}) const;

    /// As above, with any completion token of signature `void(Result<ApiResponse>)`.
    template <boost::asio::completion_token_for<void(Result<ApiResponse>)> Token>
    auto request(ApiRequest const& request, RequestOptions options, Token&& token) const
    {
        return boost::asio::async_initiate<Token, void(Result<ApiResponse>)>(detail::Initiation<ApiResponse>{core_}, token,
                                                                             prepare_request(request, options));
    }

    /// As above, with the options of the client.
    template <boost::asio::completion_token_for<void(Result<ApiResponse>)> Token>
    auto request(ApiRequest const& request, Token&& token) const
    {
        return this->request(request, RequestOptions{}, std::forward<Token>(token));
    }

    /// Uses this key for all requests that begin from now on, including those of waiting calls. Running requests are not
    /// affected.
    ///
    /// The old key is wiped when the last request that uses it is complete.
    /// @throws std::invalid_argument if the key is absent
    void set_secret_key(SecretKey const& key) const;

    /// Opens connections before calls need them, until `n` are open, but at most `max_connections`.
    ///
    /// @returns the number of open connections when all attempts have ended; the last error if it is zero
    /// @par Errors
    /// `transport`, `tls` or `timeout`: no connection could be opened. `closed`.
    /// @par Cancellation
    /// Supports terminal, partial and total cancellation. Connection attempts continue.
    [[nodiscard]] boost::asio::awaitable<Result<std::size_t>> warm_up(std::size_t n) const;

    /// As above, with any completion token of signature `void(Result<std::size_t>)`.
    template <boost::asio::completion_token_for<void(Result<std::size_t>)> Token>
    auto warm_up(std::size_t n, Token&& token) const
    {
        return boost::asio::async_initiate<Token, void(Result<std::size_t>)>(detail::WarmUpInitiation{core_}, token, n);
    }

    /// Rejects new calls, waits up to `grace` for running calls, then closes the client. Calls that are still running then end
    /// with `closed`.
    ///
    /// Negative: no grace. Maximum: 365 days. If several shutdowns run, the shortest grace decides.
    /// @par Cancellation
    /// Supports terminal, partial and total cancellation: stops waiting. The client still rejects new calls.
    [[nodiscard]] boost::asio::awaitable<void> shutdown(std::chrono::milliseconds grace) const;

    /// As above, with any completion token of signature `void()`.
    template <boost::asio::completion_token_for<void()> Token>
    auto shutdown(std::chrono::milliseconds grace, Token&& token) const
    {
        return boost::asio::async_initiate<Token, void()>(detail::ShutdownInitiation{core_}, token, grace);
    }

    /// Ends waiting and running calls with `closed`, closes all connections and rejects new calls. Never waits or allocates.
    void close() const;

    /// Returns the state of the pool and its counters.
    [[nodiscard]] ClientStats stats() const;

    CLERK_DETAIL_REFUSE_MISUSE(request, ApiRequest const&, void(Result<ApiResponse>));
    CLERK_DETAIL_REFUSE_WRONG_TOKEN(warm_up, void(Result<std::size_t>), std::size_t);
    CLERK_DETAIL_REFUSE_WRONG_TOKEN(shutdown, void(), std::chrono::milliseconds);

private:
    friend struct detail::ClientAccess;

    explicit Client(std::shared_ptr<detail::ClientCore> core) noexcept : core_{std::move(core)} {}

    Client(boost::asio::any_io_executor const& executor, ClientOptions const& options, detail::AsioMacros);

    [[nodiscard]] detail::PreparedCall prepare_request(ApiRequest const& request, RequestOptions options) const;

    std::shared_ptr<detail::ClientCore> core_;
};

} // namespace clerk

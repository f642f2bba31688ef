#pragma once

#include <clerk/api_request.hpp>
#include <clerk/client_options.hpp>
#include <clerk/client_stats.hpp>
#include <clerk/detail/asio_macros.hpp>
#include <clerk/export.hpp>
#include <clerk/handle_options.hpp>
#include <clerk/invitations.hpp>
#include <clerk/result.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <utility>

namespace clerk {

/// A pool of verified TLS connections to Clerk, and what all calls over it share. A handle: cheap to copy.
///
/// Nothing is connected before the first call. An idle client keeps no work on its context, so `io_context::run` returns when the
/// calls are done.
/// @par Executor and threads
/// Any member from any thread at any time, on distinct or the same object, assignment excepted. The context may be run by any
/// number of threads; no strand is needed.
/// @par Lifetimes
/// All copies and `Invitations` handles share one pool, which lives until the last of them and the last call is gone. The context
/// may be destroyed before or after them; a handle whose context is gone may only be destroyed.
class CLERK_EXPORT Client
{
public:
    /// Checks the options and prepares TLS; connects nothing.
    ///
    /// @throws std::invalid_argument naming the field that is out of its range, an unreadable `ca_file` or bad PEM included.
    Client(boost::asio::any_io_executor const& executor, ClientOptions const& options)
        : Client{executor, options, detail::AsioMacros{}}
    {}

    /// The operations on invitations.
    [[nodiscard]] Invitations invitations() const;

    /// The same through a handle whose calls ask for another API version or send header fields of the caller's. The pool,
    /// deadlines and rate limits are shared all the same.
    ///
    /// @throws std::invalid_argument naming the option that cannot be used
    [[nodiscard]] Invitations invitations(HandleOptions const& options) const;

    /// Asks any endpoint of Clerk's API, by the same pool, deadlines, errors and rules as the named operations.
    ///
    /// @returns a 2xx answer; all others are errors, as are redirects.
    /// @par Errors
    /// Any kind of `ClerkError`; `invalid_argument` for a request that no server could accept, naming the member; `decode` where
    /// the body of a 2xx is neither empty nor JSON.
    /// @par Retry
    /// GET, PUT and DELETE are idempotent (RFC 9110, 9.2.2) and repeated as a list is; POST and PATCH as a create is.
    /// @par Cancellation
    /// As of `Invitations::create`.
    [[nodiscard]] boost::asio::awaitable<Result<ApiResponse>> request(ApiRequest const& request,
                                                                      RequestOptions options = {}) const;

    /// The same with any completion token, of signature `void(Result<ApiResponse>)`.
    template <boost::asio::completion_token_for<void(Result<ApiResponse>)> Token>
    auto request(ApiRequest const& request, RequestOptions options, Token&& token) const
    {
        return boost::asio::async_initiate<Token, void(Result<ApiResponse>)>(detail::Launch<ApiResponse>{core_}, token,
                                                                             prepare_request(request, options));
    }

    /// Asks any endpoint with the client's own options. As above, with any completion token.
    template <boost::asio::completion_token_for<void(Result<ApiResponse>)> Token>
    auto request(ApiRequest const& request, Token&& token) const
    {
        return this->request(request, RequestOptions{}, std::forward<Token>(token));
    }

    /// Has all requests that begin from now on carry this key, those of waiting calls included. No call is dropped.
    ///
    /// The old key is wiped when the last request that carries it is done with.
    /// @throws std::invalid_argument where the key is absent
    void set_secret_key(SecretKey const& key) const;

    /// Opens connections ahead of the calls that will need them, until `n` (at most `max_connections`) are open.
    ///
    /// @returns how many are open when the last of those begun has come to be or failed; the last failure where none is.
    /// @par Errors
    /// `transport`, `tls` or `timeout` where no connection could be made; `closed`.
    /// @par Cancellation
    /// Terminal, partial and total; connections being opened are not given up.
    [[nodiscard]] boost::asio::awaitable<Result<std::size_t>> warm_up(std::size_t n) const;

    /// Refuses new calls, lets running ones end for `grace` (none where it is below zero; a year at most), then closes.
    ///
    /// Calls that have not ended by then end as `closed`. Several may run at once; the shortest grace decides.
    /// @par Cancellation
    /// Terminal, partial and total: stops waiting; the client goes on refusing new calls.
    [[nodiscard]] boost::asio::awaitable<void> shutdown(std::chrono::milliseconds grace) const;

    /// Ends waiting and running calls as `closed`, closes all connections and refuses new calls. Does not wait.
    void close() const;

    /// What the pool looks like now.
    [[nodiscard]] ClientStats stats() const;

private:
    Client(boost::asio::any_io_executor const& executor, ClientOptions const& options, detail::AsioMacros);

    [[nodiscard]] detail::PreparedCall prepare_request(ApiRequest const& request, RequestOptions options) const;

    std::shared_ptr<detail::ClientCore> core_;
};

} // namespace clerk

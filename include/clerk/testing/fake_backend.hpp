#pragma once

#include <clerk/client_options.hpp>
#include <clerk/invitation.hpp>
#include <clerk/testing/endpoint.hpp>
#include <clerk/testing/export.hpp>
#include <clerk/testing/fake_backend_options.hpp>
#include <clerk/testing/recorded_request.hpp>
#include <clerk/testing/reply.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace clerk::testing {

/// A stand-in for Clerk's Backend API in the process of a test: a TLS server on loopback with its own thread and certificate
/// authority. It creates, lists and revokes invitations by Clerk's rules and sends no e-mail.
///
/// ```cpp
/// clerk::testing::FakeBackend backend;
/// backend.script(clerk::testing::Reply::status(503));             // for the first request only
/// clerk::Client client{context.get_executor(), backend.client_options()};
/// // ... run the code under test ...
/// assert(backend.find("invite@example.com")->status == clerk::InvitationStatus::pending);
/// ```
/// Supports the create, bulk, list and revoke operations with their errors, the rate limits and the header fields of a response.
/// Other paths return 404. Limits and expiry follow a clock that `advance` moves.
///
/// @par Thread safety
/// Safe to use from any thread, except for the destructor.
/// @par Lifetimes
/// Independent of clients. The destructor waits for the thread.
class CLERK_TESTING_EXPORT FakeBackend
{
public:
    /// Starts the server. When the constructor returns, the port accepts connections.
    ///
    /// @throws std::invalid_argument naming the invalid option
    /// @throws std::system_error if the port cannot be used
    explicit FakeBackend(FakeBackendOptions options = {});
    FakeBackend(FakeBackend const&) = delete;
    FakeBackend& operator=(FakeBackend const&) = delete;
    /// Like `stop`.
    ~FakeBackend();

    /// Returns options for a `Client` of this backend: the key, the URL and the certificate authority. The rest are defaults.
    [[nodiscard]] ClientOptions client_options() const;
    /// Returns `https://127.0.0.1:PORT` and the path prefix; `http://` with `plain_http`.
    [[nodiscard]] std::string url() const;
    /// Returns the port.
    [[nodiscard]] std::uint16_t port() const noexcept;
    /// Returns the certificate authority as PEM text. Empty with `plain_http`.
    [[nodiscard]] std::string ca_pem() const;
    /// Returns the accepted key: `FakeBackendOptions::secret_key`.
    [[nodiscard]] std::string secret_key() const;

    /// Adds a user with this address. Inviting the address then fails with `form_identifier_exists`.
    void add_user(std::string_view address);
    /// Adds a pending invitation, as if a request had created it.
    Invitation add_invitation(std::string_view address);
    /// Adds the users and invitations of a JSON text, all of them or none:
    ///
    /// ```json
    /// {"users": ["user@example.com"],
    ///  "invitations": [{"email_address": "invite@example.com"},
    ///                  {"id": "inv_1", "email_address": "late@example.com", "status": "expired", "public_metadata": {"a": 1}}]}
    /// ```
    /// An invitation has the fields of Clerk's responses, or `expires_in_days` instead of `expires_at`. Only `email_address` is
    /// required. The address of an accepted invitation belongs to a user.
    /// @throws std::invalid_argument naming the invalid member, for example `invitations[1].status`
    void seed(std::string_view json);
    /// Accepts the latest pending invitation of an address, which then belongs to a user. Returns false if there is none.
    bool accept(std::string_view address);
    /// Returns all invitations, the oldest first.
    [[nodiscard]] std::vector<Invitation> invitations() const;
    /// Returns the latest invitation of an address, compared without regard to case.
    [[nodiscard]] std::optional<Invitation> find(std::string_view address) const;

    /// Advances the clock of the backend: invitations expire, rate limits end. Delays of replies do not depend on it.
    void advance(std::chrono::milliseconds duration);
    /// Returns the time of the backend: the system's time plus all advances.
    [[nodiscard]] Timestamp now() const;
    /// Allows `count` requests in each `window`, starting now. Further requests return 429 with the remaining seconds as
    /// `Retry-After`.
    ///
    /// @param endpoint the kind of requests
    /// @param count zero: no request
    /// @param window more than zero, by the clock of the backend
    void set_limit(Endpoint endpoint, std::size_t count, std::chrono::milliseconds window);
    /// Removes the limit.
    void remove_limit(Endpoint endpoint);

    /// Returns the complete requests in order, the latest `max_recorded_requests` at most.
    ///
    /// A request is recorded after it took effect and before its response is sent.
    [[nodiscard]] std::vector<RecordedRequest> requests() const;
    /// Removes all recorded requests and resets the count of `wait_for_requests`.
    void clear_requests();
    /// Blocks until `count` requests were read since the start or the last `clear_requests`. Returns false after `timeout`.
    [[nodiscard]] bool wait_for_requests(std::size_t count, std::chrono::milliseconds timeout) const;

    /// Returns the number of successful TLS handshakes; with `plain_http`, of accepted connections.
    [[nodiscard]] std::uint64_t connections() const;
    /// Returns the number of these connections that neither side has closed.
    [[nodiscard]] std::size_t open_connections() const;
    /// Blocks until exactly `count` connections are open. Returns false after `timeout`.
    [[nodiscard]] bool wait_for_open_connections(std::size_t count, std::chrono::milliseconds timeout) const;

    /// Queues a reply. Each request takes the first queued reply, whatever its content. If the queue is empty, requests are
    /// processed normally.
    ///
    /// @param reply the response to each of them
    /// @param times number of requests
    void script(Reply const& reply, std::size_t times = 1);
    /// Returns the number of queued replies.
    [[nodiscard]] std::size_t scripted() const;
    /// Removes all queued replies.
    void clear_script();
    /// Sends all responses that are being held.
    void release();

    /// Closes the connections without a running request, like a server after its idle timeout.
    void close_idle_connections();
    /// Resets all connections and continues to listen.
    void reset_connections();
    /// Stops listening and resets all connections. The recorded requests remain available.
    void stop();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace clerk::testing

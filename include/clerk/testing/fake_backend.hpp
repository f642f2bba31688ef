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

/// A stand-in for Clerk's Backend API inside a test's own process: a TLS server on loopback, with a thread and a certificate
/// authority of its own, that creates, lists and revokes invitations by Clerk's rules and sends no e-mail.
///
/// ```cpp
/// clerk::testing::FakeBackend backend;
/// backend.script(clerk::testing::Reply::status(503));             // only for the first request
/// clerk::Client client{context.get_executor(), backend.client_options()};
/// // … run the code under test …
/// assert(backend.find("invite@example.com")->status == clerk::InvitationStatus::pending);
/// ```
/// What it knows of Clerk: the create, bulk, list and revoke operations, their errors with codes and meta, the rate limits, and
/// the headers of an answer. Every other path is answered 404. Limits and expiry follow a clock that `advance` moves.
///
/// @par Executor and threads
/// Any member but the destructor from any thread at any time.
/// @par Lifetimes
/// Independent of any client: either may go first. Nothing of it outlives the destructor, which waits for its thread.
class CLERK_TESTING_EXPORT FakeBackend
{
public:
    /// Starts it; once this returns, the port accepts connections.
    ///
    /// @throws std::invalid_argument naming the option that is out of its range.
    /// @throws std::system_error where the port cannot be had.
    explicit FakeBackend(FakeBackendOptions options = {});
    FakeBackend(FakeBackend const&) = delete;
    FakeBackend& operator=(FakeBackend const&) = delete;
    /// As `stop`.
    ~FakeBackend();

    /// What a `Client` of this backend needs: the key, the url and whom to trust; all else is default.
    [[nodiscard]] ClientOptions client_options() const;
    /// `https://127.0.0.1:PORT`, with the path prefix where there is one; `http://` with `plain_http`.
    [[nodiscard]] std::string url() const;
    /// The port it listens on, whichever `FakeBackendOptions::port` asked for.
    [[nodiscard]] std::uint16_t port() const noexcept;
    /// The certificate authority to trust, as PEM text; empty with `plain_http`.
    [[nodiscard]] std::string ca_pem() const;
    /// The only key it accepts: `FakeBackendOptions::secret_key`.
    [[nodiscard]] std::string secret_key() const;

    /// Makes an address belong to a user: inviting it is refused as `form_identifier_exists`.
    void add_user(std::string_view address);
    /// Puts a pending invitation in place, as if it had been created by a request.
    Invitation add_invitation(std::string_view address);
    /// Puts users and invitations in place that a JSON text describes, all of them or none:
    ///
    /// ```json
    /// {"users": ["user@example.com"],
    ///  "invitations": [{"email_address": "invite@example.com"},
    ///                  {"id": "inv_1", "email_address": "late@example.com", "status": "expired", "public_metadata": {"a": 1}}]}
    /// ```
    /// An invitation has the fields of Clerk's answers, `email_address` alone is needed; or `expires_in_days` in place of
    /// `expires_at`. The address of one that was accepted becomes a user's.
    /// @throws std::invalid_argument naming what is wrong and where, as in `invitations[1].status`.
    void seed(std::string_view json);
    /// Lets the invited person accept the latest pending invitation of an address, who so becomes a user; false where there is
    /// none.
    bool accept(std::string_view address);
    /// All invitations, the oldest first.
    [[nodiscard]] std::vector<Invitation> invitations() const;
    /// The latest invitation of an address, in any spelling of upper and lower case.
    [[nodiscard]] std::optional<Invitation> find(std::string_view address) const;

    /// Moves the backend's clock ahead: invitations expire, rate limits end. Delays of replies do not follow it.
    void advance(std::chrono::milliseconds duration);
    /// What the backend's clock says: the system's time plus all advances.
    [[nodiscard]] Timestamp now() const;
    /// Allows `count` requests in each `window`, beginning anew; more are answered 429 with the seconds left as `Retry-After`.
    ///
    /// @param count   0 = refuse every request
    /// @param window  more than zero; by the backend's clock
    void set_limit(Endpoint endpoint, std::size_t count, std::chrono::milliseconds window);
    /// Allows any number of requests.
    void remove_limit(Endpoint endpoint);

    /// The requests that were read completely, in that order, at most the latest `max_recorded_requests`.
    ///
    /// A request is recorded after it took effect and before it is answered.
    [[nodiscard]] std::vector<RecordedRequest> requests() const;
    /// Forgets them; `wait_for_requests` counts from zero again.
    void clear_requests();
    /// Blocks until `count` requests were read since the start or the last `clear_requests`; false where `timeout` passed first.
    [[nodiscard]] bool wait_for_requests(std::size_t count, std::chrono::milliseconds timeout) const;

    /// How many TLS handshakes have ended well; with `plain_http`, how many connections were taken.
    [[nodiscard]] std::uint64_t connections() const;
    /// How many of these connections neither side has closed yet.
    [[nodiscard]] std::size_t open_connections() const;
    /// Blocks until exactly `count` connections are open; false where `timeout` passed first.
    [[nodiscard]] bool wait_for_open_connections(std::size_t count, std::chrono::milliseconds timeout) const;

    /// Queues a reply: the first request read from now on takes the first one queued, whatever it asks. With the queue empty,
    /// requests are processed as usual.
    ///
    /// @param times  how often to queue it
    void script(Reply const& reply, std::size_t times = 1);
    /// How many queued replies no request has taken yet.
    [[nodiscard]] std::size_t scripted() const;
    /// Drops them.
    void clear_script();
    /// Lets all answers go that are held now.
    void release();

    /// Closes in good order those connections on which no request is under way, as a server does after its idle time.
    void close_idle_connections();
    /// Resets all connections and goes on listening.
    void reset_connections();
    /// Stops listening and resets all connections. Afterwards the port refuses connections; what was recorded can still be read.
    void stop();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace clerk::testing

#pragma once

#include <clerk/testing/export.hpp>

#include <boost/json/object.hpp>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace clerk::testing {

/// How a `FakeBackend` shall treat one request: a script's line.
///
/// Begin with one of the named constructors, which say what is answered, and add how, in any order:
/// `Reply::status(503).with_header("Retry-After", "1").delayed(50ms)`.
///
/// The order of things is always the same: the request is read and, with `process`, takes effect; it is recorded; the answer is
/// held, then delayed, then written, in pieces or up to the reset; the connection is closed or kept.
/// A client that leaves during a hold or a delay ends both.
class CLERK_TESTING_EXPORT Reply
{
public:
    /// The backend does what it always does. The base of a reply that only differs in how it is delivered.
    [[nodiscard]] static Reply process();

    /// This status without the request taking effect. The body is Clerk's own for that status, an error object; for 502 and 520
    /// to 527 it is the HTML of the edge in front of Clerk; for 1xx, 204 and 304 there is none, for other statuses below 400 it
    /// is `{}`.
    [[nodiscard]] static Reply status(int status);

    /// This JSON, an object or an array, without the request taking effect.
    [[nodiscard]] static Reply json(int status, boost::json::value const& body);

    /// This text, without the request taking effect.
    [[nodiscard]] static Reply text(int status, std::string content_type, std::string body);

    /// These bytes instead of an HTTP answer; the connection stays open after them unless told otherwise.
    [[nodiscard]] static Reply raw(std::string bytes);

    /// No answer: the connection is reset (TCP RST). The request does not take effect.
    [[nodiscard]] static Reply reset();

    /// No answer: the connection is closed in good order (close_notify, then FIN). The request does not take effect.
    [[nodiscard]] static Reply close();

    /// The request takes effect, its answer waits for `FakeBackend::release`.
    [[nodiscard]] static Reply hold();

    /// The request takes effect, but instead of its answer comes a reset.
    [[nodiscard]] static Reply lost_after_processing();

    /// Replaces the status.
    Reply& with_status(int status);
    /// Replaces the body.
    Reply& with_body(std::string body);
    /// Sets a header, in place of all others of that name: `Content-Length` and `Date` included.
    Reply& with_header(std::string name, std::string value);
    /// Leaves out a header that would be sent otherwise.
    Reply& without_header(std::string name);
    /// Waits before the answer, by the system's clock and not by the backend's own.
    Reply& delayed(std::chrono::milliseconds delay);
    /// Waits for `FakeBackend::release`, or the backend's end, before the answer.
    Reply& held();
    /// Writes the answer in pieces of that many bytes (0 = in one), each a TLS record of its own, with a pause between them.
    Reply& split(std::size_t bytes, std::chrono::milliseconds pause = std::chrono::milliseconds{0});
    /// Writes no answer. Together with `closing` or `resetting`, or the client waits for ever.
    Reply& unanswered();
    /// Says `Connection: close` and closes in good order after the answer. The header alone is left out by `without_header`.
    Reply& closing();
    /// Resets the connection after that many bytes of the answer, head included; after all of it where it is shorter.
    Reply& resetting(std::size_t after_bytes = 0);

    /// All of the above as plain data, for whoever carries it out.
    struct Plan
    {
        /// A header to set (with a value) or to leave out (without).
        struct HeaderEdit
        {
            std::string name;
            std::optional<std::string> value;
        };

        bool process{false};
        std::optional<int> status;
        std::optional<std::string> body;
        std::optional<std::string> raw;
        std::vector<HeaderEdit> headers;
        std::chrono::milliseconds delay{0};
        std::chrono::milliseconds pause{0};
        std::size_t piece_size{0};
        bool hold{false};
        bool unanswered{false};
        bool close{false};
        std::optional<std::size_t> reset_after;
    };

    /// What this reply has been told, as plain data.
    [[nodiscard]] Plan const& plan() const noexcept { return plan_; }

private:
    Reply() = default;

    Plan plan_;
};

} // namespace clerk::testing

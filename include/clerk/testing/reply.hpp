#pragma once

#include <clerk/testing/export.hpp>

#include <boost/json/object.hpp>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace clerk::testing {

namespace detail {
struct ReplyAccess;
}

/// How a `FakeBackend` replies to one request.
///
/// Start with a named constructor, which selects the response, and add modifiers in any order:
/// `Reply::status(503).with_header("Retry-After", "1").delayed(50ms)`.
///
/// The order of events is fixed: the request is read and, with `process`, takes effect; it is recorded; the response is held,
/// delayed, and written, in pieces or up to the reset; the connection is closed or kept. If the client disconnects, holding and
/// delaying end.
class CLERK_TESTING_EXPORT Reply
{
public:
    /// Processes the request normally. Use it for replies that differ only in their delivery.
    [[nodiscard]] static Reply process();

    /// Returns this status. The request does not take effect. The body is Clerk's error for this status; for 502 and 520 to 527
    /// the HTML of Cloudflare; for 1xx, 204 and 304 empty; for other statuses below 400 `{}`.
    [[nodiscard]] static Reply status(int status);

    /// Returns this JSON, an object or an array. The request does not take effect.
    [[nodiscard]] static Reply json(int status, boost::json::value const& body);

    /// Returns this text. The request does not take effect.
    [[nodiscard]] static Reply text(int status, std::string content_type, std::string body);

    /// Sends these bytes instead of an HTTP response. The connection stays open, unless a modifier closes it.
    [[nodiscard]] static Reply raw(std::string bytes);

    /// Resets the connection (TCP RST) without a response. The request does not take effect.
    [[nodiscard]] static Reply reset();

    /// Closes the connection (close_notify, then FIN) without a response. The request does not take effect.
    [[nodiscard]] static Reply close();

    /// Processes the request. The response waits for `FakeBackend::release`.
    [[nodiscard]] static Reply hold();

    /// Processes the request, then resets the connection instead of responding.
    [[nodiscard]] static Reply lost_after_processing();

    /// Replaces the status.
    Reply& with_status(int status);
    /// Replaces the body.
    Reply& with_body(std::string body);
    /// Sets a header field and removes others with this name, including `Content-Length` and `Date`.
    Reply& with_header(std::string name, std::string value);
    /// Removes a header field.
    Reply& without_header(std::string name);
    /// Delays the response, by the clock of the system.
    Reply& delayed(std::chrono::milliseconds delay);
    /// Holds the response until `FakeBackend::release` or the end of the backend.
    Reply& held();
    /// Writes the response in pieces of this many bytes, one TLS record each, with a pause in between. Zero: one piece.
    Reply& split(std::size_t bytes, std::chrono::milliseconds pause = std::chrono::milliseconds{0});
    /// Sends no response. Combine it with `closing` or `resetting`, or the client waits until its timeout.
    Reply& unanswered();
    /// Sends `Connection: close` and closes the connection after the response. Use `without_header` to omit the field.
    Reply& closing();
    /// Resets the connection after this many bytes of the response, including its header; at its end if it is shorter.
    Reply& resetting(std::size_t after_bytes = 0);

private:
    friend struct detail::ReplyAccess;

    /// The reply as data, for the server.
    struct Plan
    {
        /// A header field to set (with a value) or to remove (without).
        struct HeaderEdit
        {
            std::string name;                 ///< of the field
            std::optional<std::string> value; ///< unset: removes the field
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

    Reply() = default;

    Plan plan_;
};

} // namespace clerk::testing

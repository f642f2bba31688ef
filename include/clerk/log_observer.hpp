#pragma once

#include <clerk/export.hpp>
#include <clerk/observer.hpp>

#include <functional>
#include <string_view>

namespace clerk {

/// The severity of a line of `LogObserver`.
enum class LogLevel
{
    debug,   ///< a start or a success
    warning, ///< a retry or a hold
    error    ///< a call failed
};

/// Returns the name of the enumerator, for example `warning`.
CLERK_EXPORT std::string_view to_string(LogLevel level) noexcept;

/// Writes one line for each event, in logfmt: `event=call_end call=7 operation="POST /v1/invitations" ...`. docs/observability.md
/// describes the fields.
///
/// The order of the fields is fixed. Values with spaces, quotes, equal signs or characters outside visible ASCII are quoted and
/// escaped. Fields without a value are left out. Durations are in milliseconds.
class CLERK_EXPORT LogObserver : public Observer
{
public:
    /// Receives lines without a line end. Must be safe to call from any thread that runs calls. If it throws, the line is lost.
    using Sink = std::function<void(LogLevel, std::string_view)>;

    /// @param sink receives the lines; empty: they are lost
    explicit LogObserver(Sink sink);

    /// Writes a line `event=call_start`.
    void on_call_start(CallStart const& event) noexcept override;
    /// Writes a line `event=attempt_end`.
    void on_attempt_end(AttemptEnd const& event) noexcept override;
    /// Writes a line `event=call_end`.
    void on_call_end(CallEnd const& event) noexcept override;
    /// Writes a line `event=hold`.
    void on_hold(Hold const& event) noexcept override;
    /// Writes a line `event=connection_open`.
    void on_connection_open(ConnectionOpen const& event) noexcept override;
    /// Writes a line `event=connection_close`.
    void on_connection_close(ConnectionClose const& event) noexcept override;

private:
    Sink sink_;
};

} // namespace clerk

#pragma once

#include "support/event_checker.hpp"

#include <boost/json/serialize.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace clerk::test {

/// Stores all events as text, and copies of the last ones.
class EventRecorder : public EventChecker
{
public:
    void on_call_start(CallStart const& event) noexcept override
    {
        EventChecker::on_call_start(event);
        note("start", event.operation, event.method);
        correlations.push_back(event.correlation);
    }

    void on_attempt_end(AttemptEnd const& event) noexcept override
    {
        EventChecker::on_attempt_end(event);
        note("attempt", event.operation, event.server_address, event.peer_ip, event.tls_version, event.trace_id);
        note_error(event.error);
        attempts.push_back(event);
        retried.push_back(event.will_retry_in.has_value());
        if (hook) hook();
    }

    void on_call_end(CallEnd const& event) noexcept override
    {
        EventChecker::on_call_end(event);
        note("end", event.operation, event.trace_id);
        note_error(event.error);
        kinds.emplace_back(event.error == nullptr ? "success" : to_string(event.error->kind));
        ended.push_back(event);
    }

    void on_hold(Hold const& event) noexcept override
    {
        EventChecker::on_hold(event);
        note("hold", event.operation);
        holds.push_back(event.duration);
    }

    void on_connection_open(ConnectionOpen const& event) noexcept override
    {
        EventChecker::on_connection_open(event);
        note("open", event.server_address, event.peer_ip, event.tls_version);
    }

    void on_connection_close(ConnectionClose const& event) noexcept override
    {
        EventChecker::on_connection_close(event);
        note("close", event.server_address, to_string(event.reason));
        requests.push_back(event.requests);
    }

    template <class... Texts>
    void note(Texts const&... texts)
    {
        ((all += std::string{texts} + ' '), ...);
        names.emplace_back(std::get<0>(std::tie(texts...)));
    }

    void note_error(ClerkError const* error)
    {
        if (error == nullptr) return;
        all += error->message() + ' ' + error->body_excerpt + ' ' + error->detail + ' ' + error->trace_id + ' ';
        for (auto const& one : error->errors)
            all += one.code + ' ' + one.message + ' ' + one.long_message + ' ' + boost::json::serialize(one.meta) + ' ';
    }

    std::vector<std::string> names;
    std::vector<std::uint64_t> correlations;
    std::vector<AttemptEnd> attempts; ///< their texts have ended
    std::vector<bool> retried;
    std::vector<CallEnd> ended;
    std::vector<std::string> kinds;
    std::vector<std::chrono::nanoseconds> holds;
    std::vector<std::uint64_t> requests;
    std::string all;
    std::function<void()> hook;
};

} // namespace clerk::test

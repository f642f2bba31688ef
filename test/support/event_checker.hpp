#pragma once

#include <clerk/observer.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace clerk::test {

/// Checks what `Observer` promises about the order and number of events.
class EventChecker : public Observer
{
public:
    void on_call_start(CallStart const& event) noexcept override
    {
        std::scoped_lock const lock{mutex_};
        ++starts_;
        expect(calls_.emplace(event.call_id, 0).second, "a call starts twice", event.call_id);
    }

    void on_attempt_end(AttemptEnd const& event) noexcept override
    {
        std::scoped_lock const lock{mutex_};
        auto const call = calls_.find(event.call_id);
        if (!expect(call != calls_.end(), "an attempt of no running call", event.call_id)) return;
        expect(event.attempt == ++call->second, "attempts out of order", event.call_id);
        expect(event.attempt <= event.max_attempts, "too many attempts", event.call_id);
        expect(event.error != nullptr || event.status / 100 == 2, "a success without a 2xx", event.call_id);
        expect(event.error != nullptr || !event.will_retry_in, "a success is retried", event.call_id);
    }

    void on_hold(Hold const& event) noexcept override
    {
        std::scoped_lock const lock{mutex_};
        expect(calls_.contains(event.call_id), "a hold of no running call", event.call_id);
    }

    void on_call_end(CallEnd const& event) noexcept override
    {
        std::scoped_lock const lock{mutex_};
        ++ends_;
        auto const call = calls_.find(event.call_id);
        if (!expect(call != calls_.end(), "an end of no running call", event.call_id)) return;
        expect(event.attempt == call->second, "an attempt without an event", event.call_id);
        calls_.erase(call);
    }

    void on_connection_open(ConnectionOpen const& event) noexcept override
    {
        std::scoped_lock const lock{mutex_};
        expect(open_.insert(event.connection_id).second, "a connection opens twice", event.connection_id);
    }

    void on_connection_close(ConnectionClose const& event) noexcept override
    {
        std::scoped_lock const lock{mutex_};
        expect(open_.erase(event.connection_id) == 1, "no open connection closes", event.connection_id);
    }

    /// Returns the broken promises, including those that are broken if nothing follows.
    [[nodiscard]] std::vector<std::string> finish()
    {
        std::scoped_lock const lock{mutex_};
        for (auto const& [id, attempts] : calls_) expect(false, "a call without an end", id);
        for (auto const id : open_) expect(false, "a connection without a close", id);
        return violations_;
    }

    [[nodiscard]] std::size_t starts() const
    {
        std::scoped_lock const lock{mutex_};
        return starts_;
    }

    [[nodiscard]] std::size_t ends() const
    {
        std::scoped_lock const lock{mutex_};
        return ends_;
    }

private:
    bool expect(bool holds, char const* violation, std::uint64_t id)
    {
        if (!holds && violations_.size() < 20) violations_.push_back(std::string{violation} + ": " + std::to_string(id));
        return holds;
    }

    mutable std::mutex mutex_;
    std::map<std::uint64_t, int> calls_; ///< running ones and their attempts
    std::set<std::uint64_t> open_;
    std::size_t starts_{0};
    std::size_t ends_{0};
    std::vector<std::string> violations_;
};

} // namespace clerk::test

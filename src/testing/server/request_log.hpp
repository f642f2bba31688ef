#pragma once

#include <clerk/testing/recorded_request.hpp>

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <vector>

namespace clerk::testing::detail {

/// The requests and connections so far. Thread-safe.
class RequestLog
{
public:
    explicit RequestLog(std::size_t max_requests) : max_requests_{max_requests} {}

    void record(RecordedRequest request);
    /// Counts a connection. Returns its number.
    [[nodiscard]] std::uint64_t connection_opened();
    void connection_closed();

    [[nodiscard]] std::vector<RecordedRequest> requests() const;
    void clear_requests();
    [[nodiscard]] bool wait_for_requests(std::size_t count, std::chrono::milliseconds timeout) const;

    [[nodiscard]] std::uint64_t connections() const;
    [[nodiscard]] std::size_t open_connections() const;
    [[nodiscard]] bool wait_for_open_connections(std::size_t count, std::chrono::milliseconds timeout) const;

private:
    std::size_t const max_requests_;
    mutable std::mutex mutex_;
    mutable std::condition_variable changed_;
    std::deque<RecordedRequest> requests_;
    std::size_t seen_{0};
    std::uint64_t connections_{0};
    std::size_t open_{0};
};

} // namespace clerk::testing::detail

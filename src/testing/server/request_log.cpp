#include "testing/server/request_log.hpp"

#include <utility>

namespace clerk::testing::detail {

void RequestLog::record(RecordedRequest request)
{
    std::lock_guard const lock{mutex_};
    ++seen_;
    requests_.push_back(std::move(request));
    if (requests_.size() > max_requests_) requests_.pop_front();
    changed_.notify_all();
}

std::uint64_t RequestLog::connection_opened()
{
    std::lock_guard const lock{mutex_};
    ++open_;
    changed_.notify_all();
    return ++connections_;
}

void RequestLog::connection_closed()
{
    std::lock_guard const lock{mutex_};
    --open_;
    changed_.notify_all();
}

std::vector<RecordedRequest> RequestLog::requests() const
{
    std::lock_guard const lock{mutex_};
    return {requests_.begin(), requests_.end()};
}

void RequestLog::clear_requests()
{
    std::lock_guard const lock{mutex_};
    requests_.clear();
    seen_ = 0;
}

bool RequestLog::wait_for_requests(std::size_t count, std::chrono::milliseconds timeout) const
{
    std::unique_lock lock{mutex_};
    return changed_.wait_for(lock, timeout, [this, count] { return seen_ >= count; });
}

std::uint64_t RequestLog::connections() const
{
    std::lock_guard const lock{mutex_};
    return connections_;
}

std::size_t RequestLog::open_connections() const
{
    std::lock_guard const lock{mutex_};
    return open_;
}

bool RequestLog::wait_for_open_connections(std::size_t count, std::chrono::milliseconds timeout) const
{
    std::unique_lock lock{mutex_};
    return changed_.wait_for(lock, timeout, [this, count] { return open_ == count; });
}

} // namespace clerk::testing::detail

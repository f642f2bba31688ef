#pragma once

#include <boost/asio/execution_context.hpp>

#include <memory>
#include <mutex>
#include <vector>

namespace clerk::detail {

/// Releases all I/O objects before its context is destroyed.
class ContextListener
{
public:
    virtual void on_context_destroyed() = 0;

    /// The process was forked, and this is the child. The parent owns all connections and calls.
    virtual void on_forked() = 0;

protected:
    ~ContextListener() = default;
};

/// Notifies clients when their context is destroyed, so that a client may outlive it, and when the process was forked. One per
/// context, created by Asio.
///
/// A context shuts down its services in reverse order of creation, so create the services of I/O objects first.
class ContextService final : public boost::asio::execution_context::service
{
public:
    using key_type = ContextService;

    static boost::asio::execution_context::id id;

    explicit ContextService(boost::asio::execution_context& context) : service{context} {}

    void add(std::weak_ptr<ContextListener> bound);

private:
    void shutdown() override;
    void notify_fork(boost::asio::execution_context::fork_event event) override;

    std::mutex mutex_;
    std::vector<std::weak_ptr<ContextListener>> bound_;
};

} // namespace clerk::detail

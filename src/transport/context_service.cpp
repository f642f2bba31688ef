#include "transport/context_service.hpp"

namespace clerk::detail {

boost::asio::execution_context::id ContextService::id;

void ContextService::add(std::weak_ptr<ContextListener> bound)
{
    std::scoped_lock const lock{mutex_};
    std::erase_if(bound_, [](auto const& other) { return other.expired(); });
    bound_.push_back(std::move(bound));
}

void ContextService::shutdown()
{
    std::vector<std::weak_ptr<ContextListener>> all;
    {
        std::scoped_lock const lock{mutex_};
        all.swap(bound_);
    }
    for (auto const& weak : all)
        if (auto const bound = weak.lock()) bound->on_context_destroyed();
}

void ContextService::notify_fork(boost::asio::execution_context::fork_event event)
{
    if (event != boost::asio::execution_context::fork_child) return;
    std::vector<std::weak_ptr<ContextListener>> all;
    {
        std::scoped_lock const lock{mutex_};
        all = bound_;
    }
    for (auto const& weak : all)
        if (auto const bound = weak.lock()) bound->on_forked();
}

} // namespace clerk::detail

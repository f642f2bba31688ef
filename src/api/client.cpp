#include <clerk/client.hpp>

#include "api/client_core.hpp"
#include "api/prepare.hpp"
#include "api/wait.hpp"

#include <boost/asio/use_awaitable.hpp>

#include <stdexcept>

namespace clerk {

namespace asio = boost::asio;

Client::Client(asio::any_io_executor const& executor, ClientOptions const& options)
{
    if (!executor) throw std::invalid_argument{"executor: is empty"};
    core_ = std::make_shared<detail::ClientCore>(executor, options);
}

Invitations Client::invitations() const
{
    return Invitations{core_};
}

asio::awaitable<Result<std::size_t>> Client::warm_up(std::size_t n) const
{
    return asio::async_initiate<asio::use_awaitable_t<> const, void(Result<std::size_t>)>(detail::LaunchWarmUp{core_, n},
                                                                                          asio::use_awaitable);
}

asio::awaitable<void> Client::shutdown(std::chrono::milliseconds grace) const
{
    return asio::async_initiate<asio::use_awaitable_t<> const, void()>(detail::LaunchShutdown{core_, grace}, asio::use_awaitable);
}

void Client::close() const
{
    core_->engine().close();
}

ClientStats Client::stats() const
{
    return core_->engine().stats();
}

} // namespace clerk

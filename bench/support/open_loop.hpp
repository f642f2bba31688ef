#pragma once

#include "support/load.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace bench {

/// Begins calls at the load's rate: `begin(intended)`.
template <class Begin>
boost::asio::awaitable<void> begin_at_rate(Load& load, Begin begin)
{
    boost::asio::steady_timer timer{co_await boost::asio::this_coro::executor};
    while (!load.over())
    {
        timer.expires_at(load.due());
        co_await timer.async_wait(boost::asio::use_awaitable);
        while (load.due() <= Load::Clock::now()) begin(load.take());
    }
}

} // namespace bench

#include "api/client_core.hpp"
#include "transport/completion.hpp"

#include <clerk/detail/initiation.hpp>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>

#include <exception>
#include <memory>
#include <utility>

namespace clerk::detail {

namespace {

namespace asio = boost::asio;

/// A running coroutine and the handler that it completes. The cancellation signal is emitted on the strand only.
template <class T>
struct Spawned
{
    using Handler = asio::any_completion_handler<void(T)>;

    Spawned(asio::any_io_executor const& executor, Handler&& completion_handler, CompletionExecutor&& where)
        : strand{asio::make_strand(executor)}, handler{std::move(completion_handler)}, completion{std::move(where), executor}
    {}

    asio::strand<asio::any_io_executor> strand;
    asio::cancellation_signal signal;
    Handler handler;
    Completion completion;
};

/// By default, a coroutine that `co_spawn` runs ignores partial and total cancellation.
template <class T>
asio::awaitable<T> with_any_cancellation(asio::awaitable<T> operation)
{
    co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
    co_return co_await std::move(operation);
}

/// Weak, because the handler may own the slot.
template <class T>
void connect_cancellation(std::shared_ptr<Spawned<T>> const& spawned)
{
    auto slot = spawned->handler.get_cancellation_slot();
    if (!slot.is_connected()) return;
    slot.assign([weak = std::weak_ptr{spawned}](asio::cancellation_type_t type) {
        if (auto const target = weak.lock()) asio::dispatch(target->strand, [target, type] { target->signal.emit(type); });
    });
}

template <class T>
void spawn_any(ClientCore const& core, asio::awaitable<T>&& operation, asio::any_completion_handler<void(T)>&& handler,
               CompletionExecutor&& where)
{
    auto const spawned = std::make_shared<Spawned<T>>(core.engine().executor(), std::move(handler), std::move(where));
    connect_cancellation(spawned);
    auto on_end = [spawned](std::exception_ptr const& thrown, T result) {
        if (thrown) std::rethrow_exception(thrown);
        spawned->completion.post([spawned, result = std::move(result)]() mutable {
            spawned->handler.get_cancellation_slot().clear();
            auto last = std::move(spawned->handler);
            spawned->completion.invoke(last, std::move(result));
        });
    };
    asio::co_spawn(spawned->strand, with_any_cancellation(std::move(operation)),
                   asio::bind_cancellation_slot(spawned->signal.slot(), std::move(on_end)));
}

} // namespace

void spawn(std::shared_ptr<ClientCore> const& core, asio::awaitable<std::vector<Result<Invitation>>>&& operation,
           InviteManyHandler&& handler, CompletionExecutor&& where)
{
    spawn_any(*core, std::move(operation), std::move(handler), std::move(where));
}

void spawn(std::shared_ptr<ClientCore> const& core, asio::awaitable<Result<std::vector<Invitation>>>&& operation,
           AllHandler&& handler, CompletionExecutor&& where)
{
    spawn_any(*core, std::move(operation), std::move(handler), std::move(where));
}

void spawn(std::shared_ptr<ClientCore> const& core, asio::awaitable<Result<std::optional<InvitationPage>>>&& operation,
           PageHandler&& handler, CompletionExecutor&& where)
{
    spawn_any(*core, std::move(operation), std::move(handler), std::move(where));
}

} // namespace clerk::detail

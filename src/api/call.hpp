#pragma once

#include "api/call_state.hpp"
#include "api/client_core.hpp"
#include "api/response_error.hpp"
#include "common/if_memory_allows.hpp"
#include "transport/call_base.hpp"
#include "transport/completion.hpp"

#include <clerk/detail/initiation.hpp>

#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/recycling_allocator.hpp>
#include <boost/assert.hpp>

#include <memory>
#include <new>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>

namespace clerk::detail {

/// Additional input for decoding a response.
struct ResponseContext
{
    std::size_t max_json_depth{0};
    std::int64_t offset{0}; ///< number of invitations that a list skipped
    Engine const& engine;   ///< for its clock
};

/// Decodes the body of a 2xx response. Specialised for each type of result.
///
/// @param to  an empty value. A parameter, because moving a result costs as much as parsing its strings.
template <class T>
void decode_response(Response const& response, ResponseContext const& context, Result<T>& to);

/// A call and its completion handler.
template <class T>
class Call : public CallBase
{
public:
    Call(std::shared_ptr<ClientCore> core, CallTraits const& call_traits, PreparedCall&& prepared, CallHandler<T>&& handler,
         CompletionExecutor where)
        : CallBase{call_traits}, core_{std::move(core)}, handle_headers_{std::move(prepared.fields)}, offset_{prepared.offset},
          body_limits_{prepared.body_limits}, handler_{std::move(handler)},
          completion_{std::move(where), core_->engine().executor()}, content_{std::move(prepared)}
    {
        core_->engine().on_call_created();
    }

    ~Call() override
    {
        // The handler was not invoked, because its context is destroyed.
        if (core_) core_->engine().on_call_delivered();
    }

    RequestParts request(RequestStorage& storage) override
    {
        auto const& handle = handle_headers_ ? *handle_headers_ : core_->handle_headers();
        storage.client_headers = handle.client_headers ? handle.client_headers : core_->client_headers();
        auto line = content_.line();
        if (line.empty()) line = core_->line(traits.name);
        if (!content_.has_body()) return request_without_body(line, *storage.client_headers, handle);
        auto const body = content_.body();
        storage.content_length = ContentLength{body.size()};
        return request_with_body(line, *storage.client_headers, handle, storage.content_length, body);
    }

    void shrink() override { content_.shrink(); }

    ExpectedResponse expected() const noexcept override
    {
        return {.all_fields = std::is_same_v<T, ApiResponse>, .body_limits = body_limits_};
    }

    std::optional<ClerkError> on_response(Response const& response) override
    {
        if (response.status < 200 || response.status > 299) return response_error(response, core_->limits());
        auto& result = content_.make_result();
        decode_response(response,
                        {.max_json_depth = core_->limits().max_json_depth, .offset = offset_, .engine = core_->engine()}, result);
        if (result) return std::nullopt;
        return std::move(result.error());
    }

    void complete() override { finish(); }

    bool complete_here() override
    {
        if (!completion_.same_executor()) return false;
        observe_end();
        auto const call = std::static_pointer_cast<Call>(shared_from_this());
        deliver(*call);
        return true;
    }

    void fail(ClerkError&& error) noexcept override { content_.fail(std::move(error)); }

    /// Connects the cancellation slot of the handler, if it has one.
    void connect_cancellation()
    {
        auto slot = handler_.get_cancellation_slot();
        if (slot.is_connected()) slot.assign(Cancel{weak_from_this(), core_});
    }

    /// Cancels the call. With `only_unsent`, does nothing if the socket has taken a byte of the request.
    virtual void cancel(ClientCore& client, bool only_unsent) { client.engine().cancel(*this, only_unsent); }

protected:
    [[nodiscard]] std::shared_ptr<ClientCore> const& core() const noexcept { return core_; }

    [[nodiscard]] std::shared_ptr<HandleHeaders const> const& own_handle_headers() const noexcept { return handle_headers_; }

    /// Stores the argument of the handler.
    ///
    /// @throws std::bad_alloc without any effect
    void keep(Result<T>&& result) { content_.set(std::move(result)); }

    /// Returns the argument of the handler. Null if it is an error that there was no memory for: see `textless_error`.
    [[nodiscard]] Result<T>* result() noexcept { return content_.result(); }

    [[nodiscard]] ClerkError textless_error() const noexcept
    {
        auto error = content_.facts().error();
        error.attempts = attempts;
        error.max_attempts = traits.max_attempts;
        if_memory_allows([&] { error.operation = traits.name; });
        return error;
    }

    /// Posts the invocation of the handler with the stored argument.
    void finish()
    {
        observe_end();
        auto const call = std::static_pointer_cast<Call>(shared_from_this());
        auto core = completion_.other_context() ? std::move(core_) : nullptr;
        try
        {
            completion_.post(Deliver{call});
        }
        catch (std::bad_alloc const&)
        {
            if (core) core_ = std::move(core);
            throw;
        }
        if (core) core->engine().on_call_delivered();
    }

private:
    void observe_end() noexcept
    {
        if (trace == nullptr) return;
        if (auto* const known = result()) return call_trace()->emit_end(*this, *known ? nullptr : &known->error());
        auto const error = textless_error();
        call_trace()->emit_end(*this, &error);
    }

    /// Weak, because the handler may own the slot.
    struct Cancel
    {
        std::weak_ptr<CallBase> call;
        std::weak_ptr<ClientCore> core;

        void operator()(boost::asio::cancellation_type_t type) const
        {
            using boost::asio::cancellation_type;
            auto const target = std::static_pointer_cast<Call>(call.lock());
            auto const client = core.lock();
            if (!target || !client || type == cancellation_type::none) return;
            bool const only_unsent =
                (type & (cancellation_type::terminal | cancellation_type::partial)) == cancellation_type::none;
            target->cancel(*client, only_unsent);
        }
    };

    struct Deliver
    {
        std::shared_ptr<Call> call;

        void operator()() { Call::deliver(*call); }
    };

    /// Notifies the engine after the handler, which may have started the next call, so that the client is not idle in between. If
    /// the handler runs on another context, the engine was notified before.
    struct Delivered
    {
        std::shared_ptr<ClientCore> core;

        ~Delivered()
        {
            if (core) core->engine().on_call_delivered();
        }
    };

    static void deliver(Call& call)
    {
        Delivered const delivered{std::move(call.core_)};
        call.handler_.get_cancellation_slot().clear();
        auto handler = std::move(call.handler_);
        if (auto* const result = call.result()) return call.completion_.invoke(handler, std::move(*result));
        call.completion_.invoke(handler, Result<T>{std::unexpect, call.textless_error()});
    }

    std::shared_ptr<ClientCore> core_;
    std::shared_ptr<HandleHeaders const> handle_headers_;
    std::int64_t offset_;
    int body_limits_;
    CallHandler<T> handler_;
    Completion completion_;
    CallState<T> content_;
};

/// A call with its trace for an observer.
template <class CallType>
class Observed final : public CallType
{
public:
    template <class... Arguments>
    Observed(Observation const& observation, std::uint64_t correlation, Arguments&&... arguments)
        : CallType{std::forward<Arguments>(arguments)...}, trace_{observation, correlation}
    {
        this->trace = &trace_;
        trace_.emit_start(*this);
    }

    Observed(Observed const&) = delete;
    Observed& operator=(Observed const&) = delete;

    ~Observed() override { trace_.on_destroyed(*this); }

private:
    CallTrace trace_;
};

/// @param arguments of the constructor, after the client
template <class CallType, class... Arguments>
[[nodiscard]] std::shared_ptr<CallType> make_call(std::shared_ptr<ClientCore> core, std::uint64_t correlation,
                                                  Arguments&&... arguments)
{
    if (auto const* const observation = core->observation())
        return std::allocate_shared<Observed<CallType>>(boost::asio::recycling_allocator<CallType>{}, *observation, correlation,
                                                        std::move(core), std::forward<Arguments>(arguments)...);
    return std::allocate_shared<CallType>(boost::asio::recycling_allocator<CallType>{}, std::move(core),
                                          std::forward<Arguments>(arguments)...);
}

/// @param extra additional arguments of the constructor
template <class CallType, class Handler, class... Extra>
void start_call_as(std::shared_ptr<ClientCore> core, PreparedCall&& prepared, Handler&& handler, CompletionExecutor&& where,
                   Extra&&... extra)
{
    BOOST_ASSERT_MSG(core->engine().executor(), "the context of this client is destroyed");
    auto const traits = core->traits(prepared);
    auto const refused = std::move(prepared.refused);
    auto& engine = core->engine();
    auto const correlation = prepared.options.correlation;
    auto const call = make_call<CallType>(std::move(core), correlation, traits, std::move(prepared),
                                          std::forward<Handler>(handler), std::move(where), std::forward<Extra>(extra)...);
    if (refused) return engine.refuse(call, *refused);
    call->connect_cancellation();
    engine.start(call);
}

template <class T>
void start_call(std::shared_ptr<ClientCore> core, PreparedCall&& prepared, CallHandler<T>&& handler, CompletionExecutor&& where)
{
    start_call_as<Call<T>>(std::move(core), std::move(prepared), std::move(handler), std::move(where));
}

} // namespace clerk::detail

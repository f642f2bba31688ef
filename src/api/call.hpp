#pragma once

#include "api/client_core.hpp"
#include "api/response_error.hpp"
#include "transport/call_base.hpp"
#include "transport/completion.hpp"

#include <clerk/detail/initiation.hpp>

#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/recycling_allocator.hpp>
#include <boost/assert.hpp>

#include <memory>
#include <new>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

namespace clerk::detail {

/// Additional input for decoding a response.
struct ResponseContext
{
    std::size_t max_json_depth{0};
    std::int64_t offset{0}; ///< how many invitations a list skipped
    Engine const& engine;   ///< for its clock
};

/// Turns the body of a 2xx into the value of the operation; specialised for each.
///
/// @param to  holds an empty value. A parameter, since a result moved about on its way costs as much as parsing its strings.
template <class T>
void decode_response(Response const& response, ResponseContext const& context, Result<T>& to);

/// An operation with the handler it ends in.
template <class T>
class Call : public CallBase
{
public:
    Call(std::shared_ptr<ClientCore> core, CallTraits const& call_traits, PreparedCall&& prepared, CallHandler<T>&& handler,
         CompletionExecutor where)
        : CallBase{call_traits}, core_{std::move(core)}, handle_headers_{std::move(prepared.fields)}, offset_{prepared.offset},
          body_limits_{prepared.body_limits}, handler_{std::move(handler)},
          completion_{std::move(where), core_->engine().executor()}, state_{std::in_place_type<Request>, std::move(prepared)}
    {
        core_->engine().on_call_created();
    }

    ~Call() override
    {
        // Uninvoked: the handler's context is gone.
        if (core_) core_->engine().on_call_delivered();
    }

    RequestParts request() override
    {
        auto& request = std::get<Request>(state_);
        auto const& handle = handle_headers_ ? *handle_headers_ : core_->handle_headers();
        request.client_headers = handle.client_headers ? handle.client_headers : core_->client_headers();
        std::string_view const line = request.line.empty() ? core_->line(traits.name) : request.line;
        return request.has_body ? request_with_body(line, *request.client_headers, handle, request.length, request.body)
                                : request_without_body(line, *request.client_headers, handle);
    }

    void shrink() override { std::get<Request>(state_).body.shrink_to_fit(); }

    ExpectedResponse expected() const noexcept override
    {
        return {.all_fields = std::is_same_v<T, ApiResponse>, .body_limits = body_limits_};
    }

    std::optional<ClerkError> on_response(Response const& response) override
    {
        if (response.status < 200 || response.status > 299) return response_error(response, core_->limits());
        auto& result = state_.template emplace<Result<T>>();
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

    void fail(ClerkError&& error) noexcept override { state_.template emplace<Result<T>>(std::unexpect, std::move(error)); }

    /// Lets the handler's cancellation slot, if it has one, end this call.
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
    void keep(Result<T>&& result) noexcept { state_.template emplace<Result<T>>(std::move(result)); }

    /// Returns the stored argument of the handler.
    [[nodiscard]] Result<T>& result() noexcept { return std::get<Result<T>>(state_); }

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
        auto const& result = std::get<Result<T>>(state_);
        call_trace()->emit_end(*this, result ? nullptr : &result.error());
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
        call.completion_.invoke(handler, std::get<Result<T>>(std::move(call.state_)));
    }

    /// The request. Kept until the response arrives, because it may be sent again.
    struct Request
    {
        explicit Request(PreparedCall&& prepared)
            : line{std::move(prepared.line)}, body{std::move(prepared.body)}, length{body.size()}, has_body{prepared.has_body}
        {}

        std::shared_ptr<ClientHeaders const> client_headers; ///< of the request that was begun last
        std::string line;
        std::string body;
        ContentLength length;
        bool has_body;
    };

    std::shared_ptr<ClientCore> core_;
    std::shared_ptr<HandleHeaders const> handle_headers_;
    std::int64_t offset_;
    int body_limits_;
    CallHandler<T> handler_;
    Completion completion_;
    /// A union saves memory of waiting calls. After a response, nothing is sent again.
    std::variant<Request, Result<T>> state_;
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

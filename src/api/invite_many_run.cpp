#include "api/invite_many_run.hpp"

#include "api/client_core.hpp"
#include "api/prepare.hpp"
#include "codec/create_params.hpp"
#include "common/make_error.hpp"
#include "common/uniform_random.hpp"
#include "transport/call_errors.hpp"

#include <clerk/invitations.hpp>

#include <boost/asio/dispatch.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <new>
#include <utility>

namespace clerk::detail {

namespace asio = boost::asio;

namespace {

using Clock = std::chrono::steady_clock;
using asio::cancellation_type;

std::vector<std::string> addresses_of(std::vector<CreateInvitationParams> const& params)
{
    std::vector<std::string> addresses;
    addresses.reserve(params.size());
    for (auto const& one : params) addresses.push_back(one.email_address);
    return addresses;
}

RateLimitMode rate_limit_of(InviteManyOptions const& options, ClientCore const& core)
{
    if (options.rate_limit) return *options.rate_limit;
    return options.request.rate_limit.value_or(core.rate_limit());
}

} // namespace

InviteManyRun::InviteManyRun(Invitations invitations, std::vector<CreateInvitationParams> params, InviteManyOptions options,
                             InviteManyHandler&& handler, CompletionExecutor&& where, ExceptionSlot thrown)
    : invitations_{std::move(invitations)}, core_{invitations_.core_}, params_{std::move(params)}, options_{std::move(options)},
      plan_{addresses_of(params_),
            {.use_bulk = options_.use_bulk,
             .rate_limit = rate_limit_of(options_, *core_),
             .max_failures = options_.max_failures,
             .base_delay = core_->retry().base_delay,
             .random = uniform_random()}},
      strand_{asio::make_strand(where.executor)}, wake_{strand_}, catcher_{std::move(thrown)}, work_{invitations_.get_executor()},
      handler_{std::move(handler)}, completion_{std::move(where), invitations_.get_executor()}
{
    refuse_invalid_items();
    options_.request.rate_limit = RateLimitMode::fail_fast;
    // At most the longest valid timeout. A longer one is an error, and could overflow the clock here.
    if (auto const timeout = options_.timeout.value_or(std::chrono::milliseconds{0}); timeout.count() > 0)
        deadline_ = Clock::now() + std::min(timeout, longest_run);
}

void InviteManyRun::refuse_invalid_items()
{
    auto const wrong = refusal_of(options_);
    std::string scratch;
    for (std::size_t i = 0; i < params_.size(); ++i)
    {
        scratch.clear();
        auto refusal = wrong.empty() ? encode_create(params_[i], core_->limits().max_json_depth, scratch) : wrong;
        if (!refusal.empty()) plan_.refuse(i, std::move(*refused(std::move(refusal))));
    }
}

void InviteManyRun::start()
{
    connect_cancellation();
    plan_.begin();
    asio::post(strand_, [self = shared_from_this()] { self->guard([&] { self->step(); }); });
}

/// Weak, because the handler may own the slot.
void InviteManyRun::connect_cancellation()
{
    auto slot = handler_.get_cancellation_slot();
    if (!slot.is_connected()) return;
    slot.assign([weak = weak_from_this()](cancellation_type type) {
        auto const run = weak.lock();
        if (run) asio::dispatch(run->strand_, [run, type] { run->request_cancellation(type); });
    });
}

/// Sends requests, then waits for the next event; finishes after the last one.
void InviteManyRun::step()
{
    do {
        cancel_if_requested();
        send_allowed_requests();
    } while (requested_ != cancellation_type::none);
    if (running_.empty() && plan_.pending() && plan_.held_until() >= deadline_) on_deadline();
    if (plan_.pending() || !running_.empty()) return wait();
    report();
    finish();
}

void InviteManyRun::wait()
{
    wake_.expires_at(next_moment());
    wake_.async_wait([self = shared_from_this()](boost::system::error_code const&) {
        self->waiting_ = false;
        self->guard([&] { self->on_wake(); });
    });
    waiting_ = true;
}

void InviteManyRun::on_wake()
{
    if (finished_) return;
    cancel_if_requested();
    if (Clock::now() >= deadline_) on_deadline();
    step();
}

/// After an exception, the run ends like a cancelled one. Without memory, it only starts no further requests.
template <class Function>
void InviteManyRun::guard(Function function)
try
{
    function();
}
catch (std::bad_alloc const&)
{
    end_without_memory();
}
catch (...)
{
    if (!thrown_) thrown_ = std::current_exception();
    cancel(cancellation_type::terminal);
    if (running_.empty()) finish();
}

void InviteManyRun::end_without_memory()
{
    plan_.stop(out_of_memory(ErrorKind::transport, Phase::queue, Delivery::not_sent));
    if (running_.empty() && !finished_) step();
}

void InviteManyRun::finish()
{
    if (finished_) return;
    if (results_.empty()) results_ = plan_.take_results();
    work_.reset();
    completion_.post([self = shared_from_this()] {
        self->handler_.get_cancellation_slot().clear();
        auto handler = std::move(self->handler_);
        auto const thrown = std::exchange(self->thrown_, nullptr);
        if (self->catcher_) *self->catcher_ = thrown;
        bool const rethrow = thrown && !self->catcher_;
        self->completion_.invoke(handler, std::move(self->results_));
        if (rethrow) std::rethrow_exception(thrown);
    });
    finished_ = true;
    wake_.cancel();
}

void InviteManyRun::request_cancellation(cancellation_type type)
{
    requested_ = requested_ | type;
    wake_.cancel();
}

void InviteManyRun::cancel_if_requested()
{
    auto const type = std::exchange(requested_, cancellation_type::none);
    if (type != cancellation_type::none) cancel(type);
}

void InviteManyRun::send_allowed_requests()
{
    // Before these items are sent again. Otherwise, a program that records the callbacks would consider them as not sent.
    report_results();
    while (running_.size() < static_cast<std::size_t>(options_.concurrency) && Clock::now() < deadline_)
    {
        auto request = plan_.next(Clock::now());
        if (!request) break;
        send(*request);
    }
    report();
}

void InviteManyRun::send(InvitePlan::Request const& request)
{
    call_back(options_.on_sending, std::span<std::size_t const>{request.items});
    if (thrown_) return plan_.on_response(request, std::unexpected{cancelled_failure(Phase::queue)}, Clock::now());
    auto const before = running_.size();
    try
    {
        start_call(running_.emplace(running_.end(), request));
    }
    catch (std::bad_alloc const&)
    {
        if (running_.size() > before) running_.pop_back();
        auto error = out_of_memory(ErrorKind::transport, Phase::queue, Delivery::not_sent);
        plan_.on_response(request, std::unexpected{std::move(error)}, Clock::now());
    }
}

void InviteManyRun::on_response(std::list<Running>::iterator at, Result<std::vector<Invitation>>&& result)
{
    guard([&] {
        auto const request = std::move(at->request);
        running_.erase(at);
        plan_.on_response(request, std::move(result), Clock::now());
        if (!waiting_) return step(); // after an exception
        wake_.cancel();
    });
}

void InviteManyRun::report_results()
{
    auto const put_back = plan_.take_put_back();
    if (!put_back.empty()) call_back(options_.on_put_back, std::span<std::size_t const>{put_back});
    for (auto const item : plan_.take_settled()) call_back(options_.on_result, item, plan_.result(item));
}

void InviteManyRun::report()
{
    report_results();
    auto progress = plan_.progress();
    auto const held = plan_.held_until() - Clock::now();
    if (plan_.pending() && held.count() > 0) progress.held = std::chrono::ceil<std::chrono::milliseconds>(held);
    call_back(options_.on_progress, progress);
}

template <class Function, class... Arguments>
void InviteManyRun::call_back(Function const& function, Arguments const&... arguments)
{
    if (!function || thrown_) return;
    try
    {
        function(arguments...);
    }
    catch (...)
    {
        thrown_ = std::current_exception();
        cancel(cancellation_type::terminal);
    }
}

void InviteManyRun::cancel(cancellation_type type)
{
    for (auto& running : running_) running.signal.emit(type);
    plan_.stop(cancelled_failure(Phase::queue));
}

void InviteManyRun::on_deadline()
{
    deadline_ = Clock::time_point::max();
    auto const held = plan_.held_until() - Clock::now();
    if (plan_.pending() && held.count() > 0)
    {
        auto error = detail::make_error(ErrorKind::rate_limited, Phase::backoff, Delivery::not_sent,
                                        "the rate limit ends after the deadline");
        error.retry_after = std::chrono::ceil<std::chrono::seconds>(held);
        return plan_.stop(error);
    }
    plan_.stop(detail::make_error(ErrorKind::timeout, Phase::queue, Delivery::not_sent,
                                  "not started within " + std::to_string(options_.timeout->count()) + " ms",
                                  asio::error::timed_out));
}

InviteManyRun::Clock::time_point InviteManyRun::next_moment() const
{
    bool const may_send = running_.size() < static_cast<std::size_t>(options_.concurrency);
    auto const next = plan_.pending() && may_send ? plan_.held_until() : Clock::time_point::max();
    return std::min(next, deadline_);
}

} // namespace clerk::detail

#include "api/invite_many.hpp"

#include "api/client_core.hpp"
#include "api/prepare.hpp"
#include "codec/create_params.hpp"
#include "common/make_error.hpp"
#include "common/uniform_random.hpp"

#include <clerk/invitations.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <utility>

namespace clerk {

namespace asio = boost::asio;

namespace detail {

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

ClerkError cancelled_failure()
{
    return detail::make_error(ErrorKind::cancelled, Phase::queue, Delivery::not_sent, "the call was cancelled",
                              asio::error::operation_aborted);
}

} // namespace

InviteManyRun::InviteManyRun(Invitations invitations, std::vector<CreateInvitationParams> params, InviteManyOptions options,
                             asio::any_io_executor const& executor)
    : invitations_{std::move(invitations)}, params_{std::move(params)}, options_{std::move(options)},
      plan_{addresses_of(params_),
            {.use_bulk = options_.use_bulk,
             .rate_limit = options_.rate_limit,
             .max_failures = options_.max_failures,
             .base_delay = invitations_.core_->retry().base_delay,
             .random = uniform_random()}},
      strand_{asio::make_strand(executor)}, wake_{strand_}
{
    options_.request.rate_limit = RateLimitMode::fail_fast;
    if (options_.timeout.count() > 0) deadline_ = Clock::now() + options_.timeout;
}

asio::awaitable<std::vector<Result<Invitation>>> InviteManyRun::run(std::shared_ptr<InviteManyRun> self)
{
    self->plan_.begin();
    while (self->plan_.pending() || !self->running_.empty())
    {
        self->cancel_if_requested();
        self->send_what_may_be_sent();
        bool const nothing_runs = self->running_.empty();
        if (nothing_runs && self->plan_.pending() && self->plan_.held_until() >= self->deadline_) self->on_deadline();
        if (!self->plan_.pending() && nothing_runs) break;
        self->wake_.expires_at(self->next_moment());
        co_await self->wake_.async_wait(asio::as_tuple(asio::use_awaitable));
        self->cancel_if_requested();
        if (Clock::now() >= self->deadline_) self->on_deadline();
    }
    self->report();
    if (self->thrown_) std::rethrow_exception(self->thrown_);
    co_return self->plan_.take_results();
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

void InviteManyRun::refuse(std::size_t item, std::string why)
{
    plan_.refuse(item, std::move(*refused(std::move(why))));
}

void InviteManyRun::send_what_may_be_sent()
{
    // Before any of these items is sent again. Otherwise a program that stores the callbacks would consider them as not sent.
    tell_what_is_known();
    while (running_.size() < static_cast<std::size_t>(options_.concurrency) && Clock::now() < deadline_)
    {
        auto request = plan_.next(Clock::now());
        if (!request) break;
        send(std::move(*request));
    }
    report();
}

void InviteManyRun::send(InvitePlan::Request request)
{
    call_back(options_.on_sending, std::span<std::size_t const>{request.items});
    if (thrown_) return plan_.on_response(request, std::unexpected{cancelled_failure()}, Clock::now());
    auto& running = running_.emplace_back(std::move(request));
    auto const at = std::prev(running_.end());
    auto const end = [self = shared_from_this(), at](Result<std::vector<Invitation>> answer) {
        self->on_response(at, std::move(answer));
    };
    auto const on_this_strand = [&](auto handler) {
        return asio::bind_cancellation_slot(running.signal.slot(), asio::bind_executor(strand_, std::move(handler)));
    };
    if (running.request.bulk)
    {
        std::vector<CreateInvitationParams> chunk;
        for (auto const item : running.request.items) chunk.push_back(params_[item]);
        invitations_.create_bulk(chunk, request_options(), on_this_strand(end));
        return;
    }
    invitations_.create(params_[running.request.items[0]], request_options(), on_this_strand([end](Result<Invitation> answer) {
                            if (!answer) return end(std::unexpected{std::move(answer.error())});
                            std::vector<Invitation> one;
                            one.push_back(std::move(*answer));
                            end(std::move(one));
                        }));
}

RequestOptions InviteManyRun::request_options() const
{
    auto options = options_.request;
    if (deadline_ == Clock::time_point::max()) return options;
    auto const left = std::chrono::ceil<std::chrono::milliseconds>(deadline_ - Clock::now());
    auto const own = options.timeout.count() > 0 ? options.timeout : invitations_.core_->total_timeout();
    options.timeout = std::clamp(left, std::chrono::milliseconds{1}, own);
    return options;
}

void InviteManyRun::on_response(std::list<Running>::iterator at, Result<std::vector<Invitation>>&& answer)
{
    plan_.on_response(at->request, std::move(answer), Clock::now());
    running_.erase(at);
    wake_.cancel();
}

void InviteManyRun::tell_what_is_known()
{
    auto const put_back = plan_.take_put_back();
    if (!put_back.empty()) call_back(options_.on_put_back, std::span<std::size_t const>{put_back});
    for (auto const item : plan_.take_settled()) call_back(options_.on_result, item, plan_.result(item));
}

void InviteManyRun::report()
{
    tell_what_is_known();
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
    plan_.stop(cancelled_failure());
    for (auto& running : running_) running.signal.emit(type);
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
                                  "not started within " + std::to_string(options_.timeout.count()) + " ms",
                                  asio::error::timed_out));
}

InviteManyRun::Clock::time_point InviteManyRun::next_moment() const
{
    bool const may_send = running_.size() < static_cast<std::size_t>(options_.concurrency);
    auto const next = plan_.pending() && may_send ? plan_.held_until() : Clock::time_point::max();
    return std::min(next, deadline_);
}

namespace {

std::string refusal_of_run(InviteManyOptions const& options)
{
    constexpr std::chrono::milliseconds longest = std::chrono::hours{24 * 30};
    if (options.timeout.count() < 0 || options.timeout > longest)
        return "options.timeout: " + std::to_string(options.timeout.count()) + " ms is out of range (0 to 30 days)";
    if (options.concurrency < 1 || options.concurrency > 64)
        return "options.concurrency: " + std::to_string(options.concurrency) + " is out of range (1 to 64)";
    if (options.max_failures < 1 || options.max_failures > 1000)
        return "options.max_failures: " + std::to_string(options.max_failures) + " is out of range (1 to 1000)";
    return refusal_of(options.request);
}

/// Starts a run on its strand. The handler of the cancellation slot shares ownership of the run. In Boost 1.81, the one of
/// `co_spawn` posts a pointer into the completion handler, which is dangling if the run completes first.
struct BeginRun
{
    template <class Handler>
    void operator()(Handler&& handler, std::shared_ptr<InviteManyRun> const& run) const
    {
        if (auto slot = asio::get_associated_cancellation_slot(handler); slot.is_connected())
            slot.assign([run](cancellation_type type) {
                asio::dispatch(run->strand(), [run, type] { run->request_cancellation(type); });
            });
        asio::co_spawn(run->strand(), InviteManyRun::run(run),
                       asio::bind_cancellation_slot(asio::cancellation_slot{}, std::forward<Handler>(handler)));
    }
};

asio::awaitable<std::vector<Result<Invitation>>> invite(Invitations invitations, std::vector<CreateInvitationParams> params,
                                                        InviteManyOptions options, std::size_t max_depth)
{
    auto const executor = co_await asio::this_coro::executor;
    auto const wrong = refusal_of_run(options);
    std::string scratch;
    std::vector<std::string> refusals;
    for (auto const& one : params)
    {
        scratch.clear();
        refusals.push_back(wrong.empty() ? encode_create(one, max_depth, scratch) : wrong);
    }
    auto const run = std::make_shared<InviteManyRun>(std::move(invitations), std::move(params), std::move(options), executor);
    for (std::size_t i = 0; i < refusals.size(); ++i)
        if (!refusals[i].empty()) run->refuse(i, std::move(refusals[i]));
    using Signature = void(std::exception_ptr, std::vector<Result<Invitation>>);
    co_return co_await asio::async_initiate<asio::use_awaitable_t<> const, Signature>(BeginRun{}, asio::use_awaitable, run);
}

} // namespace

} // namespace detail

asio::awaitable<std::vector<Result<Invitation>>> Invitations::invite_many(std::vector<CreateInvitationParams> params,
                                                                          InviteManyOptions options) const
{
    return detail::invite(*this, std::move(params), std::move(options), core_->limits().max_json_depth);
}

} // namespace clerk

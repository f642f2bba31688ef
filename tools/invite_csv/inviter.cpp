#include "inviter.hpp"

#include "row_key.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <csignal>
#include <ctime>
#include <utility>

namespace invite_csv {

namespace {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

asio::awaitable<void> invite_all(clerk::Invitations invitations, std::vector<clerk::CreateInvitationParams> params,
                                 clerk::InviteManyOptions options)
{
    // A coroutine lets only terminal cancellation through unless it says otherwise.
    co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
    co_await asio::this_coro::throw_if_cancelled(false);
    co_await invitations.invite_many(std::move(params), std::move(options));
}

std::string wall_clock(std::chrono::milliseconds from_now)
{
    auto const time = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now() + from_now);
    std::tm parts{};
    ::localtime_r(&time, &parts);
    char text[32]{};
    return {text, std::strftime(text, sizeof text, "%H:%M:%S", &parts)};
}

} // namespace

Inviter::Inviter(asio::io_context& context, clerk::Client client, ResumeFile& resume, std::string file_name)
    : context_{context}, client_{std::move(client)}, resume_{resume}, file_name_{std::move(file_name)}
{
    signals_.add(SIGINT);
    signals_.add(SIGTERM);
}

void Inviter::run(std::vector<Row> const& rows, std::vector<std::size_t> todo, int concurrency)
{
    rows_ = &rows;
    todo_ = std::move(todo);
    began_ = Clock::now();
    wait_for_signal();
    if (console_.is_terminal()) redraw_later();
    invite(concurrency);
    context_.run();
    console_.finish();
    if (failure_) std::rethrow_exception(failure_);
}

void Inviter::invite(int concurrency)
{
    std::vector<clerk::CreateInvitationParams> params;
    params.reserve(todo_.size());
    for (auto const index : todo_) params.push_back((*rows_)[index].params);
    clerk::InviteManyOptions options;
    options.concurrency = concurrency;
    options.on_sending = [this](std::span<std::size_t const> items) { record(items, ResumeRecord::Event::sending); };
    options.on_put_back = [this](std::span<std::size_t const> items) { record(items, ResumeRecord::Event::put_back); };
    options.on_result = [this](std::size_t item, clerk::Result<clerk::Invitation> const& result) { on_result(item, result); };
    options.on_progress = [this](clerk::InviteManyProgress const& progress) { on_progress(progress); };
    auto on_end = [this](std::exception_ptr const& thrown) {
        failure_ = thrown;
        signals_.cancel();
        redraw_.cancel();
    };
    asio::co_spawn(context_, invite_all(client_.invitations(), std::move(params), std::move(options)),
                   asio::bind_cancellation_slot(cancel_.slot(), std::move(on_end)));
}

void Inviter::record(std::span<std::size_t const> items, ResumeRecord::Event event)
{
    std::vector<ResumeRecord> records;
    for (auto const item : items) records.push_back({.event = event, .row = key_of(row(item)), .outcome = {}});
    resume_.append(records);
}

void Inviter::on_result(std::size_t item, clerk::Result<clerk::Invitation> const& result)
{
    auto const& one = row(item);
    ResumeRecord const record{.event = ResumeRecord::Event::result, .row = key_of(one), .outcome = outcome_of(result)};
    bool const was_started = resume_.state().outcome(record.row).status == RowStatus::may_be_invited;
    // After a stop there may be thousands of rows that were not started. The resume file does not contain them.
    if (was_started || record.outcome.status != RowStatus::not_invited)
        resume_.append(std::span{&record, 1});
    else
        resume_.apply(record);
    if (result)
        ++invited_;
    else
        report_failure(one, record.outcome.status, result.error());
}

void Inviter::report_failure(Row const& row, RowStatus status, clerk::ClerkError const& error)
{
    if (status != RowStatus::not_invited)
    {
        ++failed_;
        return console_.print(file_name_ + ':' + std::to_string(row.line) + ": " + error.message());
    }
    // One reason may have left thousands unsent.
    if (error.kind != clerk::ErrorKind::cancelled && reasons_.insert(error.message()).second)
        console_.print("Not sent: " + error.message());
}

void Inviter::on_progress(clerk::InviteManyProgress const& progress)
{
    held_until_ = Clock::now() + progress.held;
    show();
}

void Inviter::wait_for_signal()
{
    signals_.async_wait([this](boost::system::error_code ec, int) {
        if (ec) return;
        bool const first = ++interruptions_ == 1;
        console_.print(first ? "Interrupted: waiting for running requests; interrupt again to cancel them"
                             : "Interrupted: cancelling running requests");
        wait_for_signal();
        // Total cancellation does not affect requests that were sent.
        cancel_.emit(first ? asio::cancellation_type::total : asio::cancellation_type::terminal);
    });
}

void Inviter::redraw_later()
{
    redraw_.expires_after(250ms);
    redraw_.async_wait([this](boost::system::error_code ec) {
        if (ec) return;
        show();
        redraw_later();
    });
}

void Inviter::show()
{
    auto const now = Clock::now();
    ProgressView view{.total = todo_.size(),
                      .invited = invited_,
                      .failed = failed_,
                      .elapsed = std::chrono::floor<std::chrono::milliseconds>(now - began_),
                      .held = std::max(std::chrono::ceil<std::chrono::milliseconds>(held_until_ - now), 0ms),
                      .held_until = {}};
    if (view.held > 0ms) view.held_until = wall_clock(view.held);
    console_.show(view, now);
}

} // namespace invite_csv

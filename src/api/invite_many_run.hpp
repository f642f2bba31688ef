#pragma once

#include "policy/invite_plan.hpp"
#include "transport/completion.hpp"

#include <clerk/create_invitation_params.hpp>
#include <clerk/invitations.hpp>
#include <clerk/invite_many_options.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>

#include <chrono>
#include <exception>
#include <list>
#include <memory>
#include <string>
#include <vector>

namespace clerk::detail {

/// A running `invite_many`: sends the requests of its plan. Runs on one strand.
class InviteManyRun final : public std::enable_shared_from_this<InviteManyRun>
{
public:
    InviteManyRun(Invitations invitations, std::vector<CreateInvitationParams> params, InviteManyOptions options,
                  InviteManyHandler&& handler, CompletionExecutor&& where, ExceptionSlot thrown);

    void start();

private:
    using Clock = std::chrono::steady_clock;

    struct Running
    {
        explicit Running(InvitePlan::Request what) : request{std::move(what)} {}

        InvitePlan::Request request;
        boost::asio::cancellation_signal signal;
    };

    void connect_cancellation();
    /// Cancels the run as soon as it is not inside a callback. On the strand.
    void request_cancellation(boost::asio::cancellation_type type);
    void refuse_invalid_items();
    void step();
    void wait();
    void on_wake();
    void finish();
    template <class Function>
    void guard(Function function);
    void send_what_may_be_sent();
    void send(InvitePlan::Request request);
    [[nodiscard]] RequestOptions request_options() const;
    void on_response(std::list<Running>::iterator at, Result<std::vector<Invitation>>&& result);
    void report_results();
    void report();
    template <class Function, class... Arguments>
    void call_back(Function const& function, Arguments const&... arguments);
    void cancel_if_requested();
    void cancel(boost::asio::cancellation_type type);
    void on_deadline();
    [[nodiscard]] Clock::time_point next_moment() const;

    Invitations invitations_;
    std::shared_ptr<ClientCore> core_;
    std::vector<CreateInvitationParams> params_;
    InviteManyOptions options_;
    InvitePlan plan_;
    boost::asio::strand<boost::asio::any_io_executor> strand_;
    boost::asio::steady_timer wake_;
    Clock::time_point deadline_{Clock::time_point::max()};
    std::list<Running> running_;
    boost::asio::cancellation_type requested_{boost::asio::cancellation_type::none};
    bool waiting_{false}; ///< for `wake_`
    bool finished_{false};
    std::exception_ptr thrown_;
    ExceptionSlot catcher_;
    ClientWork work_;
    InviteManyHandler handler_;
    Completion completion_;
};

} // namespace clerk::detail

#pragma once

#include "policy/invite_plan.hpp"
#include "transport/completion.hpp"

#include <clerk/create_invitation_params.hpp>
#include <clerk/invitations.hpp>
#include <clerk/invite_many_options.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/wait_traits.hpp>

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
    using Strand = boost::asio::strand<boost::asio::any_io_executor>;
    /// With the type of its executor, because Asio terminates if the copy of an erased strand runs out of memory.
    using Timer = boost::asio::basic_waitable_timer<Clock, boost::asio::wait_traits<Clock>, Strand>;

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
    void send_allowed_requests();
    void send(InvitePlan::Request const& request);
    void start_call(std::list<Running>::iterator at);
    void end_without_memory();
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
    Strand strand_;
    Timer wake_;
    Clock::time_point deadline_{Clock::time_point::max()};
    std::list<Running> running_;
    boost::asio::cancellation_type requested_{boost::asio::cancellation_type::none};
    bool waiting_{false};                     ///< for `wake_`
    std::vector<Result<Invitation>> results_; ///< of a run that has ended
    bool finished_{false};
    std::exception_ptr thrown_;
    ExceptionSlot catcher_;
    ClientWork work_;
    InviteManyHandler handler_;
    Completion completion_;
};

} // namespace clerk::detail

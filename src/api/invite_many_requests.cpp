#include "api/client_core.hpp"
#include "api/invite_many_run.hpp"

#include <clerk/invitations.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>

#include <algorithm>
#include <utility>

// The requests of a run.
namespace clerk::detail {

namespace asio = boost::asio;

void InviteManyRun::start_call(std::list<Running>::iterator at)
{
    auto const end = [self = shared_from_this(), at](Result<std::vector<Invitation>> result) {
        self->on_response(at, std::move(result));
    };
    auto const on_this_strand = [&](auto handler) {
        return asio::bind_cancellation_slot(at->signal.slot(), asio::bind_executor(strand_, std::move(handler)));
    };
    if (at->request.bulk)
    {
        std::vector<CreateInvitationParams> chunk;
        for (auto const item : at->request.items) chunk.push_back(params_[item]);
        invitations_.create_bulk(chunk, request_options(), on_this_strand(end));
        return;
    }
    std::vector<Invitation> one;
    one.reserve(1); // now, so that no invitation is lost without memory
    invitations_.create(params_[at->request.items[0]], request_options(),
                        on_this_strand([end, one = std::move(one)](Result<Invitation> result) mutable {
                            if (!result) return end(std::unexpected{std::move(result.error())});
                            one.push_back(std::move(*result));
                            end(std::move(one));
                        }));
}

RequestOptions InviteManyRun::request_options() const
{
    auto options = options_.request;
    if (deadline_ == Clock::time_point::max()) return options;
    auto const left = std::chrono::ceil<std::chrono::milliseconds>(deadline_ - Clock::now());
    auto own = options.timeout.value_or(std::chrono::milliseconds{0});
    if (own.count() == 0) own = core_->total_timeout();
    options.timeout = std::clamp(left, std::chrono::milliseconds{1}, own);
    return options;
}

} // namespace clerk::detail

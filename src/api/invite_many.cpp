#include "api/invite_many_run.hpp"

#include <clerk/detail/initiation.hpp>
#include <clerk/invitations.hpp>

#include <boost/asio/async_result.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/assert.hpp>

#include <exception>
#include <memory>
#include <utility>
#include <vector>

namespace clerk {

namespace asio = boost::asio;

namespace detail {

void initiate_invite_many(Invitations const& invitations, std::vector<CreateInvitationParams>&& params,
                          InviteManyOptions&& options, InviteManyHandler&& handler, CompletionExecutor&& where,
                          ExceptionSlot thrown)
{
    std::make_shared<InviteManyRun>(invitations, std::move(params), std::move(options), std::move(handler), std::move(where),
                                    std::move(thrown))
        ->start();
}

namespace {

asio::awaitable<std::vector<Result<Invitation>>>
invite_and_throw(Invitations invitations, std::vector<CreateInvitationParams> params, InviteManyOptions options)
{
    // A named object: g++ 12 destroys aggregate temporaries in a `co_await` expression twice.
    InviteManyInitiation const initiation{invitations.get_executor(), std::make_shared<std::exception_ptr>()};
    using Signature = void(std::vector<Result<Invitation>>);
    auto results = co_await asio::async_initiate<asio::use_awaitable_t<> const, Signature>(
        initiation, asio::use_awaitable, std::move(invitations), std::move(params), std::move(options));
    if (*initiation.thrown) std::rethrow_exception(*initiation.thrown);
    co_return results;
}

} // namespace

} // namespace detail

asio::awaitable<std::vector<Result<Invitation>>> Invitations::invite_many(std::vector<CreateInvitationParams> params,
                                                                          InviteManyOptions options) const
{
    BOOST_ASSERT_MSG(core_, "this handle was moved from");
    return detail::invite_and_throw(*this, std::move(params), std::move(options));
}

} // namespace clerk

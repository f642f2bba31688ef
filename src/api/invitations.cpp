#include <clerk/invitations.hpp>

#include "api/call.hpp"
#include "api/prepare.hpp"
#include "codec/create_params.hpp"
#include "codec/invitation.hpp"

#include <boost/asio/use_awaitable.hpp>

namespace clerk {

namespace detail {

template <>
Result<Invitation> decode_answer<Invitation>(Response const& response, LimitOptions const& limits)
{
    auto decoded = decode_invitation(response.body, limits.max_json_depth);
    if (decoded) return std::move(*decoded);
    return std::unexpected{decode_error(response, std::move(decoded.error().detail))};
}

void launch(std::shared_ptr<ClientCore> core, PreparedCall&& call, CallHandler<Invitation>&& handler, CompletionExecutor&& where)
{
    launch_call<Invitation>(std::move(core), std::move(call), std::move(handler), std::move(where));
}

boost::asio::any_io_executor const& executor_of(ClientCore const& core) noexcept
{
    return core.engine().executor();
}

} // namespace detail

Invitations::Invitations(std::shared_ptr<detail::ClientCore> core) noexcept : core_{std::move(core)} {}

boost::asio::awaitable<Result<Invitation>> Invitations::create(CreateInvitationParams const& params, RequestOptions options) const
{
    return create(params, options, boost::asio::use_awaitable);
}

detail::PreparedCall Invitations::prepare_create(CreateInvitationParams const& params, RequestOptions options) const
{
    detail::PreparedCall call;
    call.endpoint = detail::Endpoint::create;
    call.options = options;
    call.body.reserve(512);
    auto refusal = detail::refusal_of(options);
    if (refusal.empty()) refusal = detail::encode_create(params, core_->limits().max_json_depth, call.body);
    if (!refusal.empty()) call.refused = detail::refused(std::move(refusal));
    return call;
}

} // namespace clerk

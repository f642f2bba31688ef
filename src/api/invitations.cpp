#include <clerk/invitations.hpp>

#include "api/call.hpp"
#include "api/prepare.hpp"
#include "api/recovery.hpp"
#include "codec/create_params.hpp"
#include "codec/invitation_parser.hpp"
#include "codec/list_query.hpp"
#include "policy/recovery.hpp"

#include <boost/asio/use_awaitable.hpp>
#include <boost/assert.hpp>

namespace clerk {

namespace detail {

namespace {

template <class T>
void take(std::expected<T, DecodeFailure>&& decoded, Response const& response, Result<T>& to)
{
    if (decoded)
        *to = *std::move(decoded);
    else
        to = std::unexpected{decode_error(response, std::move(decoded).error().detail)};
}

/// See `LimitOptions::max_body_bytes`.
constexpr int invitations_per_body_limit = 80;

} // namespace

template <>
void decode_response(Response const& response, ResponseContext const& context, Result<Invitation>& to)
{
    if (auto failure = decode_invitation(response.json(), context.max_json_depth, *to))
        to = std::unexpected{decode_error(response, std::move(failure->detail))};
}

template <>
void decode_response(Response const& response, ResponseContext const& context, Result<std::vector<Invitation>>& to)
{
    take(decode_invitations(response.json(), context.max_json_depth), response, to);
}

template <>
void decode_response(Response const& response, ResponseContext const& context, Result<InvitationPage>& to)
{
    take(decode_invitation_page(response.json(), context.max_json_depth, context.offset), response, to);
}

void initiate_call(std::shared_ptr<ClientCore> core, PreparedCall&& call, CallHandler<Invitation>&& handler,
                   CompletionExecutor&& where)
{
    if (call.recovery_target)
        return start_recoverable_call(std::move(core), std::move(call), std::move(handler), std::move(where));
    start_call<Invitation>(std::move(core), std::move(call), std::move(handler), std::move(where));
}

void initiate_call(std::shared_ptr<ClientCore> core, PreparedCall&& call, CallHandler<std::vector<Invitation>>&& handler,
                   CompletionExecutor&& where)
{
    start_call<std::vector<Invitation>>(std::move(core), std::move(call), std::move(handler), std::move(where));
}

void initiate_call(std::shared_ptr<ClientCore> core, PreparedCall&& call, CallHandler<InvitationPage>&& handler,
                   CompletionExecutor&& where)
{
    start_call<InvitationPage>(std::move(core), std::move(call), std::move(handler), std::move(where));
}

boost::asio::any_io_executor const& executor_of(std::shared_ptr<ClientCore> const& core) noexcept
{
    BOOST_ASSERT_MSG(core, "this handle was moved from");
    return core->engine().executor();
}

} // namespace detail

Invitations::Invitations(std::shared_ptr<detail::ClientCore> core, std::shared_ptr<detail::HandleHeaders const> fields) noexcept
    : core_{std::move(core)}, fields_{std::move(fields)}
{}

boost::asio::awaitable<Result<Invitation>> Invitations::create(CreateInvitationParams const& params, RequestOptions options) const
{
    return create(params, options, boost::asio::use_awaitable);
}

boost::asio::awaitable<Result<std::vector<Invitation>>>
Invitations::create_bulk(std::vector<CreateInvitationParams> const& params, RequestOptions options) const
{
    return create_bulk(params, options, boost::asio::use_awaitable);
}

boost::asio::awaitable<Result<InvitationPage>> Invitations::list(ListInvitationsParams const& params,
                                                                 RequestOptions options) const
{
    return list(params, options, boost::asio::use_awaitable);
}

boost::asio::awaitable<Result<Invitation>> Invitations::revoke(std::string_view id, RequestOptions options) const
{
    return revoke(id, options, boost::asio::use_awaitable);
}

detail::PreparedCall Invitations::prepare_create(CreateInvitationParams const& params, RequestOptions options) const
{
    BOOST_ASSERT_MSG(core_, "this handle was moved from");
    return detail::prepare(detail::operations::create, options, [&](detail::PreparedCall& call) {
        call.fields = fields_;
        call.has_body = true;
        call.text.reserve(512);
        if (core_->retry().recover_unknown)
            call.recovery_target = std::make_shared<detail::RecoveryTarget>(
                detail::RecoveryTarget{.email_address = params.email_address,
                                       .public_metadata = params.public_metadata,
                                       .ignore_existing = params.ignore_existing.value_or(false)});
        return detail::encode_create(params, core_->limits().max_json_depth, call.text);
    });
}

detail::PreparedCall Invitations::prepare_create_bulk(std::vector<CreateInvitationParams> const& params,
                                                      RequestOptions options) const
{
    BOOST_ASSERT_MSG(core_, "this handle was moved from");
    return detail::prepare(detail::operations::create_bulk, options, [&](detail::PreparedCall& call) {
        call.fields = fields_;
        call.has_body = true;
        return detail::encode_create_bulk(params, core_->limits().max_json_depth, call.text);
    });
}

detail::PreparedCall Invitations::prepare_list(ListInvitationsParams const& params, RequestOptions options) const
{
    BOOST_ASSERT_MSG(core_, "this handle was moved from");
    return detail::prepare(detail::operations::list, options, [&](detail::PreparedCall& call) {
        call.fields = fields_;
        auto refusal = detail::set_list_line(call, core_->base_path(), params);
        call.offset = params.offset.value_or(0);
        if (refusal.empty()) call.body_limits = 1 + (params.limit.value_or(1) - 1) / detail::invitations_per_body_limit;
        return refusal;
    });
}

detail::PreparedCall Invitations::prepare_revoke(std::string_view id, RequestOptions options) const
{
    BOOST_ASSERT_MSG(core_, "this handle was moved from");
    return detail::prepare(detail::operations::revoke, options, [&](detail::PreparedCall& call) {
        call.fields = fields_;
        if (core_->retry().recover_unknown)
            call.recovery_target =
                std::make_shared<detail::RecoveryTarget>(detail::RecoveryTarget{.invitation_id = std::string{id}});
        auto target = core_->base_path();
        target.append(detail::operations::invitations_path).append("/");
        auto refusal = detail::encode_path_segment(id, target);
        detail::set_line(call, "POST", target + "/revoke");
        return refusal;
    });
}

} // namespace clerk

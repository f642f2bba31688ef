#include "api/recovery.hpp"

#include "api/lookup_result.hpp"
#include "api/prepare.hpp"
#include "codec/invitation_list.hpp"
#include "codec/list_query.hpp"
#include "common/if_memory_allows.hpp"
#include "policy/recovery.hpp"
#include "transport/call_errors.hpp"
#include "wire/http_date.hpp"

#include <boost/asio/error.hpp>

#include <algorithm>
#include <mutex>
#include <new>

namespace clerk::detail {

template <>
void decode_answer(Response const& response, AnswerContext const& context, Result<LookedUp>& to)
{
    auto page = decode_invitation_page(response.json(), context.max_json_depth, 0);
    if (!page)
    {
        to = std::unexpected{decode_error(response, std::move(page.error().detail))};
        return;
    }
    auto const local = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    to = {.page = std::move(*page), .date = parse_http_date(response.date, local), .answered_at = context.engine.now()};
}

namespace {

using Outcome = Finding::Outcome;

constexpr int most_looks{3};

/// Delays completion of a create or revoke until a list request shows whether it took effect.
///
/// Until its own request fails, it is a normal call. Then it keeps its handler, the outstanding work of the executor and its
/// place among the running calls, while list requests run one after the other within the same deadline.
class RecoveringCall final : public Call<Invitation>
{
public:
    RecoveringCall(std::shared_ptr<ClientCore> core, OperationTraits const& call_traits, PreparedCall&& prepared,
                   CallHandler<Invitation>&& handler, CompletionExecutor&& where, std::shared_ptr<Sought const> sought)
        : Call{std::move(core), call_traits, std::move(prepared), std::move(handler), std::move(where)},
          sought_{std::move(sought)}
    {}

    void complete() override
    {
        if (settled_) return finish();
        if (result())
        {
            if (is_revoke()) core()->unsettled_revokes().forget(sought_->invitation_id);
            settled_ = true;
            return finish();
        }
        original_ = std::move(result().error());
        if (!is_worth_looking(original_)) return end_as(std::move(original_));
        look_if_memory_allows();
    }

    bool complete_here() override { return false; }

    void cancel(ClientCore& client, bool only_unsent) override
    {
        Call::cancel(client, only_unsent);
        // Total cancellation promises that nothing has happened: it has come too late for a look-up.
        if (only_unsent) return;
        std::shared_ptr<LookUp> running;
        {
            std::scoped_lock const lock{mutex_};
            cancelled_ = true;
            running = look_up_.lock();
        }
        if (running) client.engine().cancel(*running, false);
    }

private:
    using LookUp = Call<LookedUp>;

    [[nodiscard]] bool is_revoke() const noexcept { return !sought_->invitation_id.empty(); }

    [[nodiscard]] bool is_worth_looking(ClerkError const& error) const
    {
        if (error.kind == ErrorKind::cancelled || error.kind == ErrorKind::closed) return false;
        return (error.delivery == Delivery::unknown || is_ours_from_before(error)) && core()->engine().now() < deadline;
    }

    [[nodiscard]] bool is_ours_from_before(ClerkError const& error) const
    {
        return is_revoke() && error.has_code("invitation_already_revoked") &&
               core()->unsettled_revokes().contains(sought_->invitation_id);
    }

    [[nodiscard]] PreparedCall prepare_look_up() const
    {
        ListInvitationsParams params;
        params.status = is_revoke() ? InvitationStatus::revoked : InvitationStatus::pending;
        params.query = is_revoke() ? sought_->invitation_id : sought_->email_address;
        params.order_by = "-created_at";
        params.limit = static_cast<int>(looked_at);
        RequestOptions options;
        options.max_attempts = traits.max_attempts;
        options.rate_limit = traits.rate_limit;
        return prepare(facts_of(Endpoint::list), options, [&](PreparedCall& call) {
            call.fields = own_handle_fields();
            std::string target = core()->base_path() + "/v1/invitations?";
            auto refusal = encode_list_query(params, target);
            call.line = request_line("GET", target);
            return refusal;
        });
    }

    /// None, then by default 250 ms and 1 s: the server may still be at work.
    [[nodiscard]] std::chrono::nanoseconds pause() const noexcept
    {
        auto const& retry = core()->retry();
        std::chrono::nanoseconds const base{retry.base_delay};
        auto const grown = looks_ == 0 ? base.zero() : looks_ == 1 ? base * 5 / 2 : base * 10;
        return std::min<std::chrono::nanoseconds>(grown, retry.max_delay);
    }

    void look_if_memory_allows()
    try
    {
        look();
    }
    catch (std::bad_alloc const&)
    {
        look_failed(out_of_memory(ErrorKind::transport, Phase::queue, Delivery::not_sent));
    }

    void look()
    {
        if (cancelled()) return interrupted(ErrorKind::cancelled);
        auto prepared = prepare_look_up();
        if (prepared.refused) return look_failed(*prepared.refused);
        // The look-up may end, and this call with it, before this function does.
        auto const alive = std::static_pointer_cast<RecoveringCall>(shared_from_this());
        auto const client = core();
        auto const look_traits = client->traits(prepared);
        auto handler = [alive](Result<LookedUp> answer) { alive->on_look_up(std::move(answer)); };
        auto const look_up = std::allocate_shared<LookUp>(boost::asio::recycling_allocator<LookUp>{}, client, look_traits,
                                                          std::move(prepared), CallHandler<LookedUp>{std::move(handler)},
                                                          CompletionExecutor{client->engine().executor(), true});
        {
            std::scoped_lock const lock{mutex_};
            look_up_ = look_up;
        }
        client->engine().follow(look_up, *this, pause());
        // A cancellation that came before it was begun did nothing to it.
        if (cancelled()) client->engine().cancel(*look_up, false);
    }

    void on_look_up(Result<LookedUp> answer)
    {
        ++looks_;
        if (!answer) return look_failed(answer.error());
        auto const found = find(*answer);
        if (found.invitation != nullptr) return recovered(*found.invitation);
        last_outcome_ = found.outcome;
        if (found.outcome != Outcome::refused && looks_ < most_looks) return look_if_memory_allows();
        end_with(found.outcome, true);
    }

    [[nodiscard]] Finding find(LookedUp const& answer) const
    {
        if (is_revoke()) return find_revoked(*sought_, answer.page);
        auto const elapsed = answer.answered_at - attempted;
        auto const begun = Begun::reckon(answer.date, std::chrono::system_clock::now(), elapsed);
        return find_created(*sought_, answer.page, begun);
    }

    void recovered(Invitation invitation)
    {
        invitation.recovered = true;
        keep(std::move(invitation));
        core()->engine().deliver(shared_from_this());
    }

    void look_failed(ClerkError const& failure)
    {
        if (failure.kind == ErrorKind::cancelled || failure.kind == ErrorKind::closed) return interrupted(failure.kind);
        if (last_outcome_) return end_with(*last_outcome_, false);
        if (original_.delivery == Delivery::unknown) settle_unseen(original_);
        end_as(std::move(original_));
    }

    void interrupted(ErrorKind kind)
    {
        original_.kind = kind;
        original_.delivery = Delivery::unknown;
        original_.cause = boost::asio::error::operation_aborted;
        original_.detail.clear();
        if_memory_allows([&] {
            original_.detail = kind == ErrorKind::cancelled
                                   ? "the call was cancelled while the library checked whether it took effect"
                                   : "the client was closed while the library checked whether the call took effect";
        });
        end_as(std::move(original_));
    }

    void end_with(Outcome outcome, bool looked_often)
    {
        if (original_.delivery == Delivery::unknown) settle(original_, outcome, looked_often);
        end_as(std::move(original_));
    }

    void end_as(ClerkError&& error)
    {
        if (is_revoke() && error.delivery == Delivery::unknown)
            if_memory_allows([&] { core()->unsettled_revokes().remember(sought_->invitation_id); });
        fail(std::move(error));
        settled_ = true;
        core()->engine().deliver(shared_from_this());
    }

    [[nodiscard]] bool cancelled() const
    {
        std::scoped_lock const lock{mutex_};
        return cancelled_;
    }

    std::shared_ptr<Sought const> sought_;
    ClerkError original_;
    std::optional<Outcome> last_outcome_; ///< of the look-ups that succeeded
    int looks_{0};
    bool settled_{false}; ///< the stored result is final
    mutable std::mutex mutex_;
    std::weak_ptr<LookUp> look_up_;
    bool cancelled_{false};
};

} // namespace

void launch_recovering(std::shared_ptr<ClientCore> core, PreparedCall&& call, CallHandler<Invitation>&& handler,
                       CompletionExecutor&& where)
{
    auto sought = std::move(call.sought);
    launch_as<RecoveringCall>(std::move(core), std::move(call), std::move(handler), std::move(where), std::move(sought));
}

} // namespace clerk::detail

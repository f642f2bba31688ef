#include "api/recovery.hpp"

#include "api/call.hpp"
#include "api/prepare.hpp"
#include "codec/invitation_parser.hpp"
#include "common/if_memory_allows.hpp"
#include "common/operations.hpp"
#include "policy/recovery.hpp"
#include "transport/call_errors.hpp"
#include "wire/http_date.hpp"

#include <boost/asio/error.hpp>

#include <algorithm>
#include <mutex>
#include <new>

namespace clerk::detail {

namespace {

/// The response to a list request of a recovery.
struct LookupResult
{
    InvitationPage page;
    std::optional<std::chrono::sys_seconds> date; ///< the server's
    Engine::TimePoint received_at;                ///< by the clock of the client
};

} // namespace

template <>
void decode_response(Response const& response, ResponseContext const& context, Result<LookupResult>& to)
{
    auto page = decode_invitation_page(response.json(), context.max_json_depth, 0);
    if (!page)
    {
        to = std::unexpected{decode_error(response, std::move(page.error().detail))};
        return;
    }
    auto const local = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    to = {.page = std::move(*page), .date = parse_http_date(response.date, local), .received_at = context.engine.now()};
}

namespace {

using Outcome = LookupOutcome::Outcome;

constexpr int max_lookups{3};

/// Delays completion of a create or revoke until a list request shows whether it took effect.
///
/// Until its own request fails, it is a normal call. Then it keeps its handler, the outstanding work of the executor and its
/// place among the running calls, while list requests run one after the other within the same deadline.
class RecoverableCall : public Call<Invitation>
{
public:
    RecoverableCall(std::shared_ptr<ClientCore> core, CallTraits const& call_traits, PreparedCall&& prepared,
                    CallHandler<Invitation>&& handler, CompletionExecutor&& where, std::shared_ptr<RecoveryTarget const> target)
        : Call{std::move(core), call_traits, std::move(prepared), std::move(handler), std::move(where)},
          target_{std::move(target)}
    {}

    void complete() override
    {
        if (final_) return finish();
        auto* const known = result();
        if (known != nullptr && *known)
        {
            if (is_revoke()) core()->unconfirmed_revokes().forget(target_->invitation_id);
            final_ = true;
            return finish();
        }
        original_ = known != nullptr ? std::move(known->error()) : textless_error();
        if (!is_worth_looking(original_)) return end_as(std::move(original_));
        look_if_memory_allows();
    }

    bool complete_here() override { return false; }

    void cancel(ClientCore& client, bool only_unsent) override
    {
        Call::cancel(client, only_unsent);
        // Total cancellation guarantees that the call had no effect, so it is ignored during a look-up.
        if (only_unsent) return;
        std::shared_ptr<Lookup> running;
        {
            std::scoped_lock const lock{mutex_};
            cancelled_ = true;
            running = lookup_.lock();
        }
        if (running) client.engine().cancel(*running, false);
    }

private:
    using Lookup = Call<LookupResult>;

    [[nodiscard]] bool is_revoke() const noexcept { return !target_->invitation_id.empty(); }

    [[nodiscard]] bool is_worth_looking(ClerkError const& error) const
    {
        if (error.kind == ErrorKind::cancelled || error.kind == ErrorKind::closed) return false;
        return (error.delivery == Delivery::unknown || is_ours_from_before(error)) && core()->engine().now() < deadline;
    }

    [[nodiscard]] bool is_ours_from_before(ClerkError const& error) const
    {
        return is_revoke() && error.has_code("invitation_already_revoked") &&
               core()->unconfirmed_revokes().contains(target_->invitation_id);
    }

    [[nodiscard]] PreparedCall prepare_lookup() const
    {
        ListInvitationsParams params;
        params.status = is_revoke() ? InvitationStatus::revoked : InvitationStatus::pending;
        params.query = is_revoke() ? target_->invitation_id : target_->email_address;
        params.order_by = "-created_at";
        params.limit = static_cast<int>(lookup_page_size);
        RequestOptions options;
        options.max_attempts = traits.max_attempts;
        options.rate_limit = traits.rate_limit;
        if (trace != nullptr) options.correlation = call_trace()->correlation();
        return prepare(operations::list, options, [&](PreparedCall& call) {
            call.fields = own_handle_headers();
            return set_list_line(call, core()->base_path(), params);
        });
    }

    /// Returns the delay before a look-up: zero, then by default 250 ms and 1 s. The server may still process the request.
    [[nodiscard]] std::chrono::nanoseconds pause() const noexcept
    {
        auto const& retry = core()->retry();
        std::chrono::nanoseconds const base{retry.base_delay};
        auto const grown = lookups_ == 0 ? base.zero() : lookups_ == 1 ? base * 5 / 2 : base * 10;
        return std::min<std::chrono::nanoseconds>(grown, retry.max_delay);
    }

    void look_if_memory_allows()
    try
    {
        look();
    }
    catch (std::bad_alloc const&)
    {
        on_lookup_failed(out_of_memory(ErrorKind::transport, Phase::queue, Delivery::not_sent));
    }

    void look()
    {
        if (cancelled()) return interrupted(ErrorKind::cancelled);
        auto prepared = prepare_lookup();
        if (prepared.refused) return on_lookup_failed(*prepared.refused);
        // The look-up and this call may complete before this function returns.
        auto const alive = std::static_pointer_cast<RecoverableCall>(shared_from_this());
        auto const client = core();
        auto const look_traits = client->traits(prepared);
        auto handler = [alive](Result<LookupResult> const& response) { alive->on_lookup(response); };
        auto const correlation = prepared.options.correlation;
        auto const lookup = make_call<Lookup>(client, correlation, look_traits, std::move(prepared),
                                              CallHandler<LookupResult>{std::move(handler)},
                                              CompletionExecutor{client->engine().executor(), true});
        {
            std::scoped_lock const lock{mutex_};
            lookup_ = lookup;
        }
        client->engine().follow(lookup, *this, pause());
        // A cancellation before its start had no effect on it.
        if (cancelled()) client->engine().cancel(*lookup, false);
    }

    void on_lookup(Result<LookupResult> const& response)
    {
        ++lookups_;
        if (!response) return on_lookup_failed(response.error());
        auto const found = find(*response);
        if (found.invitation != nullptr) return recovered(*found.invitation);
        last_outcome_ = found.outcome;
        if (found.outcome != Outcome::refused && lookups_ < max_lookups) return look_if_memory_allows();
        end_with(found.outcome, true);
    }

    [[nodiscard]] LookupOutcome find(LookupResult const& response) const
    {
        if (is_revoke()) return match_revoked(*target_, response.page);
        auto const elapsed = response.received_at - attempted;
        auto const start = StartTime::from_response(response.date, std::chrono::system_clock::now(), elapsed);
        return match_created(*target_, response.page, start);
    }

    void recovered(Invitation invitation)
    {
        invitation.recovered = true;
        bool kept = false;
        if_memory_allows([&] {
            keep(std::move(invitation));
            kept = true;
        });
        if (!kept) return end_as(std::move(original_));
        if (trace != nullptr) call_trace()->set_end(core()->engine().now());
        core()->engine().deliver(shared_from_this());
    }

    void on_lookup_failed(ClerkError const& failure)
    {
        if (failure.kind == ErrorKind::cancelled || failure.kind == ErrorKind::closed) return interrupted(failure.kind);
        if (last_outcome_) return end_with(*last_outcome_, false);
        if (original_.delivery == Delivery::unknown) apply_lookup_failure(original_);
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
            if_memory_allows([&] { core()->unconfirmed_revokes().remember(target_->invitation_id); });
        fail(std::move(error));
        if (trace != nullptr) call_trace()->set_end(core()->engine().now());
        final_ = true;
        core()->engine().deliver(shared_from_this());
    }

    [[nodiscard]] bool cancelled() const
    {
        std::scoped_lock const lock{mutex_};
        return cancelled_;
    }

    std::shared_ptr<RecoveryTarget const> target_;
    ClerkError original_;
    std::optional<Outcome> last_outcome_; ///< of the look-ups that succeeded
    int lookups_{0};
    bool final_{false}; ///< the stored result is final
    mutable std::mutex mutex_;
    std::weak_ptr<Lookup> lookup_;
    bool cancelled_{false};
};

} // namespace

void start_recoverable_call(std::shared_ptr<ClientCore> core, PreparedCall&& call, CallHandler<Invitation>&& handler,
                            CompletionExecutor&& where)
{
    auto target = std::move(call.recovery_target);
    start_call_as<RecoverableCall>(std::move(core), std::move(call), std::move(handler), std::move(where), std::move(target));
}

} // namespace clerk::detail

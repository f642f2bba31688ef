#include "fuzz/client_rig.hpp"

#include "api/client_access.hpp"
#include "fuzz/require.hpp"
#include "support/answers.hpp"

#include <clerk/api_request.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>

#include <algorithm>
#include <iterator>
#include <utility>

namespace clerk::fuzz {

namespace {

using namespace std::chrono_literals;

constexpr int most_rounds = 1000;

std::string invitation_of(std::size_t call)
{
    return test::invitation_json(std::to_string(call));
}

detail::ClientDependencies dependencies(test::ManualClock& clock)
{
    detail::ClientDependencies dependencies;
    dependencies.engine.timer = clock.factory();
    dependencies.engine.random = [] { return 0.5; };
    return dependencies;
}

} // namespace

ClientRig::ClientRig(ClientOptions options, bool observed)
    : total_{options.timeouts.total}, max_attempts_{options.retry.max_attempts}
{
    options.secret_key = SecretKey{"sk_test_fuzz"};
    options.api_url = server_.url();
    if (observed) options.observer = checker_;
    context_.emplace(1);
    client_.emplace(detail::ClientAccess::make(context_->get_executor(), options, dependencies(clock_)));
}

ClientRig::~ClientRig()
{
    client_.reset();
    context_.reset();
    auto const violations = checker_->finish();
    require(violations.empty(), violations.empty() ? "" : violations.front());
    for (auto const& call : calls_) require(call.record.endings.size() <= 1, "a call completes at most once");
}

void ClientRig::call(std::string const& method, RequestOptions const& options)
{
    auto const index = calls_.size();
    auto& call = calls_.emplace_back();
    call.record.method = method;
    call.record.max_attempts = options.max_attempts.value_or(max_attempts_);
    call.record.deadline = clock_.now() + options.timeout.value_or(total_);
    auto const slot = call.signal.slot();
    if (method == "POST")
    {
        auto handler = [this, index](Result<Invitation>&& result) {
            bool const right = result && result->id == std::to_string(index);
            note(index, result.has_value(), right, result ? ClerkError{} : result.error());
        };
        CreateInvitationParams const params{std::to_string(index) + "@example.com"};
        client_->invitations().create(params, options, boost::asio::bind_cancellation_slot(slot, std::move(handler)));
    }
    else
    {
        auto handler = [this, index](Result<ApiResponse>&& result) {
            bool const right = result && result->body.at("id").as_string() == std::to_string(index);
            note(index, result.has_value(), right, result ? ClerkError{} : result.error());
        };
        ApiRequest const request{method, "/v1/" + std::to_string(index)};
        client_->request(request, options, boost::asio::bind_cancellation_slot(slot, std::move(handler)));
    }
    settle();
}

void ClientRig::note(std::size_t index, bool value, bool right_value, ClerkError const& error)
{
    calls_[index].record.endings.push_back({value, right_value, error.kind, error.delivery});
}

void ClientRig::cancel(std::size_t index, boost::asio::cancellation_type type)
{
    auto& call = calls_[index];
    call.signal.emit(type);
    settle();
    require(type == boost::asio::cancellation_type::total || call.record.ended(), "a cancelled call completes");
}

void ClientRig::advance(std::chrono::milliseconds time)
{
    clock_.advance(time);
    settle();
}

void ClientRig::warm_up(std::size_t connections)
{
    ++warm_ups_;
    client_->warm_up(connections, [this](Result<std::size_t> const&) { --warm_ups_; });
    settle();
}

void ClientRig::shutdown(std::chrono::milliseconds grace)
{
    ++shutdowns_;
    closed_ = true;
    client_->shutdown(grace, [this] { --shutdowns_; });
    settle();
}

void ClientRig::close()
{
    closed_ = true;
    client_->close();
    settle();
    require(std::ranges::all_of(calls_, [](Call const& call) { return call.record.ended(); }), "a closed client has no calls");
    require(shutdowns_ == 0 && warm_ups_ == 0, "a closed client has nothing to wait for");
    require(client_->stats().connections_open == 0, "a closed client has no connections");
}

ScriptedServer::Connection& ClientRig::connection(std::size_t index)
{
    return *std::next(server_.connections().begin(), static_cast<std::ptrdiff_t>(index));
}

void ClientRig::keep_answer(ScriptedServer::Connection& connection, Answer answer)
{
    if (connection.request) calls_[connection.request->call].record.answers[connection.request->attempt] = answer;
    connection.request.reset();
}

void ClientRig::answer(std::size_t index, int status, std::chrono::seconds retry_after)
{
    auto& to = connection(index);
    if (!to.request) return;
    auto const call = to.request->call;
    bool const is_create = to.request->method == "POST";
    switch (status)
    {
    case 200:
        keep_answer(to, Answer::value);
        to.send(test::answer(200, {}, invitation_of(call)));
        break;
    case 429:
        keep_answer(to, Answer::rate_limited);
        to.send(test::refused(429, "too_many_requests", "Retry-After: " + std::to_string(retry_after.count()) + "\r\n"));
        if (is_create && !calls_[call].record.ended() && retry_after > 0s)
            creates_held_until_ = std::max(creates_held_until_, clock_.now() + retry_after);
        break;
    case 404:
    case 422:
        keep_answer(to, Answer::refused);
        to.send(test::refused(status, "form_param_format_invalid"));
        break;
    default:
        keep_answer(to, Answer::other);
        to.send(test::answer(status, "Content-Type: text/html\r\n", "<html>"));
        break;
    }
    settle();
}

void ClientRig::answer_partly(std::size_t index, std::size_t size)
{
    auto& to = connection(index);
    if (!to.request) return;
    auto const whole = test::answer(200, {}, invitation_of(to.request->call));
    keep_answer(to, Answer::other);
    to.partly_answered = true;
    to.send(std::string_view{whole}.substr(0, size % whole.size()));
    settle();
}

void ClientRig::send(std::size_t index, std::string_view bytes)
{
    auto& to = connection(index);
    // The bytes could be, or complete, a valid response.
    if (to.partly_answered || (to.request && bytes.starts_with("HTTP/1.1 200"))) return;
    if (!bytes.starts_with("HTTP/1.1 100")) keep_answer(to, Answer::other);
    to.send(bytes);
    settle();
}

void ClientRig::fin(std::size_t index)
{
    keep_answer(connection(index), Answer::none);
    connection(index).fin();
    settle();
}

void ClientRig::reset(std::size_t index)
{
    keep_answer(connection(index), Answer::none);
    connection(index).reset();
    settle();
}

bool ClientRig::pump()
{
    bool any = server_.accept();
    for (auto& connection : server_.connections())
    {
        any = connection.read() || any;
        if (!connection.take()) continue;
        any = true;
        auto& request = *connection.request;
        require(request.call < calls_.size(), "a request belongs to a call");
        auto& record = calls_[request.call].record;
        require(request.method == record.method, "a request is the call's own");
        request.attempt = record.answers.size();
        record.answers.push_back(Answer::none);
        require(request.method != "POST" || clock_.now() >= creates_held_until_, "no create is sent during a rate limit");
    }
    return any;
}

void ClientRig::settle()
{
    int rounds = 0;
    for (bool any = true; any; ++rounds)
    {
        require(rounds < most_rounds, "a client comes to rest");
        context_->restart();
        server_.wait_for_delivery();
        any = context_->poll() > 0;
        any = pump() || any;
    }
    auto const now = clock_.now();
    for (auto const& call : calls_)
    {
        require(call.record.ended() || now < call.record.deadline + 2ms, "a call ends by its deadline");
        require(call.record.endings.size() <= 1, "a call completes at most once");
    }
    require_counters();
}

void ClientRig::require_counters() const
{
    auto const stats = client_->stats();
    auto const& closed = stats.connections_closed;
    require(stats.connections_open >= stats.connections_idle + stats.connections_leased,
            "connections are idle, leased or being opened");
    require(stats.connections_leased <= calls_.size() && stats.calls_waiting <= calls_.size(), "calls lease or wait");
    require(stats.connections_created >=
                closed.idle_timeout + closed.max_lifetime + closed.by_peer + closed.error + closed.cancelled,
            "connections were created before they were closed");
    require(stats.retries <= stats.attempts, "a retry is an attempt");
    std::size_t seen = 0;
    for (auto const& call : calls_) seen += call.record.answers.size();
    require(stats.attempts >= seen, "each request is an attempt");
}

void ClientRig::finish()
{
    advance(total_);
    advance(total_);
    require(std::ranges::all_of(calls_, [](Call const& call) { return call.record.ended(); }), "all calls have ended");
    auto const before = client_->stats();
    require(before.connections_leased == 0 && before.calls_waiting == 0, "nothing is leased, nothing waits");
    close();
    auto const stats = client_->stats();
    auto const& closed_by = stats.connections_closed;
    auto const others =
        closed_by.idle_timeout + closed_by.max_lifetime + closed_by.by_peer + closed_by.error + closed_by.cancelled;
    // The client's own closes include connections that were still being opened.
    require(stats.connections_created >= others && stats.connections_created <= others + closed_by.client,
            "each connection was closed for one reason");
    require(context_->stopped(), "the context is out of work");
    for (auto const& call : calls_) require_promises(call.record);
}

} // namespace clerk::fuzz

#include "testing/server/responder.hpp"

#include "testing/rules/error_response.hpp"
#include "testing/server/http_date.hpp"

#include <utility>

namespace clerk::testing::detail {

namespace {

bool is_edge_status(int status) noexcept
{
    return status == 502 || (status >= 520 && status <= 527);
}

/// Returns the default response of a scripted status.
HttpMessage default_response(int status, std::string_view trace_id)
{
    HttpMessage message;
    message.status = status;
    if (!may_have_body(status)) return message;
    if (is_edge_status(status))
    {
        set_header(message, "Content-Type", "text/html; charset=UTF-8");
        message.body = "<!DOCTYPE html>\n<html><head><title>api.clerk.com | " + std::to_string(status) +
                       "</title></head><body><h1>Error " + std::to_string(status) + "</h1></body></html>\n";
        return message;
    }
    message.body = status < 400 ? std::string{"{}"} : to_json(default_error(status), trace_id);
    return message;
}

/// Returns the status that the client will see. Zero: none.
int visible_status(HttpMessage const& message, ReplyPlan const& plan) noexcept
{
    bool const answered = !plan.raw && !plan.unanswered && plan.reset_after != std::size_t{0};
    return answered ? message.status : 0;
}

} // namespace

Responder::Responder(FakeBackendOptions const& options)
    : journal{options.max_recorded_requests}, on_request_{options.on_request}, api_{options}
{}

Timestamp Responder::now_locked() const
{
    return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now()) + advanced_;
}

Timestamp Responder::now() const
{
    std::lock_guard const lock{mutex_};
    return now_locked();
}

void Responder::advance(std::chrono::milliseconds duration)
{
    std::lock_guard const lock{mutex_};
    advanced_ += duration;
}

void Responder::script(Reply const& reply, std::size_t times)
{
    std::lock_guard const lock{mutex_};
    script_.insert(script_.end(), times, reply);
}

std::size_t Responder::scripted() const
{
    std::lock_guard const lock{mutex_};
    return script_.size();
}

void Responder::clear_script()
{
    std::lock_guard const lock{mutex_};
    script_.clear();
}

ReplyPlan Responder::next_plan()
{
    if (script_.empty()) return ReplyAccess::plan(Reply::process());
    ReplyPlan plan = ReplyAccess::plan(script_.front());
    script_.pop_front();
    return plan;
}

HttpMessage Responder::planned_response(ReplyPlan const& plan, RecordedRequest const& request, std::string const& trace_id)
{
    if (!plan.process) return default_response(plan.status.value_or(200), trace_id);
    HttpMessage message = api_.handle(request, trace_id, now_locked());
    if (plan.status) message.status = *plan.status;
    return message;
}

void Responder::complete(HttpMessage& message, ReplyPlan const& plan, std::string const& trace_id, bool close)
{
    if (plan.body) message.body = *plan.body;
    auto own = std::exchange(message.headers, {});
    set_header(message, "Date", to_http_date(now_locked()));
    if (may_have_body(message.status))
    {
        set_header(message, "Content-Type", "application/json");
        set_header(message, "Content-Length", std::to_string(message.body.size()));
    }
    set_header(message, "Clerk-Trace-Id", trace_id);
    set_header(message, "cf-ray", random_.hex(16) + "-LCL");
    if (close) set_header(message, "Connection", "close");
    for (auto& [name, value] : own) set_header(message, std::move(name), std::move(value));
    for (auto const& [name, value] : plan.headers)
    {
        if (value)
            set_header(message, name, *value);
        else
            remove_header(message, name);
    }
}

Response Responder::respond(RecordedRequest request, bool keep_alive)
{
    Response response;
    {
        std::lock_guard const lock{mutex_};
        response.plan = next_plan();
        response.plan.close = response.plan.close || !keep_alive;
        std::string const trace_id = random_.hex(32);
        HttpMessage message = planned_response(response.plan, request, trace_id);
        complete(message, response.plan, trace_id, response.plan.close);
        if (request.method == "HEAD") message.body.clear(); // `Content-Length` stays that of a GET
        request.status = visible_status(message, response.plan);
        response.bytes = response.plan.raw ? *response.plan.raw : to_bytes(message);
    }
    // Last, so that a test that waits for the request may script the next one.
    if (on_request_) on_request_(request);
    journal.record(std::move(request));
    return response;
}

Response Responder::refuse(int status)
{
    std::lock_guard const lock{mutex_};
    Response response;
    response.plan.close = true;
    std::string const trace_id = random_.hex(32);
    HttpMessage message =
        status == 400 ? HttpMessage{400, {}, to_json(body_invalid(), trace_id)} : default_response(status, trace_id);
    complete(message, response.plan, trace_id, true);
    response.bytes = to_bytes(message);
    return response;
}

} // namespace clerk::testing::detail

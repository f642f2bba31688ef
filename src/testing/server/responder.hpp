#pragma once

#include "testing/rules/fake_api.hpp"
#include "testing/rules/random_text.hpp"
#include "testing/server/reply_access.hpp"
#include "testing/server/request_log.hpp"

#include <clerk/invitation.hpp>
#include <clerk/testing/fake_backend_options.hpp>
#include <clerk/testing/recorded_request.hpp>
#include <clerk/testing/reply.hpp>

#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <utility>

namespace clerk::testing::detail {

/// The response of a connection to a request.
struct Response
{
    std::string bytes; ///< head and body, or the bytes of a script
    ReplyPlan plan;    ///< how to deliver them
};

/// Creates the response to each request, by the script or by Clerk's rules. Has the clock. Thread-safe.
class Responder
{
public:
    explicit Responder(FakeBackendOptions const& options);

    /// @param keep_alive  whether the client wants to reuse the connection
    [[nodiscard]] Response respond(RecordedRequest request, bool keep_alive);

    /// Creates the response to an invalid request; the connection then ends.
    [[nodiscard]] Response refuse(int status);

    void script(Reply const& reply, std::size_t times);
    [[nodiscard]] std::size_t scripted() const;
    void clear_script();

    void advance(std::chrono::milliseconds duration);
    [[nodiscard]] Timestamp now() const;

    /// Runs `use(api, now)` while no request is being processed.
    template <class Use>
    auto with_api(Use use)
    {
        std::lock_guard const lock{mutex_};
        return use(api_, now_locked());
    }

    RequestLog journal;

private:
    [[nodiscard]] Timestamp now_locked() const;
    [[nodiscard]] ReplyPlan next_plan();
    [[nodiscard]] HttpMessage planned_response(ReplyPlan const& plan, RecordedRequest const& request,
                                               std::string const& trace_id);
    void complete(HttpMessage& message, ReplyPlan const& plan, std::string const& trace_id, bool close);

    std::function<void(RecordedRequest const&)> const on_request_;
    mutable std::mutex mutex_;
    FakeApi api_;
    std::deque<Reply> script_;
    std::chrono::milliseconds advanced_{0};
    RandomText random_;
};

} // namespace clerk::testing::detail

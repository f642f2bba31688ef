#pragma once

#include "testing/rules/error_response.hpp"
#include "testing/rules/invitation_store.hpp"
#include "testing/rules/rate_limiter.hpp"
#include "testing/server/http_message.hpp"

#include <clerk/testing/endpoint.hpp>
#include <clerk/testing/fake_backend_options.hpp>
#include <clerk/testing/recorded_request.hpp>

#include <boost/json/value.hpp>

#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace clerk::testing::detail {

/// Clerk's invitations API without a network: processes a request and returns the response. Time is an argument. Not thread-safe.
class FakeApi
{
public:
    explicit FakeApi(FakeBackendOptions const& options);

    /// Returns the response with its body and specific header fields. The caller adds those that all responses have.
    [[nodiscard]] HttpMessage handle(RecordedRequest const& request, std::string_view trace_id, Timestamp now);

    InvitationStore store;
    RateLimiter limiter;

private:
    using Outcome = std::expected<boost::json::value, ErrorResponse>;

    struct Route
    {
        enum class Operation
        {
            create,
            create_bulk,
            list,
            revoke
        } operation;

        std::string invitation_id;
    };

    [[nodiscard]] std::expected<Route, ErrorResponse> route(RecordedRequest const& request) const;
    [[nodiscard]] std::expected<void, ErrorResponse> check_headers(RecordedRequest const& request) const;
    [[nodiscard]] Outcome run(Route const& route, RecordedRequest const& request, Timestamp now);
    [[nodiscard]] Outcome create(RecordedRequest const& request, Timestamp now);
    [[nodiscard]] Outcome create_bulk(RecordedRequest const& request, Timestamp now);
    [[nodiscard]] Outcome list(RecordedRequest const& request, Timestamp now) const;

    [[nodiscard]] std::vector<std::string> blocked(std::vector<NewInvitation> const& items) const;

    std::string secret_key_;
    std::string path_prefix_;
    std::vector<std::string> blocked_addresses_;
    bool invitations_supported_;
    bool production_;
};

} // namespace clerk::testing::detail

#pragma once

#include <string_view>

namespace bench {

/// The same as the server of the measurements answers.
inline constexpr std::string_view invitation_body{
    R"({"object":"invitation","id":"inv_2g7npi9XbTkMqWcEhRsLfVyAzDo","email_address":"invite@example.com",)"
    R"("public_metadata":{"example":"metadata","example_nested":{"nested":"metadata"}},)"
    R"("url":"https://clerk.example.com/v1/tickets/accept?ticket=eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9)"
    R"(.eyJleHAiOjE3MTY4ODMyMDB9.c2lnbmF0dXJlLW9mLWEtdGlja2V0LXRoY","revoked":false,"status":"pending",)"
    R"("expires_at":1716883200000,"created_at":1714291200000,"updated_at":1714291200000})"};
static_assert(invitation_body.size() == 450);

inline constexpr std::string_view error_body{
    R"({"errors":[{"message":"duplicate invitation","long_message":"There are already pending invitations for the following )"
    R"(email addresses: invite@example.com","code":"duplicate_record","meta":{"email_addresses":["invite@example.com"]}}],)"
    R"("clerk_trace_id":"0123456789abcdef0123456789abcdef"})"};

} // namespace bench

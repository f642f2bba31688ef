#pragma once

#include <string>
#include <string_view>

namespace clerk::test {

/// Returns the JSON of an invitation with this id.
inline std::string invitation_json(std::string_view id)
{
    return R"({"object":"invitation","id":")" + std::string{id} +
           R"(","email_address":"a@example.com","public_metadata":{},"status":"pending","created_at":1700000000000,)"
           R"("updated_at":1700000000000})";
}

/// Returns a response with a length. `fields` are complete lines with line ends.
inline std::string answer(int status, std::string_view fields, std::string_view body)
{
    return "HTTP/1.1 " + std::to_string(status) + " Something\r\n" + std::string{fields} +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string{body};
}

/// Returns the response to a successful create.
inline std::string created(std::string_view id, std::string_view fields = {})
{
    return answer(200, "Content-Type: application/json\r\n" + std::string{fields}, invitation_json(id));
}

/// Returns an error response of Clerk.
inline std::string refused(int status, std::string_view code, std::string_view fields = {})
{
    return answer(status, "Content-Type: application/json\r\n" + std::string{fields},
                  R"({"errors":[{"code":")" + std::string{code} +
                      R"(","message":"m","long_message":"l"}],"clerk_trace_id":"t1"})");
}

} // namespace clerk::test

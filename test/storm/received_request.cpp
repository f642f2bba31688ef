#include "storm/received_request.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace clerk::test {

namespace {

constexpr std::string_view key_prefix = "sk_test_";
constexpr std::size_t key_letters = 40;

/// Returns the text between two marks, starting at a position, and moves the position after it. Empty if not found.
std::string between(std::string_view text, std::string_view before, std::string_view behind, std::size_t& position)
{
    auto const found = text.find(before, position);
    if (found == std::string_view::npos) return {};
    auto const begin = found + before.size();
    position = std::min(text.find_first_of(behind, begin), text.size());
    return std::string{text.substr(begin, position - begin)};
}

std::string between(std::string_view text, std::string_view before, std::string_view behind)
{
    std::size_t position = 0;
    return between(text, before, behind, position);
}

int number(std::string const& text)
{
    int value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

bool is_authorized(std::string_view request)
{
    auto const key = between(request, "Authorization: Bearer ", "\r");
    return key.size() == key_prefix.size() + key_letters && key.starts_with(key_prefix) &&
           key.find_first_not_of(key.back(), key_prefix.size()) == std::string::npos;
}

/// Returns the keys of the addresses `<key>@example.com` in a body.
std::vector<std::string> invited_keys(std::string_view request)
{
    std::vector<std::string> keys;
    std::size_t position = 0;
    while (true)
    {
        auto key = between(request, R"("email_address":")", "@", position);
        if (key.empty()) return keys;
        keys.push_back(std::move(key));
    }
}

std::string invitations_of(std::vector<std::string> const& keys)
{
    std::string json;
    for (auto const& key : keys) json += (json.empty() ? "[" : ",") + invitation_of(key, "pending");
    return json + "]";
}

std::string page_of(std::string const& key, int offset, int limit)
{
    std::vector<std::string> keys;
    for (int i = offset; i < std::min(offset + limit, invitations_of_a_list); ++i) keys.push_back(key + "." + std::to_string(i));
    auto const data = keys.empty() ? "[]" : invitations_of(keys);
    return R"({"data":)" + data + R"(,"total_count":)" + std::to_string(invitations_of_a_list) + "}";
}

} // namespace

std::string storm_secret_key(unsigned number)
{
    return std::string{key_prefix} + std::string(key_letters, static_cast<char>('a' + number % 26));
}

std::string invitation_of(std::string const& key, std::string const& status)
{
    return R"({"object":"invitation","id":"inv_)" + key + R"(","email_address":")" + key +
           R"(@example.com","public_metadata":{},"status":")" + status +
           R"(","created_at":1700000000000,"updated_at":1700000000000})";
}

ReceivedRequest read_request(std::string const& request)
{
    std::string_view const line{request.data(), std::min(request.find("\r\n"), request.size())};
    ReceivedRequest received;
    received.authorized = is_authorized(request);
    received.wrong_json = "{}";
    if (line.starts_with("POST /v1/invitations "))
    {
        received.keys = invited_keys(request);
        if (!received.keys.empty()) received.json = invitation_of(received.keys.front(), "pending");
    }
    else if (line.starts_with("POST /v1/invitations/bulk "))
    {
        received.keys = invited_keys(request);
        received.json = invitations_of(received.keys);
    }
    else if (line.starts_with("POST /v1/invitations/inv_"))
    {
        received.keys = {between(line, "/inv_", "/")};
        received.json = invitation_of(received.keys.front(), "revoked");
    }
    else if (line.starts_with("GET /v1/invitations?"))
    {
        received.keys = {between(line, "&query=", "& ")};
        received.json =
            page_of(received.keys.front(), number(between(line, "&offset=", "& ")), number(between(line, "&limit=", "& ")));
    }
    else if (line.find(" /v1/storm/") != std::string_view::npos)
    {
        received.keys = {between(line, "/v1/storm/", " ")};
        received.json = R"({"key":")" + received.keys.front() + R"("})";
        received.wrong_json = R"({"key":)";
    }
    return received;
}

} // namespace clerk::test

#pragma once

#include "policy/invite_plan.hpp"

#include <boost/json/array.hpp>
#include <boost/test/unit_test.hpp>

#include <optional>
#include <string>
#include <vector>

namespace clerk::test {

using namespace std::chrono_literals;
using detail::InvitePlan;
using Items = InvitePlan::Items;

inline constexpr InvitePlan::TimePoint start{1000h};

inline std::vector<std::string> people(std::size_t count)
{
    std::vector<std::string> addresses;
    for (std::size_t i = 0; i < count; ++i) addresses.push_back("P" + std::to_string(i) + "@example.com");
    return addresses;
}

inline std::vector<Invitation> invited(Items const& items)
{
    std::vector<Invitation> all;
    for (auto const item : items) all.emplace_back().email_address = "p" + std::to_string(item) + "@example.com";
    return all;
}

inline ClerkError failure(ErrorKind kind, Delivery delivery, int status, std::string const& code = {})
{
    ClerkError error;
    error.kind = kind;
    error.delivery = delivery;
    error.status = status;
    error.attempts = 1;
    if (!code.empty()) error.errors.push_back({.code = code, .message = {}, .long_message = {}, .meta = {}});
    return error;
}

inline ClerkError rejected(int status, std::string const& code)
{
    return failure(ErrorKind::api, Delivery::rejected, status, code);
}

inline ClerkError limited(std::optional<std::chrono::seconds> retry_after)
{
    auto error = failure(ErrorKind::rate_limited, Delivery::rejected, 429);
    error.retry_after = retry_after;
    return error;
}

inline ClerkError duplicates(std::vector<std::string> const& addresses)
{
    auto error = rejected(400, "duplicate_record");
    boost::json::array array;
    for (auto const& address : addresses) array.emplace_back(address);
    error.errors[0].meta["email_addresses"] = std::move(array);
    return error;
}

struct Plan : InvitePlan
{
    explicit Plan(std::vector<std::string> addresses, Settings settings = {}) : InvitePlan{std::move(addresses), settings}
    {
        begin();
    }

    Request take(InvitePlan::TimePoint now = start)
    {
        auto request = next(now);
        BOOST_REQUIRE(request.has_value());
        return *request;
    }
};

} // namespace clerk::test

#include "storm/calls.hpp"

#include "storm/received_request.hpp"

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>

namespace clerk::test {

namespace {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;

constexpr int page_size = 2;
constexpr int items_of_a_bulk = 3;
/// Maximum number of errors of a pager after which `next` is called again.
constexpr int most_page_errors = 3;

RequestOptions options_of(Call const& call)
{
    RequestOptions options;
    if (call.own_deadline) options.timeout = call.deadline;
    return options;
}

std::string item_key(Call const& call, std::size_t item)
{
    return call.key + "." + std::to_string(item);
}

std::vector<CreateInvitationParams> params_of(Call const& call, int items)
{
    std::vector<CreateInvitationParams> params;
    for (int i = 0; i < items; ++i) params.emplace_back(item_key(call, static_cast<std::size_t>(i)) + "@example.com");
    return params;
}

ListInvitationsParams list_of(Call const& call)
{
    ListInvitationsParams params;
    params.query = call.key;
    params.limit = page_size;
    return params;
}

bool is_of(std::string const& key, Invitation const& invitation)
{
    return invitation.id == "inv_" + key && invitation.email_address == key + "@example.com";
}

bool are_of(Call const& call, std::vector<Invitation> const& invitations, std::size_t expected)
{
    if (invitations.size() != expected) return false;
    for (std::size_t i = 0; i < expected; ++i)
        if (!is_of(item_key(call, i), invitations[i])) return false;
    return true;
}

/// The end of a call with any value type.
struct Ending
{
    bool right{false};
    std::optional<ClerkError> error;
};

template <class Value, class Check>
Ending ending_of(Result<Value> const& result, Check check)
{
    if (result) return {check(*result), {}};
    return {false, result.error()};
}

asio::awaitable<Ending> create(Client client, Call call)
{
    CreateInvitationParams const params{call.key + "@example.com"};
    auto const options = options_of(call);
    auto const result = co_await client.invitations().create(params, options);
    co_return ending_of(result, [&](Invitation const& one) { return is_of(call.key, one); });
}

asio::awaitable<Ending> create_bulk(Client client, Call call)
{
    auto const params = params_of(call, items_of_a_bulk);
    auto const options = options_of(call);
    auto const result = co_await client.invitations().create_bulk(params, options);
    co_return ending_of(result, [&](std::vector<Invitation> const& all) { return are_of(call, all, items_of_a_bulk); });
}

asio::awaitable<Ending> revoke(Client client, Call call)
{
    auto const id = "inv_" + call.key;
    auto const options = options_of(call);
    auto const result = co_await client.invitations().revoke(id, options);
    co_return ending_of(result,
                        [&](Invitation const& one) { return is_of(call.key, one) && one.status == InvitationStatus::revoked; });
}

asio::awaitable<Ending> list(Client client, Call call)
{
    auto const params = list_of(call);
    auto const options = options_of(call);
    auto const result = co_await client.invitations().list(params, options);
    co_return ending_of(result, [&](InvitationPage const& page) {
        return page.total_count == invitations_of_a_list && are_of(call, page.data, page_size);
    });
}

asio::awaitable<Ending> all(Client client, Call call)
{
    auto const params = list_of(call);
    auto const options = options_of(call);
    auto const result = co_await client.invitations().all(params, 1000, options);
    co_return ending_of(result, [&](std::vector<Invitation> const& all) { return are_of(call, all, invitations_of_a_list); });
}

asio::awaitable<Ending> pages(Client client, Call call)
{
    auto pager = client.invitations().pages(list_of(call), options_of(call));
    std::vector<Invitation> all;
    for (int errors = 0;;)
    {
        auto page = co_await pager.next();
        if (!page && ++errors == most_page_errors) co_return Ending{false, page.error()};
        if (!page) continue;
        if (!*page) co_return Ending{are_of(call, all, invitations_of_a_list), {}};
        std::ranges::move((*page)->data, std::back_inserter(all));
    }
}

asio::awaitable<Ending> request(Client client, Call call)
{
    ApiRequest request{std::string{method_of(call.operation)}, "/v1/storm/" + call.key};
    if (!is_safe(call.operation) && call.operation != Operation::remove) request.body = boost::json::object{{"key", call.key}};
    auto const options = options_of(call);
    auto const result = co_await client.request(request, options);
    co_return ending_of(result, [&](ApiResponse const& response) {
        auto const* const body = response.body.if_object();
        auto const* const key = body == nullptr ? nullptr : body->if_contains("key");
        return key != nullptr && *key == boost::json::value(call.key);
    });
}

asio::awaitable<Ending> make(Client client, Call call)
{
    switch (call.operation)
    {
    case Operation::create:
        return create(std::move(client), std::move(call));
    case Operation::create_bulk:
        return create_bulk(std::move(client), std::move(call));
    case Operation::revoke:
        return revoke(std::move(client), std::move(call));
    case Operation::list:
        return list(std::move(client), std::move(call));
    case Operation::pages:
        return pages(std::move(client), std::move(call));
    case Operation::all:
        return all(std::move(client), std::move(call));
    default:
        return request(std::move(client), std::move(call));
    }
}

/// Returns the number of sequential requests, each of which has the deadline.
int requests_of(Operation operation)
{
    constexpr int all_pages = (invitations_of_a_list + page_size - 1) / page_size;
    if (operation == Operation::all) return all_pages;
    return operation == Operation::pages ? all_pages + most_page_errors : 1;
}

asio::awaitable<bool> invite_many(Client client, Outcomes& outcomes, Call call)
{
    auto params = params_of(call, call.items);
    InviteManyOptions options;
    options.timeout = call.deadline;
    for (std::size_t i = 0; i < params.size(); ++i) outcomes.begun(item_key(call, i), call.operation);
    auto const results = co_await client.invitations().invite_many(std::move(params), options);
    bool open = true;
    for (std::size_t i = 0; i < results.size(); ++i)
    {
        auto const& result = results[i];
        auto const key = item_key(call, i);
        auto ending = ending_of(result, [&](Invitation const& one) { return is_of(key, one); });
        open = open && (!ending.error || ending.error->kind != ErrorKind::closed);
        outcomes.ended(key, ending.right, std::move(ending.error));
    }
    co_return open;
}

std::vector<std::string> keys_of(Call const& call)
{
    if (call.operation != Operation::create_bulk) return {call.key};
    std::vector<std::string> keys;
    for (std::size_t i = 0; i < items_of_a_bulk; ++i) keys.push_back(item_key(call, i));
    return keys;
}

} // namespace

asio::awaitable<bool> make_call(Client client, Outcomes& outcomes, Call call)
{
    auto const begun = Clock::now();
    auto const deadline = begun + requests_of(call.operation) * call.deadline;
    if (call.operation == Operation::invite_many)
    {
        bool const open = co_await invite_many(std::move(client), outcomes, std::move(call));
        outcomes.overshoot(Clock::now() - deadline);
        co_return open;
    }
    auto const keys = keys_of(call);
    for (auto const& key : keys) outcomes.begun(key, call.operation);
    auto const ending = co_await make(std::move(client), std::move(call));
    outcomes.overshoot(Clock::now() - deadline);
    for (auto const& key : keys) outcomes.ended(key, ending.right, ending.error);
    co_return !ending.error || ending.error->kind != ErrorKind::closed;
}

} // namespace clerk::test

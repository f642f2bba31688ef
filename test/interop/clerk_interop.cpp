// clerk_interop CALLS: makes the calls of a file with this library and prints each result as a line of JSON with the names of the
// wire. The environment has the options of the client; RECORD names the file with the requests of the backend.
#include <clerk/clerk.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace {

namespace asio = boost::asio;
namespace json = boost::json;

std::string content_of(std::string const& path)
{
    std::ifstream in{path, std::ios::binary};
    if (!in) throw std::runtime_error{path + ": cannot be read"};
    return {std::istreambuf_iterator<char>{in}, {}};
}

std::string text(json::value const& value)
{
    return std::string{value.as_string()};
}

clerk::CreateInvitationParams create_params(json::object const& call)
{
    clerk::CreateInvitationParams params{text(call.at("email_address"))};
    if (auto const* value = call.if_contains("public_metadata")) params.public_metadata = value->as_object();
    if (auto const* value = call.if_contains("redirect_url")) params.redirect_url = text(*value);
    if (auto const* value = call.if_contains("notify")) params.notify = value->as_bool();
    if (auto const* value = call.if_contains("ignore_existing")) params.ignore_existing = value->as_bool();
    if (auto const* value = call.if_contains("expires_in_days")) params.expires_in_days = value->to_number<int>();
    if (auto const* value = call.if_contains("template_slug"))
        params.template_slug =
            *value == "invitation" ? clerk::TemplateSlug::invitation : clerk::TemplateSlug::waitlist_invitation;
    return params;
}

clerk::ListInvitationsParams list_params(json::object const& call)
{
    clerk::ListInvitationsParams params;
    if (auto const* value = call.if_contains("status")) params.status = clerk::InvitationStatus{text(*value)};
    if (auto const* value = call.if_contains("query")) params.query = text(*value);
    if (auto const* value = call.if_contains("order_by")) params.order_by = text(*value);
    if (auto const* value = call.if_contains("limit")) params.limit = value->to_number<int>();
    if (auto const* value = call.if_contains("offset")) params.offset = value->to_number<int>();
    return params;
}

json::value to_json(clerk::Invitation const& invitation)
{
    json::object object;
    object["id"] = invitation.id;
    object["email_address"] = invitation.email_address;
    object["public_metadata"] = invitation.public_metadata;
    object["status"] = invitation.status.text();
    object["revoked"] = invitation.revoked;
    if (invitation.url) object["url"] = *invitation.url;
    object["created_at"] = invitation.created_at.time_since_epoch().count();
    object["updated_at"] = invitation.updated_at.time_since_epoch().count();
    if (invitation.expires_at)
        object["expires_at"] = invitation.expires_at->time_since_epoch().count();
    else
        object["expires_at"] = nullptr;
    return object;
}

json::value to_json(std::vector<clerk::Invitation> const& invitations)
{
    json::array array;
    for (auto const& invitation : invitations) array.push_back(to_json(invitation));
    return array;
}

json::value to_json(clerk::InvitationPage const& page)
{
    json::object object;
    object["data"] = to_json(page.data);
    object["total_count"] = page.total_count;
    return object;
}

json::object to_json(clerk::ClerkError const& error)
{
    json::array errors;
    for (auto const& one : error.errors)
    {
        json::object entry;
        entry["code"] = one.code;
        entry["message"] = one.message;
        entry["long_message"] = one.long_message;
        entry["meta"] = one.meta;
        errors.push_back(std::move(entry));
    }
    json::object object;
    object["status"] = error.status;
    object["errors"] = std::move(errors);
    if (error.retry_after)
        object["retry_after"] = error.retry_after->count();
    else
        object["retry_after"] = nullptr;
    object["traced"] = !error.trace_id.empty();
    return object;
}

template <class T>
json::object outcome(clerk::Result<T> const& result)
{
    json::object line;
    if (result)
        line["value"] = to_json(*result);
    else if (result.error().kind == clerk::ErrorKind::invalid_argument)
        line["refused"] = result.error().detail;
    else
        line["error"] = to_json(result.error());
    return line;
}

/// Makes the calls, one after the other.
class Caller
{
public:
    Caller(clerk::Client const& client, std::string record) : invitations_{client.invitations()}, record_{std::move(record)} {}

    asio::awaitable<void> run(json::array const& calls)
    {
        for (auto const& call : calls)
        {
            auto const& fields = call.as_object();
            json::object line = co_await make(fields);
            line["name"] = fields.at("name");
            auto const lines = content_of(record_);
            line["requests_so_far"] = std::count(lines.begin(), lines.end(), '\n');
            std::cout << json::serialize(line) << '\n';
        }
    }

private:
    asio::awaitable<json::object> make(json::object const& call)
    {
        if (auto const* params = call.if_contains("create"))
        {
            auto const result = co_await invitations_.create(create_params(params->as_object()));
            if (result) made_[text(call.at("name"))] = result->id;
            co_return outcome(result);
        }
        if (auto const* items = call.if_contains("create_bulk"))
        {
            std::vector<clerk::CreateInvitationParams> params;
            for (auto const& item : items->as_array()) params.push_back(create_params(item.as_object()));
            co_return outcome(co_await invitations_.create_bulk(params));
        }
        if (auto const* params = call.if_contains("list"))
            co_return outcome(co_await invitations_.list(list_params(params->as_object())));
        auto const& id = call.at("revoke");
        auto const given = id.is_string() ? text(id) : made_.at(text(id.at("of")));
        co_return outcome(co_await invitations_.revoke(given));
    }

    clerk::Invitations invitations_;
    std::string record_;
    std::map<std::string, std::string> made_;
};

int run(std::string const& path)
{
    auto const calls = json::parse(content_of(path));
    auto options = clerk::ClientOptions::from_environment();
    options.rate_limit.mode = clerk::RateLimitMode::fail_fast;
    asio::io_context context;
    clerk::Client const client{context.get_executor(), options};
    auto const* const record = std::getenv("RECORD");
    Caller caller{client, record ? record : ""};
    std::exception_ptr failure;
    asio::co_spawn(context, caller.run(calls.as_array()), [&failure](std::exception_ptr thrown) { failure = std::move(thrown); });
    context.run();
    if (failure) std::rethrow_exception(failure);
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    try
    {
        if (argc != 2) throw std::invalid_argument{"usage: clerk_interop CALLS"};
        return run(argv[1]);
    }
    catch (std::exception const& error)
    {
        std::cerr << error.what() << '\n';
        return 1;
    }
}

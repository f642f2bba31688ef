#include "testing/rules/fake_api.hpp"

#include "portable/ascii.hpp"
#include "testing/rules/invitation_json.hpp"
#include "testing/rules/precise_json.hpp"
#include "testing/rules/repeated_member.hpp"

#include <boost/json/serialize.hpp>
#include <boost/url/decode_view.hpp>
#include <boost/url/pct_string_view.hpp>

#include <algorithm>
#include <utility>

namespace clerk::testing::detail {

using clerk::detail::equal_ignoring_case;
using clerk::detail::is_digit;
using clerk::detail::without_blanks_around;

namespace {

namespace json = boost::json;

constexpr std::size_t max_json_depth{256};

std::string_view path_of(std::string_view target) noexcept
{
    return target.substr(0, target.find('?'));
}

std::string_view query_of(std::string_view target) noexcept
{
    auto const mark = target.find('?');
    return mark == std::string_view::npos ? std::string_view{} : target.substr(mark + 1);
}

bool is_date(std::string_view text) noexcept
{
    constexpr std::string_view shape = "dddd-dd-dd";
    return std::equal(text.begin(), text.end(), shape.begin(), shape.end(),
                      [](char c, char s) { return s == 'd' ? is_digit(c) : c == s; });
}

std::expected<json::value, ErrorResponse> read_body(RecordedRequest const& request)
{
    auto const content_type = request.header("Content-Type").value_or("");
    auto const media_type = without_blanks_around(content_type.substr(0, content_type.find(';')));
    if (!equal_ignoring_case(media_type, "application/json")) return std::unexpected{unsupported_content_type(content_type)};
    boost::system::error_code ec;
    auto body = parse_precise_json(request.body, max_json_depth, ec);
    if (ec) return std::unexpected{body_invalid()};
    std::vector<ApiError> repeated;
    for (auto const& name : repeated_members(request.body)) repeated.push_back(param_repeated(name));
    if (!repeated.empty()) return std::unexpected{unprocessable(std::move(repeated))};
    return body;
}

Endpoint endpoint_of(bool create, bool bulk) noexcept
{
    if (create) return Endpoint::create;
    return bulk ? Endpoint::create_bulk : Endpoint::others;
}

} // namespace

FakeApi::FakeApi(FakeBackendOptions const& options)
    : limiter{options.secret_key}, secret_key_{options.secret_key}, path_prefix_{options.path_prefix},
      blocked_addresses_{options.blocked_addresses}, invitations_supported_{options.invitations_supported},
      production_{options.secret_key.starts_with("sk_live_")}
{}

HttpMessage FakeApi::handle(RecordedRequest const& request, std::string_view trace_id, Timestamp now)
{
    HttpMessage message;
    auto const refuse = [&message, trace_id](ErrorResponse const& problem) {
        message.status = problem.status;
        message.body = to_json(problem, trace_id);
        return std::move(message);
    };

    auto const route = this->route(request);
    if (!route) return refuse(route.error());
    if (auto const good = check_headers(request); !good) return refuse(good.error());

    using Operation = Route::Operation;
    auto const endpoint = endpoint_of(route->operation == Operation::create, route->operation == Operation::create_bulk);
    if (auto const wait = limiter.count(endpoint, now))
    {
        set_header(message, "Retry-After", std::to_string(wait->count()));
        return refuse(too_many_requests(*wait));
    }
    auto const outcome = run(*route, request, now);
    if (!outcome) return refuse(outcome.error());
    message.body = json::serialize(*outcome);
    return message;
}

std::expected<FakeApi::Route, ErrorResponse> FakeApi::route(RecordedRequest const& request) const
{
    using Operation = Route::Operation;
    constexpr std::string_view revoke = "/revoke";
    auto path = path_of(request.target);
    std::string const base = path_prefix_ + "/v1/invitations";
    if (!path.starts_with(base)) return std::unexpected{url_not_found()};
    path.remove_prefix(base.size());

    bool const post = request.method == "POST";
    if (path.empty() && post) return Route{Operation::create, {}};
    if (path.empty() && (request.method == "GET" || request.method == "HEAD")) return Route{Operation::list, {}};
    if (path == "/bulk" && post) return Route{Operation::create_bulk, {}};
    if (post && path.starts_with('/') && path.ends_with(revoke) && path.size() > revoke.size())
    {
        auto const segment = path.substr(1, path.size() - 1 - revoke.size());
        auto const encoded = boost::urls::make_pct_string_view(segment);
        if (encoded && !segment.empty() && segment.find('/') == std::string_view::npos)
            return Route{Operation::revoke, encoded->decode()};
    }
    return std::unexpected{url_not_found()};
}

std::expected<void, ErrorResponse> FakeApi::check_headers(RecordedRequest const& request) const
{
    constexpr std::string_view scheme = "Bearer ";
    auto const authorization = request.header("Authorization").value_or("");
    if (!equal_ignoring_case(authorization.substr(0, scheme.size()), scheme)) return std::unexpected{authorization_malformed()};
    if (without_blanks_around(authorization.substr(scheme.size())) != secret_key_) return std::unexpected{default_error(401)};
    auto const version = request.header("Clerk-API-Version");
    if (version && (!is_date(*version) || *version < "2021-02-05")) return std::unexpected{api_version_invalid()};
    return {};
}

FakeApi::Outcome FakeApi::run(Route const& route, RecordedRequest const& request, Timestamp now)
{
    switch (route.operation)
    {
    case Route::Operation::create:
        return create(request, now);
    case Route::Operation::create_bulk:
        return create_bulk(request, now);
    case Route::Operation::list:
        return list(request, now);
    case Route::Operation::revoke:
        break;
    }
    auto revoked = store.revoke(route.invitation_id, now);
    if (!revoked) return std::unexpected{std::move(revoked.error())};
    return to_json(*revoked);
}

FakeApi::Outcome FakeApi::create(RecordedRequest const& request, Timestamp now)
{
    auto const body = read_body(request);
    if (!body) return std::unexpected{body.error()};
    if (!body->is_object()) return std::unexpected{body_invalid()};
    if (!invitations_supported_) return std::unexpected{invitations_not_supported()};
    auto const params = read_create(body->get_object(), CreateSchema::single, production_);
    if (!params) return std::unexpected{unprocessable(params.error())};
    if (auto const refused = blocked({*params}); !refused.empty()) return std::unexpected{not_allowed_access(refused)};
    if (!params->ignore_existing)
    {
        if (store.has_user(params->email_address)) return std::unexpected{unprocessable({identifier_exists("email_address")})};
        if (store.has_pending(params->email_address, now)) return std::unexpected{duplicate_record({params->email_address})};
    }
    return to_json(store.create(*params, now));
}

FakeApi::Outcome FakeApi::list(RecordedRequest const& request, Timestamp now) const
{
    auto const query = read_list_query(query_of(request.target));
    if (!query) return std::unexpected{unprocessable(query.error())};
    auto const page = store.list(*query, now);
    if (!query->paginated) return to_json(page.data);
    json::object body;
    body["data"] = to_json(page.data);
    body["total_count"] = page.total_count;
    return body;
}

FakeApi::Outcome FakeApi::create_bulk(RecordedRequest const& request, Timestamp now)
{
    constexpr std::size_t max_items = 10;
    auto const body = read_body(request);
    if (!body) return std::unexpected{body.error()};
    if (!body->is_array() || body->get_array().empty()) return std::unexpected{body_invalid()};
    if (!invitations_supported_) return std::unexpected{invitations_not_supported()};
    if (body->get_array().size() > max_items) return std::unexpected{bulk_size_exceeded(max_items)};

    std::vector<NewInvitation> items;
    std::vector<ApiError> errors;
    std::vector<std::string> pending;
    for (auto const& entry : body->get_array())
    {
        if (!entry.is_object()) return std::unexpected{body_invalid()};
        auto item = read_create(entry.get_object(), CreateSchema::bulk, production_);
        if (!item)
        {
            errors.insert(errors.end(), item.error().begin(), item.error().end());
            continue;
        }
        bool const repeated = std::any_of(items.begin(), items.end(), [&item](NewInvitation const& other) {
            return equal_ignoring_case(other.email_address, item->email_address);
        });
        if (repeated) errors.push_back(param_duplicate("email_address"));
        // The address of a user is always refused: `ignore_existing` covers it for single creates only.
        if (store.has_user(item->email_address)) errors.push_back(identifier_exists("email_address"));
        if (!item->ignore_existing && store.has_pending(item->email_address, now)) pending.push_back(item->email_address);
        items.push_back(std::move(*item));
    }
    if (!errors.empty()) return std::unexpected{unprocessable(std::move(errors))};
    if (auto const refused = blocked(items); !refused.empty()) return std::unexpected{not_allowed_access(refused)};
    if (!pending.empty()) return std::unexpected{duplicate_record(pending)};

    std::vector<Invitation> created;
    created.reserve(items.size());
    for (auto const& item : items) created.push_back(store.create(item, now));
    return to_json(created);
}

std::vector<std::string> FakeApi::blocked(std::vector<NewInvitation> const& items) const
{
    std::vector<std::string> refused;
    for (auto const& item : items)
    {
        auto const is_this = [&item](std::string const& address) { return equal_ignoring_case(address, item.email_address); };
        if (std::ranges::any_of(blocked_addresses_, is_this)) refused.push_back(item.email_address);
    }
    return refused;
}

} // namespace clerk::testing::detail

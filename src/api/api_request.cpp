#include "api/api_request.hpp"

#include "api/client_core.hpp"
#include "api/handle_headers.hpp"
#include "common/operations.hpp"
#include "url/percent_encoding.hpp"
#include "json/json_body.hpp"

#include <boost/url/parse.hpp>

#include <functional>
#include <string_view>

namespace clerk::detail {

namespace {

namespace urls = boost::urls;

struct Method
{
    std::string_view text;
    std::string_view name; ///< for error texts, which never contain the path
    bool idempotent;
    bool safe;
};

constexpr Method methods[]{{"GET", "GET request", true, true},
                           {"POST", "POST request", false, false},
                           {"PUT", "PUT request", true, false},
                           {"PATCH", "PATCH request", false, false},
                           {"DELETE", "DELETE request", true, false}};

Method const* find_method(std::string_view text) noexcept
{
    for (auto const& method : methods)
        if (method.text == text) return &method;
    return nullptr;
}

std::string refusal_of_path(std::string_view path)
{
    if (!path.starts_with('/') || path.starts_with("//")) return "path: does not begin with exactly one slash";
    auto const parsed = urls::parse_origin_form({path.data(), path.size()});
    if (!parsed) return "path: contains a character that must be percent-encoded";
    if (parsed->has_query()) return "path: contains a query; use the query member";
    for (auto const segment : parsed->segments())
        if (segment == "." || segment == "..") return "path: contains a dot segment";
    return {};
}

std::string target_of(std::string const& base_path, ApiRequest const& request)
{
    auto target = base_path + request.path;
    char separator = '?';
    for (auto const& [name, value] : request.query)
    {
        target += separator;
        append_percent_encoded(target, name);
        target += '=';
        append_percent_encoded(target, value);
        separator = '&';
    }
    return target;
}

bool is_revoke(std::string_view method_and_path) noexcept
{
    constexpr std::string_view prefix = "POST /v1/invitations/";
    constexpr std::string_view suffix = "/revoke";
    if (!method_and_path.starts_with(prefix) || !method_and_path.ends_with(suffix)) return false;
    if (method_and_path.size() <= prefix.size() + suffix.size()) return false;
    auto const id = method_and_path.substr(prefix.size(), method_and_path.size() - prefix.size() - suffix.size());
    return id.find('/') == std::string_view::npos;
}

/// A request and the calls of `Invitations` to the same endpoint share a rate limit, as at Clerk.
RateLimitKey rate_limit_key_of(ApiRequest const& request)
{
    auto const text = request.method + " " + request.path;
    for (auto const& operation : {operations::create, operations::create_bulk, operations::list})
        if (text == operation.name) return operation.rate_limit_key;
    if (is_revoke(text)) return operations::revoke.rate_limit_key;
    return std::hash<std::string>{}(text) | (RateLimitKey{1} << 63);
}

std::string encode(ClientCore const& core, ApiRequest const& request, PreparedCall& call)
{
    auto const* const method = find_method(request.method);
    if (method == nullptr) return "method: is not GET, POST, PUT, PATCH or DELETE";
    call.operation.name = method->name;
    call.operation.safe = method->safe;
    call.operation.idempotent = method->idempotent;
    if (auto refusal = refusal_of_path(request.path); !refusal.empty()) return refusal;
    call.operation.rate_limit_key = rate_limit_key_of(request);
    set_line(call, method->text, target_of(core.base_path(), request));
    if (!request.body.is_null())
    {
        call.has_body = true;
        if (auto refusal = encode_json_body(request.body, core.limits().max_json_depth, call.text); !refusal.empty())
            return refusal;
    }
    HandleOptions handle;
    handle.api_version = request.api_version;
    handle.headers = request.headers;
    return core.make_handle_headers(handle, call.fields);
}

} // namespace

PreparedCall prepare_request(ClientCore const& core, ApiRequest const& request, RequestOptions options)
{
    return prepare({.name = "request"}, options, [&](PreparedCall& call) { return encode(core, request, call); });
}

} // namespace clerk::detail

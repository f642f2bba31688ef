#pragma once

#include <clerk/export.hpp>
#include <clerk/handle_options.hpp>

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace clerk {

/// A request to any endpoint of Clerk's Backend API.
///
/// @see Client::request, https://clerk.com/docs/reference/backend-api
class ApiRequest
{
public:
    /// A request without query, body or header fields of its own.
    ///
    /// @param method_name  `GET`, `POST`, `PUT`, `PATCH` or `DELETE`
    /// @param whole_path   from the version on: `/v1/users`
    ApiRequest(std::string method_name, std::string whole_path) : method{std::move(method_name)}, path{std::move(whole_path)} {}

    std::string method;
    /// An absolute path (RFC 3986, 3.3) in its encoded form, without query and without dot segments. It goes behind the path of
    /// `ClientOptions::api_url`.
    std::string path;
    /// Names and values, sent percent-encoded in this order.
    std::vector<std::pair<std::string, std::string>> query;
    /// Sent as JSON. Null = a request without content.
    boost::json::value body;
    /// The `Clerk-API-Version` to ask for; unset = the client's.
    std::optional<std::string> api_version;
    /// As `HandleOptions::headers`.
    HeaderFields headers;
};

/// A successful answer. Owns all its memory.
struct ApiResponse
{
    /// 200 to 299.
    int status{0};
    /// All fields in the order they came, names in lower case.
    HeaderFields headers;
    /// The body; null where it was empty. Fractions are as near as Boost.JSON reads them.
    boost::json::value body;

    /// The value of the first field of that name, which is given in lower case; nothing where there is none.
    [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const noexcept
    {
        for (auto const& [field, value] : headers)
            if (field == name) return value;
        return std::nullopt;
    }
};

} // namespace clerk

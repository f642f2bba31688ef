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
    /// A request without query, body and additional header fields.
    ///
    /// @param method_name `GET`, `POST`, `PUT`, `PATCH` or `DELETE`
    /// @param whole_path the path including the version, for example `/v1/users`
    ApiRequest(std::string method_name, std::string whole_path) : method{std::move(method_name)}, path{std::move(whole_path)} {}

    /// `GET`, `POST`, `PUT`, `PATCH` or `DELETE`.
    std::string method;
    /// Absolute path (RFC 3986, 3.3), percent-encoded, without query and dot segments. Appended to the path of
    /// `ClientOptions::api_url`.
    std::string path;
    /// Names and values of the query, in this order. The library percent-encodes them.
    std::vector<std::pair<std::string, std::string>> query;
    /// The content, sent as JSON. Null: no content.
    boost::json::value body;
    /// Value of `Clerk-API-Version`. Default: the client's.
    std::optional<std::string> api_version;
    /// Additional header fields; see `HandleOptions::headers`.
    HeaderFields headers;
};

/// A successful response. Owns all its memory.
struct ApiResponse
{
    /// 200 to 299.
    int status{0};
    /// All header fields in their order, with names in lower case.
    HeaderFields headers;
    /// The content. Null if it is empty. Numbers with fractions are converted to the nearest double.
    boost::json::value body;

    /// Returns the value of the first field with this name, which must be in lower case.
    [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const noexcept
    {
        for (auto const& [field, value] : headers)
            if (field == name) return value;
        return std::nullopt;
    }
};

} // namespace clerk

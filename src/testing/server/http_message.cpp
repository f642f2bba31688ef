#include "testing/server/http_message.hpp"

#include "portable/ascii.hpp"

#include <boost/beast/http/status.hpp>

#include <ostream> // missing in the string_view of Boost 1.81
#include <vector>

namespace clerk::testing::detail {

using clerk::detail::equal_ignoring_case;

void remove_header(HttpMessage& message, std::string_view name)
{
    std::erase_if(message.headers, [name](auto const& header) { return equal_ignoring_case(header.first, name); });
}

void set_header(HttpMessage& message, std::string name, std::string value)
{
    remove_header(message, name);
    message.headers.emplace_back(std::move(name), std::move(value));
}

bool may_have_body(int status) noexcept
{
    return status >= 200 && status != 204 && status != 304;
}

std::string to_bytes(HttpMessage const& message)
{
    auto const reason =
        boost::beast::http::obsolete_reason(boost::beast::http::int_to_status(static_cast<unsigned>(message.status)));
    std::string bytes = "HTTP/1.1 " + std::to_string(message.status) + ' ';
    bytes.append(reason.data(), reason.size());
    bytes += "\r\n";
    for (auto const& [name, value] : message.headers) bytes.append(name).append(": ").append(value).append("\r\n");
    return bytes.append("\r\n").append(message.body);
}

} // namespace clerk::testing::detail

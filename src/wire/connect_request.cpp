#include "wire/connect_request.hpp"

namespace clerk::detail {

WipedText connect_request(std::string_view authority, std::string_view authorization)
{
    bool const authorized = !authorization.empty();
    return WipedText::concat("CONNECT ", authority, " HTTP/1.1\r\nHost: ", authority,
                             authorized ? "\r\nProxy-Authorization: " : "", authorization, "\r\n\r\n");
}

} // namespace clerk::detail

#include "wire/connect_request.hpp"

#include "common/concat_secret.hpp"

namespace clerk::detail {

SecretText connect_request(std::string_view authority, std::string_view authorization)
{
    bool const authorized = !authorization.empty();
    return concat_secret("CONNECT ", authority, " HTTP/1.1\r\nHost: ", authority, authorized ? "\r\nProxy-Authorization: " : "",
                         authorization, "\r\n\r\n");
}

} // namespace clerk::detail

#include <clerk/client_options.hpp>

#include <cstdlib>

namespace clerk {

ClientOptions ClientOptions::from_environment()
{
    ClientOptions options;
    options.secret_key = SecretKey::from_environment();
    if (char const* const url = std::getenv("CLERK_API_URL"); url != nullptr && *url != '\0') options.api_url = url;
    return options;
}

} // namespace clerk

#include "policy/proxy_refusal.hpp"

#include <string>

namespace clerk::detail {

namespace {

// Boost's base class has no virtual destructor: categories are never deleted.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wnon-virtual-dtor"

class ProxyCategory final : public boost::system::error_category
{
public:
    char const* name() const noexcept override { return "clerk.proxy"; }

    std::string message(int status) const override { return "the proxy responded with status " + std::to_string(status); }
};

#pragma GCC diagnostic pop

ProxyCategory const& category() noexcept
{
    static ProxyCategory const category;
    return category;
}

} // namespace

boost::system::error_code proxy_status(int status) noexcept
{
    return {status, category()};
}

bool is_final_proxy_refusal(ClerkError const& error) noexcept
{
    constexpr int forbidden = 403, authentication_required = 407;
    return error.cause == proxy_status(forbidden) || error.cause == proxy_status(authentication_required);
}

} // namespace clerk::detail

#pragma once

#include "support/rig.hpp"

#include "api/client_access.hpp"

#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace clerk::test {

/// A rig whose client has replaced dependencies.
struct InjectedRig : Rig
{
    explicit InjectedRig(ClientOptions const& options, detail::ClientDependencies dependencies = {})
        : Rig{[&](boost::asio::io_context& its_context) {
              return detail::ClientAccess::make(its_context.get_executor(), options, std::move(dependencies));
          }}
    {}
};

/// A resolver that the test completes.
class SilentResolver final : public detail::Resolver
{
public:
    std::optional<detail::Endpoints> known(std::chrono::steady_clock::time_point) override { return std::nullopt; }

    void resolve(Handler handler) override { handlers.push_back(std::move(handler)); }

    void cancel() override { handlers.clear(); }

    std::vector<Handler> handlers;
};

} // namespace clerk::test

#pragma once

#include "support/addresses.hpp"
#include "support/injected_rig.hpp"
#include "support/manual_clock.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <utility>

namespace clerk::test {

/// A client whose host has these addresses, with a manual clock.
struct Addressed
{
    explicit Addressed(ScriptedPeer const& peer, detail::Endpoints endpoints) : options{peer.client_options()}
    {
        options.api_url = peer.url("localhost");
        options.timeouts.connect = std::chrono::seconds{5};
        options.retry.max_attempts = 1;
        dependencies.resolver = std::make_shared<Addresses>(std::move(endpoints));
        dependencies.engine.timer = clock.factory();
    }

    void begin()
    {
        rig.emplace(options, dependencies);
        rig->begin(call);
        settle();
    }

    /// Runs all work that does not wait for the clock.
    void settle()
    {
        for (int i = 0; i < 3; ++i)
        {
            rig->context.restart();
            rig->context.run_for(std::chrono::milliseconds{20});
        }
    }

    Created& finish() { return rig->finish(call); }

    ManualClock clock;
    ClientOptions options;
    detail::ClientDependencies dependencies;
    std::optional<InjectedRig> rig;
    Rig::Call call;
};

} // namespace clerk::test

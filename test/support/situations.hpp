#pragma once

#include "support/answers.hpp"
#include "support/full_listener.hpp"
#include "support/injected_rig.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace clerk::test {

/// A call in one of its phases, with its environment.
struct Situation
{
    explicit Situation(std::vector<Script> scripts) : peer{std::move(scripts)}, options{peer.client_options()} {}

    ScriptedPeer peer;
    ClientOptions options;
    detail::ClientDependencies dependencies;
    CreateInvitationParams params{"a@example.com"};
    std::optional<FullListener> full;
    std::optional<InjectedRig> rig;
    Rig::Call before; ///< occupies the only connection if the call must wait
    bool has_before{false};
    Rig::Call call;
    std::function<bool()> reached;

    /// Begins the call and runs until it is in its phase.
    void enter(RequestOptions request = {})
    {
        rig.emplace(options, dependencies);
        if (has_before)
        {
            rig->begin(before);
            run_until(rig->context, [this] { return peer.requests().size() == 1; });
        }
        rig->begin(call, request, params);
        run_until(rig->context, [this] { return reached() || call.result; });
    }
};

/// How to bring a call into a phase.
struct PhaseCase
{
    Phase phase;
    std::string name;
    bool sent;       ///< a byte of the request was taken
    bool can_expire; ///< a deadline can pass in it; a pause that would not fit one is never begun
    std::function<std::unique_ptr<Situation>()> make;
    int status{0}; ///< of the answer that has begun to come
};

[[nodiscard]] std::vector<PhaseCase> phase_cases();

} // namespace clerk::test

#pragma once

#include "api/endpoint_facts.hpp"

#include <clerk/detail/prepared_call.hpp>
#include <clerk/error.hpp>
#include <clerk/request_options.hpp>

#include <memory>
#include <string>
#include <utility>

namespace clerk::detail {

/// What is wrong with the options of a call, beginning with the field's name; empty where nothing is.
[[nodiscard]] std::string refusal_of(RequestOptions const& options);

/// The error of a call that validation refused.
[[nodiscard]] std::shared_ptr<ClerkError> refused(std::string detail);

/// A call that is ready to be started, or refused.
/// @param encode  fills in what the endpoint needs, and returns what is wrong with the caller's params: empty where nothing is
template <class Encode>
[[nodiscard]] PreparedCall prepare(EndpointFacts const& facts, RequestOptions options, Encode encode)
{
    PreparedCall call;
    call.rate_key = facts.rate_key;
    call.name = facts.name;
    call.safe = facts.safe;
    call.idempotent = facts.idempotent;
    call.options = options;
    auto refusal = refusal_of(options);
    if (refusal.empty()) refusal = encode(call);
    if (!refusal.empty()) call.refused = refused(std::move(refusal));
    return call;
}

} // namespace clerk::detail

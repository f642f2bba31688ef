#pragma once

#include <clerk/error.hpp>

#include <cstddef>
#include <string_view>

namespace clerk::test {

/// Faults of the peer, on a connection or a request.
enum class Fault
{
    // before a request
    reset_at_once,
    silent_handshake,
    no_tls,
    reset_in_handshake,
    // instead of a correct response, or with it
    none,
    late,
    never,
    reset_unanswered,
    fin_unanswered,
    truncated_by_reset,
    truncated_by_fin,
    in_pieces,
    interim_first,
    key_update_amid,
    closes_after,
    ends_with_connection,
    ends_without_notify,
    answers_twice,
    goes_away_idle,
    internal_error,
    edge_page,
    rate_limited,
    rate_limited_for_a_second,
    refused,
    redirected,
    garbage,
    bad_length,
    bad_chunk,
    too_large,
    encoded,
    wrong_body,
    count
};

inline constexpr std::size_t fault_count = static_cast<std::size_t>(Fault::count);

[[nodiscard]] std::string_view name_of(Fault fault) noexcept;

/// Returns whether the request gets a correct response before its deadline.
[[nodiscard]] bool is_answered(Fault fault) noexcept;

/// Returns whether the response means that the request had no effect.
[[nodiscard]] bool is_refusal(Fault fault) noexcept;

/// Returns whether a call may end with this error if its last request had the fault. Deadlines and cancellation are always
/// possible.
[[nodiscard]] bool may_cause(Fault fault, ErrorKind kind) noexcept;

} // namespace clerk::test

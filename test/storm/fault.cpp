#include "storm/fault.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace clerk::test {

namespace {

constexpr std::array<std::string_view, fault_count> names{"reset at once",
                                                          "silent handshake",
                                                          "no TLS",
                                                          "reset in the handshake",
                                                          "none",
                                                          "late",
                                                          "never answered",
                                                          "reset unanswered",
                                                          "FIN unanswered",
                                                          "truncated by reset",
                                                          "truncated by FIN",
                                                          "in pieces",
                                                          "interim first",
                                                          "key update amid",
                                                          "closes after",
                                                          "ends with connection",
                                                          "ends without notify",
                                                          "answers twice",
                                                          "goes away idle",
                                                          "internal error",
                                                          "edge page",
                                                          "rate limited",
                                                          "rate limited 1 s",
                                                          "refused",
                                                          "redirected",
                                                          "garbage",
                                                          "bad length",
                                                          "bad chunk",
                                                          "too large",
                                                          "encoded",
                                                          "wrong body"};

template <class Value>
bool one_of(Value value, std::initializer_list<Value> values) noexcept
{
    return std::ranges::find(values, value) != values.end();
}

} // namespace

std::string_view name_of(Fault fault) noexcept
{
    return names[static_cast<std::size_t>(fault)];
}

bool is_answered(Fault fault) noexcept
{
    return one_of(fault, {Fault::none, Fault::late, Fault::in_pieces, Fault::interim_first, Fault::key_update_amid,
                          Fault::closes_after, Fault::ends_with_connection, Fault::answers_twice, Fault::goes_away_idle});
}

bool is_refusal(Fault fault) noexcept
{
    return fault == Fault::rate_limited || fault == Fault::rate_limited_for_a_second || fault == Fault::refused;
}

bool may_cause(Fault fault, ErrorKind kind) noexcept
{
    if (one_of(kind, {ErrorKind::timeout, ErrorKind::cancelled, ErrorKind::closed})) return true;
    switch (fault)
    {
    case Fault::reset_unanswered:
    case Fault::fin_unanswered:
        return kind == ErrorKind::transport;
    case Fault::truncated_by_reset: // the reset may overtake the bytes before it
    case Fault::truncated_by_fin:
        return one_of(kind, {ErrorKind::protocol, ErrorKind::transport});
    case Fault::ends_without_notify:
    case Fault::redirected:
    case Fault::garbage:
    case Fault::bad_length:
    case Fault::bad_chunk:
    case Fault::too_large:
    case Fault::encoded:
        return kind == ErrorKind::protocol;
    case Fault::internal_error:
    case Fault::edge_page:
    case Fault::refused:
        return kind == ErrorKind::api;
    case Fault::rate_limited:
    case Fault::rate_limited_for_a_second: // the next attempt may have failed in any way that is `not_sent`
        return one_of(kind, {ErrorKind::rate_limited, ErrorKind::transport, ErrorKind::tls});
    case Fault::wrong_body:
        return kind == ErrorKind::decode;
    default:
        return false;
    }
}

} // namespace clerk::test

#pragma once

#include <clerk/error.hpp>

#include <array>
#include <cstddef>
#include <string_view>

namespace clerk::detail {

/// The name of an enumerator and its text in messages.
struct EnumeratorTexts
{
    std::string_view name;
    std::string_view text;
};

inline constexpr std::array<EnumeratorTexts, 11> error_kind_texts{{
    {"invalid_argument", "invalid argument"},
    {"api", "Clerk responded with an error"},
    {"rate_limited", "rate limited"},
    {"transport", "the connection failed"},
    {"tls", "TLS failed"},
    {"timeout", "timed out"},
    {"cancelled", "cancelled"},
    {"protocol", "invalid HTTP response"},
    {"decode", "unexpected response body"},
    {"pool_exhausted", "too many calls are waiting"},
    {"closed", "the client is closed"},
}};

inline constexpr std::array<EnumeratorTexts, 3> delivery_texts{{
    {"not_sent", "nothing was sent"},
    {"rejected", "Clerk rejected it, so nothing changed"},
    {"unknown", "it may have taken effect"},
}};

inline constexpr std::array<EnumeratorTexts, 9> phase_texts{{
    {"validate", "checking the arguments"},
    {"queue", "waiting for a connection"},
    {"resolve", "resolving the host"},
    {"connect", "connecting"},
    {"handshake", "the TLS handshake"},
    {"write", "sending the request"},
    {"read", "reading the response"},
    {"decode", "decoding the response"},
    {"backoff", "waiting to retry"},
}};

inline constexpr std::array<std::string_view, 5> advice_names{"retry", "retry_later", "fix_request", "look_first", "give_up"};

inline constexpr std::array<std::string_view, 7> not_retried_texts{
    "",
    "the request is not idempotent",
    "retries are disabled",
    "no attempts left",
    "the delay exceeds the deadline",
    "rate_limit is fail_fast",
    "the proxy would refuse the same request again",
};

/// Returns the texts of an enumerator, or `otherwise` for a value that is not an enumerator.
template <class Enum, std::size_t N>
[[nodiscard]] constexpr EnumeratorTexts texts_of(Enum value, std::array<EnumeratorTexts, N> const& table,
                                                 EnumeratorTexts otherwise) noexcept
{
    auto const index = static_cast<std::size_t>(value);
    return index < N ? table[index] : otherwise;
}

[[nodiscard]] constexpr EnumeratorTexts texts_of(ErrorKind kind) noexcept
{
    return texts_of(kind, error_kind_texts, {"unknown", "failed"});
}

[[nodiscard]] constexpr EnumeratorTexts texts_of(Delivery delivery) noexcept
{
    return texts_of(delivery, delivery_texts, {"unknown", "it may have taken effect"});
}

[[nodiscard]] constexpr EnumeratorTexts texts_of(Phase phase) noexcept
{
    return texts_of(phase, phase_texts, {"unknown", "the call"});
}

static_assert(texts_of(ErrorKind::closed).name == "closed");
static_assert(texts_of(Delivery::unknown).name == "unknown");
static_assert(texts_of(Phase::backoff).name == "backoff");

} // namespace clerk::detail

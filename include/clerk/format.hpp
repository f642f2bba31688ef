#pragma once

#include <clerk/error.hpp>
#include <clerk/invitation_status.hpp>

#include <version>

// Formatters for errors and statuses. Empty if the standard library has no <format>.
#if defined(__cpp_lib_format)

#include <format>

namespace clerk::detail {

/// Formats a value as the text that `text_of` returns. Takes the format specification of strings.
template <class Value, auto TextOf>
struct TextFormatter : std::formatter<std::string_view>
{
    template <class Context>
    auto format(Value const& value, Context& context) const
    {
        return std::formatter<std::string_view>::format(TextOf(value), context);
    }
};

} // namespace clerk::detail

template <>
struct std::formatter<clerk::ErrorKind>
    : clerk::detail::TextFormatter<clerk::ErrorKind, [](clerk::ErrorKind kind) { return to_string(kind); }>
{};

template <>
struct std::formatter<clerk::Delivery>
    : clerk::detail::TextFormatter<clerk::Delivery, [](clerk::Delivery delivery) { return to_string(delivery); }>
{};

template <>
struct std::formatter<clerk::Phase>
    : clerk::detail::TextFormatter<clerk::Phase, [](clerk::Phase phase) { return to_string(phase); }>
{};

template <>
struct std::formatter<clerk::InvitationStatus>
    : clerk::detail::TextFormatter<clerk::InvitationStatus, [](clerk::InvitationStatus const& status) { return status.text(); }>
{};

template <>
struct std::formatter<clerk::ClerkError>
    : clerk::detail::TextFormatter<clerk::ClerkError, [](clerk::ClerkError const& error) { return error.message(); }>
{};

#endif

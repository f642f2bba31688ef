#pragma once

#include "codec/invitation_field.hpp"
#include "json/object_builder.hpp"

#include <clerk/invitation.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace clerk::detail {

/// Text that the parser reports in pieces if it contains escapes.
class ChunkedText
{
public:
    void add(std::string_view part) { parts_.append(part); }

    /// Returns the complete text. Valid until the next call.
    [[nodiscard]] std::string_view join(std::string_view rest) { return parts_.empty() ? rest : join_parts(rest); }

private:
    std::string_view join_parts(std::string_view rest);

    std::string parts_;
    std::string whole_;
};

/// Fills an `Invitation` from the parser events inside its JSON object. Independent of the parser and the envelope.
///
/// Events return false to stop the parser; `failure` then has the reason.
class InvitationBuilder
{
public:
    /// @param max_depth  maximum nesting depth of the JSON of one invitation, including its own braces
    explicit InvitationBuilder(std::size_t max_depth) noexcept : max_depth_{max_depth} {}

    /// Starts with an empty invitation.
    void begin(Invitation& target) noexcept;

    [[nodiscard]] bool key_part(std::string_view part);
    [[nodiscard]] bool key(std::string_view rest);
    [[nodiscard]] bool string_part(std::string_view part);
    [[nodiscard]] bool string(std::string_view rest);
    [[nodiscard]] bool integer(std::int64_t number, std::string_view text);
    [[nodiscard]] bool integer(std::uint64_t number);
    [[nodiscard]] bool real(double approximate, std::string_view text);
    [[nodiscard]] bool boolean(bool value);
    [[nodiscard]] bool null();
    [[nodiscard]] bool object_begin();
    [[nodiscard]] bool object_end(std::size_t members);
    [[nodiscard]] bool array_begin();
    [[nodiscard]] bool array_end(std::size_t elements);

    /// Whether the closing brace of the invitation was read.
    [[nodiscard]] bool ended() const noexcept { return target_ == nullptr; }

    [[nodiscard]] std::string const& failure() const noexcept { return failure_; }

private:
    using Field = InvitationField;

    bool finish();
    bool nest();
    bool set_timestamp(std::int64_t milliseconds);
    bool refuse(std::string_view what);
    bool refuse_type();

    std::size_t max_depth_;
    Invitation* target_{nullptr};
    Field field_{};
    unsigned seen_{0};
    std::size_t unknown_{0};
    std::size_t depth_{0};         ///< of the containers open inside the invitation
    ObjectBuilder* sink_{nullptr}; ///< receives the current value if its field is unknown
    ChunkedText text_;
    std::string failure_;
    ObjectBuilder metadata_;
    ObjectBuilder extra_;
};

} // namespace clerk::detail

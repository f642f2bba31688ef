#pragma once

#include "codec/invitation_field.hpp"
#include "json/json_reader.hpp"
#include "json/value_builder.hpp"

#include <clerk/invitation.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace clerk::detail {

/// Reads invitations from JSON.
class InvitationReader
{
public:
    /// @param max_depth  maximum nesting depth of the JSON of one invitation, including its own braces
    InvitationReader(JsonReader& reader, std::size_t max_depth) noexcept : reader_{reader}, max_depth_{max_depth} {}

    /// Reads the object that comes next.
    ///
    /// @param target  an empty invitation
    /// @returns       false if the text is malformed, or is not an invitation (`failure`)
    [[nodiscard]] bool read(Invitation& target);

    /// Returns what is wrong with the invitation. Empty if only the JSON is.
    [[nodiscard]] std::string const& failure() const noexcept { return failure_; }

private:
    using Field = InvitationField;

    bool member(std::string_view key);
    [[gnu::noinline]] bool unknown_member(std::string_view key);
    bool text();
    bool metadata();
    bool boolean();
    bool timestamp();
    [[gnu::noinline]] bool other_value(char first);
    bool finish();
    [[gnu::noinline]] bool explain_depth();
    bool built(bool ok, ValueBuilder const& builder);
    [[gnu::noinline]] bool refuse(std::string_view what);
    [[gnu::noinline]] bool refuse_type();

    JsonReader& reader_;
    std::size_t max_depth_;
    Invitation* target_{nullptr};
    Field field_{};
    unsigned seen_{0};
    std::string failure_;
    ValueBuilder metadata_;
    std::optional<ValueBuilder> extra_;
};

} // namespace clerk::detail

#pragma once

#include "codec/invitation_builder.hpp"

#include <clerk/invitation.hpp>

#include <boost/json/array.hpp>
#include <boost/json/error.hpp>
#include <boost/json/object.hpp>
#include <boost/json/string.hpp>
#include <boost/json/string_view.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace clerk::detail {

/// The content of a list response.
struct InvitationList
{
    std::vector<Invitation> invitations;
    /// Not set for a bare array, or if the object has no such member.
    std::optional<std::int64_t> total_count;
};

/// Handler of `boost::json::basic_parser`. Parses the envelope of invitations and passes their content to the reader.
class InvitationHandler
{
public:
    static constexpr std::size_t max_object_size = boost::json::object::max_size();
    static constexpr std::size_t max_array_size = boost::json::array::max_size();
    static constexpr std::size_t max_key_size = boost::json::string::max_size();
    static constexpr std::size_t max_string_size = boost::json::string::max_size();

    InvitationHandler(std::size_t max_depth, Invitation& target) noexcept : builder_{max_depth}, one_{&target} {}

    InvitationHandler(std::size_t max_depth, InvitationList& target, bool enveloped) noexcept
        : builder_{max_depth}, list_{&target}, enveloped_{enveloped}
    {}

    /// Returns why an event was refused. Empty if none was.
    [[nodiscard]] std::string failure() const;

    using Error = boost::system::error_code;
    using Text = boost::json::string_view;

    bool on_document_begin(Error&) { return true; }

    bool on_document_end(Error&) { return true; }

    bool on_object_begin(Error& ec) { return pass(inside() ? builder_.object_begin() : outer_object_begin(), ec); }

    bool on_object_end(std::size_t n, Error& ec) { return pass(inside() ? inner_object_end(n) : outer_object_end(), ec); }

    bool on_array_begin(Error& ec) { return pass(inside() ? builder_.array_begin() : outer_array_begin(), ec); }

    bool on_array_end(std::size_t n, Error& ec) { return pass(inside() ? builder_.array_end(n) : outer_array_end(), ec); }

    bool on_key_part(Text s, std::size_t, Error& ec) { return pass(inside() ? builder_.key_part(s) : outer_key_part(s), ec); }

    bool on_key(Text s, std::size_t, Error& ec) { return pass(inside() ? builder_.key(s) : outer_key(s), ec); }

    bool on_string_part(Text s, std::size_t, Error& ec) { return pass(inside() ? builder_.string_part(s) : outer_scalar(), ec); }

    bool on_string(Text s, std::size_t, Error& ec) { return pass(inside() ? builder_.string(s) : outer_scalar(), ec); }

    // The body is parsed in one piece, so a number arrives in parts only if the end of the input cuts it off. Such a body is
    // incomplete.
    bool on_number_part(Text, Error&) { return true; }

    bool on_int64(std::int64_t i, Text s, Error& ec) { return pass(inside() ? builder_.integer(i, s) : outer_integer(i), ec); }

    bool on_uint64(std::uint64_t u, Text, Error& ec) { return pass(inside() ? builder_.integer(u) : outer_scalar(), ec); }

    bool on_double(double d, Text s, Error& ec) { return pass(inside() ? builder_.real(d, s) : outer_scalar(), ec); }

    bool on_bool(bool b, Error& ec) { return pass(inside() ? builder_.boolean(b) : outer_scalar(), ec); }

    bool on_null(Error& ec) { return pass(inside() ? builder_.null() : outer_scalar(), ec); }

    bool on_comment_part(Text, Error&) { return false; }

    bool on_comment(Text, Error&) { return false; }

private:
    enum class At : std::uint8_t
    {
        root,
        invitation,
        list,
        envelope,
        skipped ///< inside an unknown value of the envelope
    };

    enum class Member : std::uint8_t
    {
        data,
        total_count,
        unknown
    };

    [[nodiscard]] bool inside() const noexcept { return at_ == At::invitation; }

    static bool pass(bool accepted, Error& ec)
    {
        if (!accepted) ec = boost::json::error::syntax; // any will do: `failure` says more
        return accepted;
    }

    bool outer_object_begin();
    bool inner_object_end(std::size_t members);
    bool outer_object_end();
    bool outer_array_begin();
    bool outer_array_end();
    bool outer_key_part(std::string_view part);
    bool outer_key(std::string_view rest);
    bool outer_integer(std::int64_t number);
    bool outer_scalar();
    bool refuse_here();

    At at_{At::root};
    Member member_{Member::unknown};
    InvitationBuilder builder_;
    Invitation* one_{nullptr};
    InvitationList* list_{nullptr};
    bool enveloped_{false};
    bool has_data_{false};
    bool in_envelope_{false};
    std::size_t skipped_{0}; ///< open containers of the skipped value
    ChunkedText text_;
    std::string failure_;
};

} // namespace clerk::detail

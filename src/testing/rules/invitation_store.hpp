#pragma once

#include "testing/rules/create_rules.hpp"
#include "testing/rules/error_response.hpp"
#include "testing/rules/list_rules.hpp"
#include "testing/rules/random_text.hpp"

#include <clerk/invitation.hpp>

#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace clerk::testing::detail {

/// The invitations and users of one application. Time is an argument; addresses are compared without regard to case.
class InvitationStore
{
public:
    [[nodiscard]] bool has_user(std::string_view address) const;
    [[nodiscard]] bool has_pending(std::string_view address, Timestamp now) const;

    void add_user(std::string_view address);

    [[nodiscard]] bool has_id(std::string const& id) const { return by_id_.contains(id); }

    Invitation create(NewInvitation const& params, Timestamp now);
    /// Adds an invitation unchanged, with an id and URL if it has none.
    Invitation add(Invitation invitation);
    std::expected<Invitation, ErrorResponse> revoke(std::string const& id, Timestamp now);
    bool accept(std::string_view address, Timestamp now);

    [[nodiscard]] std::vector<Invitation> all(Timestamp now) const;
    [[nodiscard]] std::optional<Invitation> latest(std::string_view address, Timestamp now) const;
    [[nodiscard]] InvitationPage list(ListQuery const& query, Timestamp now) const;

private:
    std::vector<Invitation> invitations_; ///< in the order of their creation; an expired one is stored as pending
    std::unordered_map<std::string, std::vector<std::size_t>> by_address_;
    std::unordered_map<std::string, std::size_t> by_id_;
    std::unordered_set<std::string> users_;
    RandomText random_;
};

} // namespace clerk::testing::detail

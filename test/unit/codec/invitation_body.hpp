#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace clerk::test {

/// The JSON of an invitation whose members can be changed.
class InvitationBody
{
public:
    /// Sets a member to a value, given as JSON text.
    InvitationBody& set(std::string_view name, std::string_view json)
    {
        auto const at = std::ranges::find(members_, name, &Member::first);
        if (at == members_.end()) return add(name, json);
        at->second = json;
        return *this;
    }

    /// Adds a member even if there is one of that name.
    InvitationBody& add(std::string_view name, std::string_view json)
    {
        members_.emplace_back(name, json);
        return *this;
    }

    InvitationBody& drop(std::string_view name)
    {
        std::erase_if(members_, [name](Member const& member) { return member.first == name; });
        return *this;
    }

    [[nodiscard]] std::string text() const
    {
        std::string text{"{"};
        for (auto const& [name, json] : members_) text.append("\"").append(name).append("\":").append(json).append(",");
        text.back() = '}';
        return text;
    }

private:
    using Member = std::pair<std::string, std::string>;

    std::vector<Member> members_{
        {"object", R"("invitation")"},
        {"id", R"("inv_2g7np7Hrk0SN6kj5EDMLDaKNL0S")"},
        {"email_address", R"("invite@example.com")"},
        {"public_metadata", R"({"example":"metadata","example_nested":{"nested":"metadata"}})"},
        {"status", R"("pending")"},
        {"url", R"("https://example.com/accept?ticket=abc")"},
        {"revoked", "false"},
        {"expires_at", "1718000000000"},
        {"created_at", "1715408000123"},
        {"updated_at", "1715408000456"},
    };
};

} // namespace clerk::test

#include "codec/json_error.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace clerk::detail {

namespace {

constexpr int members = 32;

constexpr std::array<std::string_view, 16> member_names{
    "value",           "object",       "id",         "email_address", "public_metadata", "status", "url",
    "revoked",         "expires_at",   "created_at", "updated_at",    "redirect_url",    "notify", "ignore_existing",
    "expires_in_days", "template_slug"};
static_assert(member_names[static_cast<std::size_t>(JsonMember::template_slug)] == "template_slug");

constexpr std::array<std::string_view, 10> fault_texts{"no error",
                                                       "is missing",
                                                       "has the wrong type",
                                                       "is out of range",
                                                       "has an unknown value",
                                                       "is given twice",
                                                       "has an unknown member",
                                                       "is not an object",
                                                       "does not fit into memory",
                                                       "nests deeper than 64 levels"};

// Boost's base class has no virtual destructor: categories are never deleted.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wnon-virtual-dtor"

class JsonCategory final : public boost::system::error_category
{
public:
    char const* name() const noexcept override { return "clerk.json"; }

    std::string message(int value) const override
    {
        auto const fault = static_cast<std::size_t>(value / members), member = static_cast<std::size_t>(value % members);
        if (value < 0 || fault >= fault_texts.size() || member >= member_names.size()) return "unknown error";
        return std::string{member_names[member]}.append(": ").append(fault_texts[fault]);
    }
};

#pragma GCC diagnostic pop

} // namespace

boost::system::error_code json_error(JsonFault fault, JsonMember member) noexcept
{
    static JsonCategory const category;
    return {static_cast<int>(fault) * members + static_cast<int>(member), category};
}

} // namespace clerk::detail

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace bench::floor {

struct Invitation
{
    std::string id;
    std::string email_address;
    std::string status;
    std::string url;
    std::string public_metadata; ///< as it came
    std::int64_t created_at{0};
    std::int64_t updated_at{0};
    std::int64_t expires_at{0};
    bool revoked{false};
};

/// The end of a response head and its relevant fields.
struct Head
{
    std::size_t size{0}; ///< 0 = not all there
    std::size_t body{0};
    int status{0};
    bool keep_alive{true};
};

[[nodiscard]] Head read_head(std::string_view bytes) noexcept;

/// Appends the body of a create.
void write_body(std::string& out);

/// Parses the response of a well-behaved server.
[[nodiscard]] bool read_invitation(std::string_view body, Invitation& to);

} // namespace bench::floor

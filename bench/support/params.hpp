#pragma once

#include <clerk/create_invitation_params.hpp>

namespace bench {

/// The parameters of all clients: 250 bytes of JSON with nested metadata.
[[nodiscard]] inline clerk::CreateInvitationParams make_params()
{
    clerk::CreateInvitationParams params{"invite@example.com"};
    params.public_metadata = {{"example", "metadata"}, {"example_nested", {{"nested", "metadata"}}}};
    params.redirect_url = "https://www.example.com/new";
    params.notify = true;
    params.ignore_existing = true;
    params.expires_in_days = 30;
    params.template_slug = clerk::TemplateSlug::invitation;
    return params;
}

} // namespace bench

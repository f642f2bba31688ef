#pragma once

#include <clerk/api_request.hpp>
#include <clerk/client.hpp>
#include <clerk/client_options.hpp>
#include <clerk/client_stats.hpp>
#include <clerk/create_invitation_params.hpp>
#include <clerk/error.hpp>
#include <clerk/handle_options.hpp>
#include <clerk/invitation.hpp>
#include <clerk/invitation_pager.hpp>
#include <clerk/invitation_status.hpp>
#include <clerk/invitations.hpp>
#include <clerk/list_invitations_params.hpp>
#include <clerk/request_options.hpp>
#include <clerk/result.hpp>
#include <clerk/secret_key.hpp>
#include <clerk/version.hpp>

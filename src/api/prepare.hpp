#pragma once

#include <clerk/error.hpp>
#include <clerk/request_options.hpp>

#include <memory>
#include <string>

namespace clerk::detail {

/// What is wrong with the options of a call, beginning with the field's name; empty where nothing is.
[[nodiscard]] std::string refusal_of(RequestOptions const& options);

/// The error of a call that validation refused.
[[nodiscard]] std::shared_ptr<ClerkError> refused(std::string detail);

} // namespace clerk::detail

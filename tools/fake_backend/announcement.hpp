#pragma once

#include <clerk/testing/fake_backend.hpp>

#include <string>

namespace clerk::tool {

/// Returns the address of the backend and how to connect to it, as text.
///
/// @param ca_file empty without TLS
[[nodiscard]] std::string announcement(testing::FakeBackend const& backend, std::string const& ca_file);

/// The same as one line of JSON.
[[nodiscard]] std::string json_announcement(testing::FakeBackend const& backend, std::string const& ca_file);

} // namespace clerk::tool

#pragma once

#include <clerk/testing/fake_backend.hpp>

#include <string>

namespace clerk::tool {

/// Where the backend is and how clients find it, to read.
///
/// @param ca_file  empty where there is no TLS
[[nodiscard]] std::string announcement(testing::FakeBackend const& backend, std::string const& ca_file);

/// The same as one line of JSON.
[[nodiscard]] std::string json_announcement(testing::FakeBackend const& backend, std::string const& ca_file);

} // namespace clerk::tool

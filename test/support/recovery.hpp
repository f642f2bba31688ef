#pragma once

#include "support/rig.hpp"

#include <clerk/testing/fake_backend.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <string_view>

namespace clerk::test {

/// Options of a client with recovery and short delays.
inline ClientOptions recovering(testing::FakeBackend const& backend)
{
    auto options = backend.client_options();
    options.retry.recover_unknown = true;
    options.retry.base_delay = std::chrono::milliseconds{1};
    return options;
}

inline std::size_t count_requests(testing::FakeBackend const& backend, std::string_view method)
{
    auto const requests = backend.requests();
    return static_cast<std::size_t>(
        std::ranges::count_if(requests, [method](testing::RecordedRequest const& request) { return request.method == method; }));
}

inline void check_recovered(Created const& result)
{
    BOOST_TEST_REQUIRE(result.has_value(), (result ? std::string{} : result.error().message()));
    BOOST_TEST(result->recovered);
}

} // namespace clerk::test

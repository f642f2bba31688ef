#pragma once

#include "storm/fault.hpp"

#include <array>
#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace clerk::test {

/// The requests and faults of the peer. Thread-safe.
class PeerLog
{
public:
    void add_fault(Fault fault);
    /// Records a complete request for these keys, and its fault.
    void request(std::vector<std::string> const& keys, Fault fault);
    /// Records a request that no caller made, or with a secret key that no caller set.
    void add_unknown_request();

    struct Contents
    {
        std::size_t requests{0};
        std::size_t unknown_requests{0};
        std::array<std::size_t, fault_count> faults{};
        std::map<std::string, std::vector<Fault>> faults_by_key; ///< one for each request, in the order they came
    };

    [[nodiscard]] Contents contents() const;

private:
    mutable std::mutex mutex_;
    Contents contents_;
};

} // namespace clerk::test

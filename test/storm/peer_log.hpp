#pragma once

#include "storm/fault.hpp"

#include <array>
#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace clerk::test {

/// What the misbehaving peer has read and done. Thread-safe.
class PeerLog
{
public:
    void met(Fault fault);
    /// A whole request was read, and this is what it will meet.
    void request(std::string const& address, Fault fault);

    struct Contents
    {
        std::array<std::size_t, fault_count> faults{};
        std::map<std::string, std::vector<Fault>> requests; ///< by the address to invite, in the order they came
    };

    [[nodiscard]] Contents contents() const;

private:
    mutable std::mutex mutex_;
    Contents contents_;
};

} // namespace clerk::test

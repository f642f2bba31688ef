#pragma once

#include "policy/pool.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>

namespace clerk::test {

using Entry = detail::PooledConnection;

/// Connections by number.
class Entries
{
public:
    Entries()
    {
        std::ranges::generate(owned_, [] { return std::make_shared<Entry>(); });
    }

    Entry& operator[](std::size_t number) { return *owned_[number]; }

    [[nodiscard]] auto const& all() const { return owned_; }

private:
    std::array<std::shared_ptr<Entry>, 8> owned_;
};

/// Starts to establish a connection, for the first time or again.
inline void connect(detail::Pool& pool, Entry& entry)
{
    pool.erase(entry);
    pool.start_connect(entry.shared_from_this());
}

} // namespace clerk::test

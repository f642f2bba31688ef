#pragma once

#include <cstddef>

namespace clerk::test {

/// Counts and holds back the lookups of this program, whose `getaddrinfo` is replaced for that.
///
/// While one lives: `held.test` is found at 127.0.0.1 and ::1 once `release` was called, `missing.test` never, anything else as
/// ever.
class Lookups
{
public:
    Lookups();
    Lookups(Lookups const&) = delete;
    Lookups& operator=(Lookups const&) = delete;
    ~Lookups();

    [[nodiscard]] std::size_t count() const;

    void release();
};

} // namespace clerk::test

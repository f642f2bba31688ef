#pragma once

#include <cstddef>

namespace clerk::test {

/// Counts and delays the lookups of this program. Replaces `getaddrinfo`.
///
/// During its lifetime, `held.test` is resolved to 127.0.0.1 and ::1 after `release`, `missing.test` never, and other names
/// normally.
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

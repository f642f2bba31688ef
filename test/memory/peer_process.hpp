#pragma once

#include <clerk/client_options.hpp>

#include <sys/types.h>

#include <string>

namespace clerk::test {

/// A `FakeBackend` in another process, so that its memory is not searched. Start it before any thread.
class PeerProcess
{
public:
    PeerProcess();
    PeerProcess(PeerProcess const&) = delete;
    PeerProcess& operator=(PeerProcess const&) = delete;
    ~PeerProcess();

    /// All that a client needs but the key, which it accepts no matter which: it answers 401.
    [[nodiscard]] ClientOptions client_options() const;

private:
    pid_t process_{-1};
    int life_line_{-1}; ///< closed, it tells the process to end
    std::string url_;
    std::string ca_pem_;
};

} // namespace clerk::test

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

    /// Returns options for a client without a key. The backend responds with 401 to any key.
    [[nodiscard]] ClientOptions client_options() const;

private:
    pid_t process_{-1};
    int life_line_{-1}; ///< closed, it tells the process to end
    std::string url_;
    std::string ca_pem_;
};

} // namespace clerk::test

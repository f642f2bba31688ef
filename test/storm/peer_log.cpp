#include "storm/peer_log.hpp"

namespace clerk::test {

void PeerLog::met(Fault fault)
{
    std::scoped_lock const lock{mutex_};
    ++contents_.faults[static_cast<std::size_t>(fault)];
}

void PeerLog::request(std::string const& address, Fault fault)
{
    std::scoped_lock const lock{mutex_};
    ++contents_.faults[static_cast<std::size_t>(fault)];
    contents_.requests[address].push_back(fault);
}

PeerLog::Contents PeerLog::contents() const
{
    std::scoped_lock const lock{mutex_};
    return contents_;
}

} // namespace clerk::test

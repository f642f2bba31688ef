#include "storm/peer_log.hpp"

namespace clerk::test {

void PeerLog::add_fault(Fault fault)
{
    std::scoped_lock const lock{mutex_};
    ++contents_.faults[static_cast<std::size_t>(fault)];
}

void PeerLog::request(std::vector<std::string> const& keys, Fault fault)
{
    std::scoped_lock const lock{mutex_};
    ++contents_.requests;
    ++contents_.faults[static_cast<std::size_t>(fault)];
    for (auto const& key : keys) contents_.faults_by_key[key].push_back(fault);
}

void PeerLog::add_unknown_request()
{
    std::scoped_lock const lock{mutex_};
    ++contents_.unknown_requests;
}

PeerLog::Contents PeerLog::contents() const
{
    std::scoped_lock const lock{mutex_};
    return contents_;
}

} // namespace clerk::test

#include "support/peer_journal.hpp"

#include <openssl/err.h>

namespace clerk::test {

std::size_t PeerJournal::accepted()
{
    std::scoped_lock const lock{mutex_};
    changed_.notify_all();
    return ++contents_.accepted;
}

void PeerJournal::closed()
{
    std::scoped_lock const lock{mutex_};
    ++contents_.closed;
    changed_.notify_all();
}

void PeerJournal::handshake_done(bool resumed)
{
    std::scoped_lock const lock{mutex_};
    ++contents_.handshakes;
    contents_.resumed += resumed ? 1U : 0U;
    changed_.notify_all();
}

void PeerJournal::handshake_failed(unsigned long openssl_error)
{
    char const* const reason = ERR_reason_error_string(openssl_error);
    std::scoped_lock const lock{mutex_};
    contents_.handshake_failures.emplace_back(reason == nullptr ? "the client left" : reason);
    changed_.notify_all();
}

void PeerJournal::request(std::size_t connection, std::string text)
{
    std::scoped_lock const lock{mutex_};
    contents_.requests.push_back({connection, std::move(text)});
    changed_.notify_all();
}

void PeerJournal::relayed(std::string const& bytes)
{
    std::scoped_lock const lock{mutex_};
    contents_.relayed += bytes;
    changed_.notify_all();
}

void PeerJournal::mark(std::string const& name)
{
    std::scoped_lock const lock{mutex_};
    contents_.marks.insert(name);
    changed_.notify_all();
}

void PeerJournal::open(std::string const& name)
{
    std::scoped_lock const lock{mutex_};
    open_.insert(name);
}

bool PeerJournal::is_open(std::string const& name) const
{
    std::scoped_lock const lock{mutex_};
    return open_.contains(name);
}

PeerJournal::Contents PeerJournal::contents() const
{
    std::scoped_lock const lock{mutex_};
    return contents_;
}

} // namespace clerk::test

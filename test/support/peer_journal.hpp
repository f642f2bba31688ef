#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace clerk::test {

/// A request as a `ScriptedPeer` read it.
struct PeerRequest
{
    std::size_t connection{0}; ///< counted from 1, in the order of accepting
    std::string text;          ///< head and body

    [[nodiscard]] std::string body() const { return text.substr(text.find("\r\n\r\n") + 4); }
};

/// Events and open gates of a `ScriptedPeer`. Thread-safe.
class PeerJournal
{
public:
    using Milliseconds = std::chrono::milliseconds;

    std::size_t accepted();
    void closed();
    void handshake_done(bool resumed);
    void handshake_failed(unsigned long openssl_error);
    void request(std::size_t connection, std::string text);
    void relayed(std::string const& bytes);
    void mark(std::string const& name);
    void open(std::string const& name);
    [[nodiscard]] bool is_open(std::string const& name) const;

    /// A copy of the contents.
    struct Contents
    {
        std::size_t accepted{0};
        std::size_t closed{0}; ///< connections whose script has ended and which the client has left
        std::size_t handshakes{0};
        std::size_t resumed{0};
        std::vector<std::string> handshake_failures;
        std::vector<PeerRequest> requests;
        std::string relayed; ///< bytes of clients to forwarded servers
        std::multiset<std::string> marks;
    };

    [[nodiscard]] Contents contents() const;

    /// Blocks until the predicate is true. Returns false after a timeout.
    template <class Predicate>
    [[nodiscard]] bool wait_for(Predicate predicate, Milliseconds ceiling = std::chrono::seconds{10}) const
    {
        std::unique_lock lock{mutex_};
        return changed_.wait_for(lock, ceiling, [&] { return predicate(contents_); });
    }

private:
    mutable std::mutex mutex_;
    mutable std::condition_variable changed_;
    Contents contents_;
    std::set<std::string> open_;
};

} // namespace clerk::test

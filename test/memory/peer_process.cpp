#include "memory/peer_process.hpp"

#include <clerk/testing/fake_backend.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <stdexcept>
#include <string>

namespace clerk::test {

namespace {

void write_whole(int to, std::string const& text)
{
    for (std::size_t at = 0; at < text.size();)
    {
        auto const size = ::write(to, text.data() + at, text.size() - at);
        if (size <= 0) return;
        at += static_cast<std::size_t>(size);
    }
}

std::string read_whole(int from)
{
    std::string text;
    std::array<char, 4096> bytes;
    while (true)
    {
        auto const size = ::read(from, bytes.data(), bytes.size());
        if (size <= 0) return text;
        text.append(bytes.data(), static_cast<std::size_t>(size));
    }
}

[[noreturn]] void serve(int to, int life_line)
{
    {
        testing::FakeBackend const backend;
        write_whole(to, backend.url() + '\n' + backend.ca_pem());
        ::close(to);
        static_cast<void>(read_whole(life_line));
    }
    ::_exit(EXIT_SUCCESS);
}

} // namespace

PeerProcess::PeerProcess()
{
    std::array<int, 2> told{};
    std::array<int, 2> life{};
    if (::pipe(told.data()) != 0 || ::pipe(life.data()) != 0) throw std::runtime_error{"no pipe can be had"};
    process_ = ::fork();
    if (process_ < 0) throw std::runtime_error{"no process can be had"};
    if (process_ == 0)
    {
        ::close(told[0]);
        ::close(life[1]);
        serve(told[1], life[0]);
    }
    ::close(told[1]);
    ::close(life[0]);
    life_line_ = life[1];
    auto const text = read_whole(told[0]);
    ::close(told[0]);
    url_ = text.substr(0, text.find('\n'));
    ca_pem_ = text.substr(url_.size() + 1);
}

PeerProcess::~PeerProcess()
{
    ::close(life_line_);
    ::waitpid(process_, nullptr, 0);
}

ClientOptions PeerProcess::client_options() const
{
    ClientOptions options;
    options.api_url = url_;
    options.tls.ca_pem = ca_pem_;
    return options;
}

} // namespace clerk::test

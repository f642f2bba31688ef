#include "tools/invite_csv/process.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace clerk::test {

namespace {

[[noreturn]] void fail(int error, std::string const& what)
{
    throw std::system_error{error, std::generic_category(), what};
}

std::vector<char*> pointers(std::vector<std::string>& texts)
{
    std::vector<char*> all;
    for (auto& text : texts) all.push_back(text.data());
    all.push_back(nullptr);
    return all;
}

/// Returns the environment of this process without Clerk's variables. It may contain options of sanitizers.
std::vector<std::string> environment(std::string const& key)
{
    std::vector<std::string> all;
    for (char** one = environ; *one != nullptr; ++one)
        if (!std::string_view{*one}.starts_with("CLERK_")) all.emplace_back(*one);
    if (!key.empty()) all.push_back("CLERK_SECRET_KEY=" + key);
    return all;
}

} // namespace

TemporaryFolder::TemporaryFolder()
{
    auto path = (std::filesystem::temp_directory_path() / "clerk-invite-csv-XXXXXX").string();
    if (::mkdtemp(path.data()) == nullptr) fail(errno, path);
    path_ = path;
}

TemporaryFolder::~TemporaryFolder()
{
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

void write_file(std::filesystem::path const& path, std::string_view text)
{
    std::ofstream out{path, std::ios::binary};
    if (!(out << text << std::flush)) throw std::runtime_error{path.string() + ": cannot be written"};
}

Process::Process(std::vector<std::string> arguments, std::string const& key)
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) fail(errno, "pipe2");
    pipe_ = ends[0];
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
    // Otherwise it would keep the port of the backend open.
    ::posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
    arguments.insert(arguments.begin(), INVITE_CSV);
    auto variables = environment(key);
    auto const argv = pointers(arguments);
    auto const envp = pointers(variables);
    int const failed = ::posix_spawn(&process_, INVITE_CSV, &actions, nullptr, argv.data(), envp.data());
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    if (failed != 0) fail(failed, INVITE_CSV);
}

Process::~Process()
{
    if (pipe_ >= 0) ::close(pipe_);
    if (process_ == 0) return;
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
}

void Process::send_signal(int number) const
{
    ::kill(process_, number);
}

bool Process::read_more()
{
    if (pipe_ < 0) return false;
    constexpr int ceiling_in_ms = 60'000;
    pollfd ready{.fd = pipe_, .events = POLLIN, .revents = 0};
    if (::poll(&ready, 1, ceiling_in_ms) != 1) return false;
    std::array<char, 4096> bytes{};
    auto const count = ::read(pipe_, bytes.data(), bytes.size());
    if (count > 0) output_.append(bytes.data(), static_cast<std::size_t>(count));
    return count > 0;
}

bool Process::wait_for_output(std::string_view text)
{
    while (output_.find(text) == std::string::npos)
        if (!read_more()) return false;
    return true;
}

void Process::stop_reading()
{
    ::close(std::exchange(pipe_, -1));
}

int Process::wait()
{
    while (read_more())
    {}
    int status = 0;
    ::waitpid(std::exchange(process_, 0), &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

} // namespace clerk::test

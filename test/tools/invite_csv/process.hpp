#pragma once

#include <clerk/testing/fake_backend.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

namespace clerk::test {

/// A folder that exists as long as this object.
class TemporaryFolder
{
public:
    TemporaryFolder();
    TemporaryFolder(TemporaryFolder const&) = delete;
    TemporaryFolder& operator=(TemporaryFolder const&) = delete;
    ~TemporaryFolder();

    [[nodiscard]] std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

private:
    std::filesystem::path path_;
};

void write_file(std::filesystem::path const& path, std::string_view text);

/// The program invite_csv, running.
class Process
{
public:
    /// @param key value of CLERK_SECRET_KEY; empty: not set
    Process(std::vector<std::string> arguments, std::string const& key);
    Process(Process const&) = delete;
    Process& operator=(Process const&) = delete;
    ~Process();

    void send_signal(int number) const;

    /// Reads the output until it contains the text.
    /// @returns false if the program has exited or takes too long
    [[nodiscard]] bool wait_for_output(std::string_view text);

    /// Closes the reading end of its output.
    void stop_reading();

    /// Waits for the end of the program. @returns its exit status, or the negative signal that ended it
    int wait();

    /// Returns everything that it has printed so far.
    [[nodiscard]] std::string const& output() const noexcept { return output_; }

private:
    [[nodiscard]] bool read_more();

    pid_t process_{0};
    int pipe_{-1};
    std::string output_;
};

} // namespace clerk::test

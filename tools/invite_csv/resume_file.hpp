#pragma once

#include "resume_state.hpp"

#include <cstdint>
#include <filesystem>
#include <span>

namespace invite_csv {

/// A journal of the steps of a run. Each step is flushed to the disk before the next one. One process at a time may use it. A
/// crash may leave an incomplete last line, which the next run removes.
class ResumeFile
{
public:
    /// Opens or creates the file.
    ///
    /// @param file  the checksum of its CSV file
    /// @throws UnusableResumeFile
    /// @throws std::system_error
    ResumeFile(std::filesystem::path path, std::uint64_t file);
    ResumeFile(ResumeFile const&) = delete;
    ResumeFile& operator=(ResumeFile const&) = delete;
    ~ResumeFile();

    [[nodiscard]] ResumeState const& state() const noexcept { return state_; }

    [[nodiscard]] std::filesystem::path const& path() const noexcept { return path_; }

    /// Appends records and flushes them to the disk.
    ///
    /// @throws std::system_error if that fails; the state is then unchanged
    void append(std::span<ResumeRecord const> records);

    /// As `append`, but only in memory: for changes that have no effect on later runs.
    void apply(ResumeRecord const& record) { state_.apply(record); }

private:
    void open(std::uint64_t file);

    std::filesystem::path path_;
    int descriptor_{-1};
    ResumeState state_;
};

} // namespace invite_csv

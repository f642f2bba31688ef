#pragma once

#include "resume_state.hpp"

#include <cstdint>
#include <filesystem>
#include <span>

namespace invite_csv {

/// The steps of a run, on the disk before the next step. Lines are only appended. Used by one process at a time. A crash may
/// leave an incomplete last line, which the next run removes.
class ResumeFile
{
public:
    /// Opens or makes it.
    ///
    /// @param file  the checksum of the CSV file it belongs to
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
    void remember(ResumeRecord const& record) { state_.apply(record); }

private:
    void open(std::uint64_t file);

    std::filesystem::path path_;
    int descriptor_{-1};
    ResumeState state_;
};

} // namespace invite_csv

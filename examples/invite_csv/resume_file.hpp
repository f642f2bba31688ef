#pragma once

#include "resume_state.hpp"

#include <cstdint>
#include <filesystem>
#include <span>

namespace invite_csv {

/// What was begun and what came of it, on the disk before the next step: lines are only ever added, and flushed.
///
/// One process at a time has it. A crash may tear the last line, which is cut off when it is opened again.
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

    /// Writes these down, and returns when they are on the disk.
    ///
    /// @throws std::system_error where that failed; the state is as before.
    void append(std::span<ResumeRecord const> records);

    /// As `append`, but not on the disk: for what changes nothing about what may be sent.
    void remember(ResumeRecord const& record) { state_.apply(record); }

private:
    void open(std::uint64_t file);

    std::filesystem::path path_;
    int descriptor_{-1};
    ResumeState state_;
};

} // namespace invite_csv

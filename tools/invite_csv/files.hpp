#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace invite_csv {

/// All bytes of a file. @throws std::system_error naming it
[[nodiscard]] std::string read_file(std::filesystem::path const& path);

/// Writes all of it to an open file. @throws std::system_error naming the path
void write_all(int descriptor, std::string_view text, std::filesystem::path const& path);

/// Writes all data to the disk.
/// @throws std::system_error naming the path
void flush_to_disk(int descriptor, std::filesystem::path const& path);

/// Returns when the disk knows that a file was made or renamed in that folder.
void flush_folder_of(std::filesystem::path const& path);

/// Replaces a file atomically: readers see the old or the new content. Readable by its owner only.
void replace_file(std::filesystem::path const& path, std::string_view text);

} // namespace invite_csv

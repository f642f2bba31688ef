#include "resume_file.hpp"

#include "files.hpp"

#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace invite_csv {

ResumeFile::ResumeFile(std::filesystem::path path, std::uint64_t file) : path_{std::move(path)}
{
    descriptor_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (descriptor_ < 0) throw std::system_error{errno, std::generic_category(), path_.string()};
    try
    {
        open(file);
    }
    catch (...)
    {
        ::close(descriptor_);
        throw;
    }
}

ResumeFile::~ResumeFile()
{
    ::close(descriptor_);
}

void ResumeFile::open(std::uint64_t file)
{
    // The lock ends with the process, however that ends.
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) throw UnusableResumeFile{"in use by another clerk-invite process"};
    auto replayed = replay(read_file(path_), file);
    state_ = std::move(replayed.state);
    if (::ftruncate(descriptor_, static_cast<off_t>(replayed.complete_size)) != 0)
        throw std::system_error{errno, std::generic_category(), path_.string()};
    if (replayed.complete_size == 0) write_all(descriptor_, resume_header(file), path_);
    flush_to_disk(descriptor_, path_);
    flush_folder_of(path_);
}

void ResumeFile::append(std::span<ResumeRecord const> records)
{
    std::string lines;
    for (auto const& record : records) lines += to_line(record);
    write_all(descriptor_, lines, path_);
    flush_to_disk(descriptor_, path_);
    for (auto const& record : records) state_.apply(record);
}

} // namespace invite_csv

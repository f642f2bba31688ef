#include "files.hpp"

#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace invite_csv {

namespace {

[[noreturn]] void fail(std::filesystem::path const& path)
{
    throw std::system_error{errno, std::generic_category(), path.string()};
}

void overwrite(std::filesystem::path const& path, std::string_view text)
{
    std::ofstream out{path, std::ios::binary};
    errno = EIO;
    if (!(out << text << std::flush)) fail(path);
}

} // namespace

std::string read_file(std::filesystem::path const& path)
{
    errno = 0;
    std::ifstream in{path, std::ios::binary};
    if (!in) fail(path);
    std::string text{std::istreambuf_iterator<char>{in}, {}};
    if (in.bad() || std::filesystem::is_directory(path))
    {
        errno = std::filesystem::is_directory(path) ? EISDIR : EIO;
        fail(path);
    }
    return text;
}

void write_all(int descriptor, std::string_view text, std::filesystem::path const& path)
{
    while (!text.empty())
    {
        auto const written = ::write(descriptor, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) fail(path);
        text.remove_prefix(static_cast<std::size_t>(written));
    }
}

void flush_to_disk(int descriptor, std::filesystem::path const& path)
{
    // Pipes and the like cannot be flushed, and lose nothing.
    if (::fsync(descriptor) != 0 && errno != EINVAL) fail(path);
}

void flush_folder_of(std::filesystem::path const& path)
{
    auto const folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path{"."};
    int const descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) fail(folder);
    int const status = ::fsync(descriptor);
    int const why = errno;
    ::close(descriptor);
    errno = why;
    if (status != 0 && why != EINVAL) fail(folder);
}

void replace_file(std::filesystem::path const& path, std::string_view text)
{
    // Links such as /dev/stdout, and pipes, are kept.
    auto const status = std::filesystem::symlink_status(path);
    if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status)) return overwrite(path, text);
    std::string temporary = path.string() + ".XXXXXX";
    int const descriptor = ::mkostemp(temporary.data(), O_CLOEXEC);
    if (descriptor < 0) fail(path);
    try
    {
        write_all(descriptor, text, path);
        flush_to_disk(descriptor, path);
        ::close(descriptor);
    }
    catch (...)
    {
        ::close(descriptor);
        ::unlink(temporary.c_str());
        throw;
    }
    std::filesystem::rename(temporary, path);
    flush_folder_of(path);
}

} // namespace invite_csv

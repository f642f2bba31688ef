#include "ca_file.hpp"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <system_error>

#include <unistd.h>

namespace clerk::tool {

namespace {

[[noreturn]] void fail(std::string const& path)
{
    throw std::system_error{errno, std::generic_category(), "writing the CA to " + path};
}

std::string make_temporary_file()
{
    std::string path = std::filesystem::temp_directory_path() / "clerk-fake-backend-XXXXXX";
    int const file = ::mkstemp(path.data());
    if (file < 0) fail(path);
    ::close(file);
    return path;
}

} // namespace

CaFile::CaFile(std::string_view pem, std::optional<std::string> const& path)
    : path_{path ? std::filesystem::absolute(*path).string() : make_temporary_file()}, temporary_{!path}
{
    errno = 0;
    std::ofstream out{path_, std::ios::binary};
    if (out << pem << std::flush) return;
    if (temporary_) ::unlink(path_.c_str());
    fail(path_);
}

CaFile::~CaFile()
{
    if (temporary_) ::unlink(path_.c_str());
}

} // namespace clerk::tool

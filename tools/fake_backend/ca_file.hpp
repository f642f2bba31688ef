#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace clerk::tool {

/// The CA as a file: a permanent one at the requested path, or a temporary one that is removed with this object.
class CaFile
{
public:
    /// Throws `std::system_error` if the file cannot be written.
    CaFile(std::string_view pem, std::optional<std::string> const& path);
    CaFile(CaFile const&) = delete;
    CaFile& operator=(CaFile const&) = delete;
    ~CaFile();

    /// Absolute, so that it can be named from any folder.
    [[nodiscard]] std::string const& path() const noexcept { return path_; }

private:
    std::string path_;
    bool temporary_;
};

} // namespace clerk::tool

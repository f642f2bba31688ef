#pragma once

#include "people.hpp"

#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace invite_csv {

/// The parsed command line.
struct Arguments
{
    bool help{false};
    bool version{false};
    std::filesystem::path people;
    Defaults defaults;
    std::optional<std::string> email_column;
    bool dry_run{false};
    bool strict{false};
    bool verbose{false};
    std::filesystem::path resume;
    std::filesystem::path results;
    int concurrency{4};
    std::optional<std::string> api_url;
    std::optional<std::string> ca_file;
};

/// The command line makes no sense.
class UsageError : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

/// @throws UsageError saying why it makes no sense.
[[nodiscard]] Arguments parse_arguments(int argc, char const* const* argv);

/// Returns the first line of the help page, for usage errors.
[[nodiscard]] std::string_view usage_line() noexcept;

} // namespace invite_csv

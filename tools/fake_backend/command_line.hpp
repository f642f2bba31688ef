#pragma once

#include <clerk/testing/endpoint.hpp>
#include <clerk/testing/fake_backend_options.hpp>

#include <chrono>
#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace clerk::tool {

/// The arguments are wrong: the text says which and why.
class Misuse : public std::invalid_argument
{
    using std::invalid_argument::invalid_argument;
};

/// A limit to set on the backend.
struct Limit
{
    testing::Endpoint endpoint;
    std::size_t count;
    std::chrono::milliseconds window;
};

/// The parsed command line.
struct CommandLine
{
    bool help{false};
    bool version{false};
    bool print_json{false};
    bool no_limits{false};
    testing::FakeBackendOptions backend;
    std::vector<Limit> limits;
    std::string seed_file;              ///< empty = none
    std::optional<std::string> ca_file; ///< unset = a temporary one
    std::string record_file;            ///< empty = none
    bool verbose{false};
};

/// Reads the arguments. Throws `Misuse`.
[[nodiscard]] CommandLine read_command_line(int argc, char const* const* argv);

} // namespace clerk::tool

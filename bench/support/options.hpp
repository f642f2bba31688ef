#pragma once

#include <string>

namespace bench {

/// Options of all clients; see bench/README.md.
struct Options
{
    std::string host{"localhost"};
    std::string port;
    std::string url;
    std::string ca_file;
    std::string form;    ///< of the clients that have several
    long concurrency{1}; ///< simultaneous calls without a rate
    long connections{1};
    long threads{1};
    long warm_up{0};  ///< calls that are not measured
    long requests{0}; ///< measured calls; 0 = as many as fit `seconds`
    double seconds{0};
    double rate{0}; ///< calls begun a second, however long each takes; 0 = `concurrency` decides
    bool resumption{true};
    bool control{false}; ///< build the params and make no call
    bool phases{false};  ///< print where the time of calls goes, from an observer's events
};

/// @throws std::invalid_argument naming the invalid option
[[nodiscard]] Options parse_options(int argc, char** argv);

} // namespace bench

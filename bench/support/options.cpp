#include "support/options.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <stdexcept>
#include <string_view>

namespace bench {

namespace {

constexpr std::string_view scheme{"https://"};

void take_url(Options& options, std::string const& url)
{
    std::size_t const colon = url.rfind(':');
    if (!url.starts_with(scheme) || colon <= scheme.size()) throw std::invalid_argument{"--url must be https://host:port"};
    options.url = url;
    options.host = url.substr(scheme.size(), colon - scheme.size());
    options.port = url.substr(colon + 1);
}

} // namespace

Options parse_options(int argc, char** argv)
{
    Options options;
    auto const number = [](long& to) { return [&to](std::string const& text) { to = std::stol(text); }; };
    auto const real = [](double& to) { return [&to](std::string const& text) { to = std::stod(text); }; };
    auto const text = [](std::string& to) { return [&to](std::string const& from) { to = from; }; };
    std::map<std::string, std::function<void(std::string const&)>> const takers{
        {"--url", [&options](std::string const& url) { take_url(options, url); }},
        {"--ca", text(options.ca_file)},
        {"--form", text(options.form)},
        {"--concurrency", number(options.concurrency)},
        {"--connections", number(options.connections)},
        {"--threads", number(options.threads)},
        {"--warm-up", number(options.warm_up)},
        {"--requests", number(options.requests)},
        {"--seconds", real(options.seconds)},
        {"--rate", real(options.rate)},
    };

    for (int i = 1; i < argc; ++i)
    {
        std::string const name{argv[i]};
        if (name == "--no-resumption")
            options.resumption = false;
        else if (name == "--control")
            options.control = true;
        else if (name == "--phases")
            options.phases = true;
        else if (auto const taker = takers.find(name); taker != takers.end() && i + 1 < argc)
            taker->second(argv[++i]);
        else
            throw std::invalid_argument{"unknown, or without its value: " + name};
    }
    if (options.url.empty() || options.ca_file.empty()) throw std::invalid_argument{"--url and --ca are required"};
    if (options.requests <= 0 && options.seconds <= 0) throw std::invalid_argument{"--requests or --seconds is required"};
    options.concurrency = std::max(options.concurrency, 1L);
    options.connections = std::max(options.connections, 1L);
    return options;
}

} // namespace bench

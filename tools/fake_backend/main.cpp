// clerk-fake-backend: clerk::testing::FakeBackend as a program, for tests of programs in any language.
#include "announcement.hpp"
#include "ca_file.hpp"
#include "command_line.hpp"
#include "help_page.hpp"
#include "request_line.hpp"

#include <clerk/log_observer.hpp>
#include <clerk/testing/fake_backend.hpp>
#include <clerk/version.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <cerrno>
#include <csignal>
#include <exception>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace {

using clerk::testing::Endpoint;
using clerk::testing::FakeBackend;
using clerk::tool::CommandLine;
using clerk::tool::Misuse;

constexpr int success = 0;
constexpr int failed = 1;
constexpr int misused = 2;

std::string content_of(std::string const& path)
{
    std::ifstream in{path, std::ios::binary};
    in.peek(); // a folder can be opened, but not read
    if (!in.is_open() || in.bad()) throw Misuse{"--seed: " + path + " cannot be read"};
    return {std::istreambuf_iterator<char>{in}, {}};
}

/// Writes each request to the file before its response is sent.
void record(CommandLine& line)
{
    if (line.record_file.empty()) return;
    auto const file = std::make_shared<std::ofstream>(line.record_file, std::ios::app);
    if (!*file) throw Misuse{"--record: " + line.record_file + " cannot be written"};
    line.backend.on_request = [file, key = line.backend.secret_key](clerk::testing::RecordedRequest const& request) {
        *file << clerk::tool::to_line(request, key) << '\n' << std::flush;
    };
}

/// The route of a request, without an id.
std::string route_of(clerk::testing::RecordedRequest const& request)
{
    auto const path = request.target.substr(0, request.target.find('?'));
    if (path.ends_with("/v1/invitations") || path.ends_with("/v1/invitations/bulk"))
        return request.method + ' ' + path.substr(path.rfind("/v1/"));
    if (path.ends_with("/revoke")) return request.method + " /v1/invitations/{id}/revoke";
    return request.method + " request";
}

/// Writes a line for each request to standard error before its response is sent.
void log(CommandLine& line)
{
    if (!line.verbose) return;
    auto const logger = std::make_shared<clerk::LogObserver>([](clerk::LogLevel level, std::string_view text) {
        std::cerr << (std::string{"level="} += to_string(level)).append(" ").append(text).append("\n");
    });
    line.backend.on_request = [logger,
                               next = std::move(line.backend.on_request)](clerk::testing::RecordedRequest const& request) {
        auto const route = route_of(request);
        clerk::AttemptEnd event;
        event.operation = route;
        event.attempt = 1;
        event.status = request.status;
        event.connection_id = request.connection;
        event.resumed = request.session_resumed;
        logger->on_attempt_end(event);
        if (next) next(request);
    };
}

/// Replaces the name of an option field by that of the command line option.
std::string as_of_command_line(std::string_view text)
{
    using Pair = std::pair<std::string_view, std::string_view>;
    for (auto const& [field, option] :
         {Pair{"address", "--address"}, Pair{"secret_key", "--key"}, Pair{"path_prefix", "--prefix"},
          Pair{"plain_http", "--http"}, Pair{"certificate_names", "--name"}})
        if (text.starts_with(field)) return std::string{option}.append(text.substr(field.size()));
    return std::string{text};
}

/// Starts the backend. Errors name options of the command line.
std::unique_ptr<FakeBackend> start(CommandLine const& line)
{
    std::string const seed = line.seed_file.empty() ? "{}" : content_of(line.seed_file);
    std::unique_ptr<FakeBackend> backend;
    try
    {
        backend = std::make_unique<FakeBackend>(line.backend);
    }
    catch (std::invalid_argument const& error)
    {
        throw Misuse{as_of_command_line(error.what())};
    }
    try
    {
        backend->seed(seed);
    }
    catch (std::invalid_argument const& error)
    {
        throw Misuse{"--seed: " + line.seed_file + ": " + error.what()};
    }
    for (auto const& limit : line.limits) backend->set_limit(limit.endpoint, limit.count, limit.window);
    if (line.no_limits)
        for (auto const endpoint : {Endpoint::create, Endpoint::create_bulk, Endpoint::others}) backend->remove_limit(endpoint);
    return backend;
}

int serve(CommandLine line)
{
    boost::asio::io_context context;
    boost::asio::signal_set signals{context, SIGINT, SIGTERM};
    signals.async_wait([](boost::system::error_code, int) {});

    record(line);
    log(line);
    auto const backend = start(line);
    std::optional<clerk::tool::CaFile> ca;
    try
    {
        if (!line.backend.plain_http) ca.emplace(backend->ca_pem(), line.ca_file);
    }
    catch (std::system_error const& error)
    {
        if (line.ca_file) throw Misuse{std::string{"--ca-file: "} + error.what()};
        throw;
    }
    std::string const ca_path = ca ? ca->path() : std::string{};
    std::cout << (line.print_json ? clerk::tool::json_announcement(*backend, ca_path)
                                  : clerk::tool::announcement(*backend, ca_path))
              << std::flush;
    context.run();
    return success;
}

int run(CommandLine line)
{
    if (line.help)
        std::cout << clerk::tool::help_page;
    else if (line.version)
        std::cout << "clerk-fake-backend " << clerk::version() << '\n';
    else
        return serve(std::move(line));
    return success;
}

} // namespace

int main(int argc, char** argv)
{
    try
    {
        return run(clerk::tool::read_command_line(argc, argv));
    }
    catch (Misuse const& error)
    {
        std::cerr << "clerk-fake-backend: " << error.what() << "\nTry clerk-fake-backend --help.\n";
        return misused;
    }
    catch (std::exception const& error)
    {
        std::cerr << "clerk-fake-backend: " << error.what() << '\n';
        return failed;
    }
}

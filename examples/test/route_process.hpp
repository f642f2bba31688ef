// The two sides of the example invite_route: the process it is, and a visitor of it.
#pragma once

#include <clerk/testing/fake_backend.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <boost/json/parse.hpp>

#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

struct Answer
{
    int status{0};
    std::string head;
    std::string body;

    [[nodiscard]] std::string operator[](std::string_view field) const
    {
        auto const value = boost::json::parse(body).as_object();
        auto const* const found = value.if_contains(field);
        return found != nullptr && found->is_string() ? std::string{found->get_string()} : std::string{};
    }
};

class Visitor
{
public:
    explicit Visitor(std::uint16_t port) { socket_.connect({boost::asio::ip::address_v4::loopback(), port}); }

    void send(std::string_view bytes) { boost::asio::write(socket_, boost::asio::buffer(bytes)); }

    void post(std::string_view body)
    {
        send("POST /api/example HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
             std::string{body});
    }

    Answer read()
    {
        std::string text;
        boost::system::error_code ec;
        boost::asio::read(socket_, boost::asio::dynamic_buffer(text), ec);
        if (ec != boost::asio::error::eof) throw boost::system::system_error{ec, "reading the response"};
        Answer answer;
        auto const end = text.find("\r\n\r\n");
        if (!text.starts_with("HTTP/1.1 ") || end == std::string::npos) return answer;
        std::from_chars(text.data() + 9, text.data() + 12, answer.status);
        answer.head = text.substr(0, end + 2);
        answer.body = text.substr(end + 4);
        return answer;
    }

private:
    boost::asio::io_context context_;
    boost::asio::ip::tcp::socket socket_{context_};
};

/// The example as a process of its own.
class Route
{
public:
    Route(std::string const& program, clerk::testing::FakeBackend const& backend, std::string seconds)
    {
        std::array<int, 2> output{};
        if (::pipe2(output.data(), O_CLOEXEC) != 0) throw std::system_error{errno, std::generic_category(), "pipe2"};
        posix_spawn_file_actions_t actions;
        ::posix_spawn_file_actions_init(&actions);
        ::posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
        // Otherwise it would keep the port of the backend open.
        ::posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);

        ca_file_ = std::filesystem::temp_directory_path() / "clerk-invite-route-XXXXXX";
        int const file = ::mkstemp(ca_file_.data());
        auto const pem = backend.ca_pem();
        bool const whole = ::write(file, pem.data(), pem.size()) == static_cast<ssize_t>(pem.size());
        ::close(file);
        if (!whole) throw std::runtime_error{ca_file_ + ": cannot be written"};
        ::setenv("CLERK_API_URL", backend.url().c_str(), 1);
        ::setenv("CLERK_SECRET_KEY", backend.secret_key().c_str(), 1);
        ::setenv("SSL_CERT_FILE", ca_file_.c_str(), 1);

        std::string name = program;
        std::string port = "0";
        std::array<char*, 4> arguments{name.data(), port.data(), seconds.data(), nullptr};
        int const failed = ::posix_spawn(&process_, name.c_str(), &actions, nullptr, arguments.data(), environ);
        ::posix_spawn_file_actions_destroy(&actions);
        ::close(output[1]);
        if (failed != 0) throw std::system_error{failed, std::generic_category(), program};
        read_port(output[0]);
    }

    Route(Route const&) = delete;
    Route& operator=(Route const&) = delete;

    ~Route()
    {
        if (process_ != 0)
        {
            ::kill(process_, SIGKILL);
            ::waitpid(process_, nullptr, 0);
        }
        ::unlink(ca_file_.c_str());
    }

    [[nodiscard]] std::uint16_t port() const { return port_; }

    [[nodiscard]] Answer post(std::string_view body) const
    {
        Visitor visitor{port_};
        visitor.post(body);
        return visitor.read();
    }

    [[nodiscard]] Answer ask(std::string_view bytes) const
    {
        Visitor visitor{port_};
        visitor.send(bytes);
        return visitor.read();
    }

    void terminate() const { ::kill(process_, SIGTERM); }

    /// Waits for its end. @returns its exit status
    int wait()
    {
        int status = 0;
        ::waitpid(std::exchange(process_, 0), &status, 0);
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }

private:
    // "POST http://127.0.0.1:PORT/api/example"
    void read_port(int output)
    {
        std::string line;
        for (char c = 0; ::read(output, &c, 1) == 1 && c != '\n';) line += c;
        ::close(output);
        auto const begin = line.rfind(':') + 1;
        std::from_chars(line.data() + begin, line.data() + line.size(), port_);
        if (port_ == 0) throw std::runtime_error{"the example did not start: " + line};
    }

    pid_t process_{0};
    std::uint16_t port_{0};
    std::string ca_file_;
};

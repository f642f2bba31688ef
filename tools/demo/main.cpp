// scripts/demo: creates an invitation through the real path, on the stand-in backend or at Clerk; looks at Clerk only; or serves
// the stand-in.
#include <clerk/clerk.hpp>
#include <clerk/testing/fake_backend.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/program_options/options_description.hpp>
#include <boost/program_options/parsers.hpp>
#include <boost/program_options/positional_options.hpp>
#include <boost/program_options/variables_map.hpp>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>

#include <unistd.h>

namespace {

namespace asio = boost::asio;
namespace po = boost::program_options;

constexpr int success = 0;
constexpr int failed = 1;
constexpr int misused = 2;

constexpr std::string_view usage =
    R"(clerk_demo                    creates an invitation on a stand-in for Clerk's API inside this process
clerk_demo --serve [PORT]     serves the stand-in for other programs until SIGINT or SIGTERM (PORT 0: any)
clerk_demo --live             lists the newest invitation at Clerk with the key in CLERK_SECRET_KEY: changes nothing
clerk_demo --live --to ADDRESS
                              creates an invitation at Clerk with the key in CLERK_SECRET_KEY: sends an e-mail

Exit status: 0 success, 1 failure, 2 invalid arguments or environment.
)";

/// Returns the URL without its ticket.
std::string masked(std::string_view url)
{
    auto const host_end = url.find_first_of("/?#", url.find("://") == std::string_view::npos ? 0 : url.find("://") + 3);
    auto const query = url.find('?');
    if (query == std::string_view::npos) return std::string{url.substr(0, host_end)} + "/***";
    return std::string{url.substr(0, query)} + "?ticket=***";
}

void print_time(std::ostream& out, clerk::Timestamp time)
{
    auto const day = std::chrono::floor<std::chrono::days>(time);
    std::chrono::year_month_day const date{day};
    std::chrono::hh_mm_ss const clock{std::chrono::floor<std::chrono::seconds>(time - day)};
    auto const two_digits = [&out](char before, auto number) { out << before << std::setw(2) << number; };
    out << std::setfill('0') << static_cast<int>(date.year());
    two_digits('-', static_cast<unsigned>(date.month()));
    two_digits('-', static_cast<unsigned>(date.day()));
    two_digits(' ', clock.hours().count());
    two_digits(':', clock.minutes().count());
    two_digits(':', clock.seconds().count());
    out << " UTC";
}

void print(clerk::Invitation const& invitation)
{
    std::cout << "id       " << invitation.id << "\nstatus   " << invitation.status << "\nexpires  ";
    if (invitation.expires_at)
        print_time(std::cout, *invitation.expires_at);
    else
        std::cout << "never";
    std::cout << "\nurl      " << (invitation.url ? masked(*invitation.url) : "none") << '\n';
}

void print(clerk::InvitationPage const& page)
{
    std::cout << "total    " << page.total_count << '\n';
    if (!page.data.empty()) print(page.data.front());
}

template <class Value>
int tell(clerk::Result<Value> const& result)
{
    if (!result)
    {
        std::cerr << result.error() << '\n';
        return failed;
    }
    print(*result);
    return success;
}

int create(clerk::ClientOptions const& options, std::string const& address)
{
    asio::io_context context;
    clerk::Client const client{context.get_executor(), options};
    clerk::CreateInvitationParams params{address};
    params.public_metadata = {{"created_by", "clerk_demo"}};
    int status = failed;
    client.invitations().create(params, [&status](clerk::Result<clerk::Invitation> const& result) { status = tell(result); });
    context.run();
    return status;
}

int look(clerk::ClientOptions const& options)
{
    asio::io_context context;
    clerk::Client const client{context.get_executor(), options};
    clerk::ListInvitationsParams params;
    params.order_by = "-created_at";
    params.limit = 1;
    int status = failed;
    client.invitations().list(params, [&status](clerk::Result<clerk::InvitationPage> const& result) { status = tell(result); });
    context.run();
    return status;
}

int demonstrate()
{
    clerk::testing::FakeBackend const backend;
    std::cout << "A stand-in for Clerk's API, inside this process at " << backend.url() << ": no e-mail is sent.\n";
    return create(backend.client_options(), "invite@example.com");
}

clerk::ClientOptions live_options()
{
    auto options = clerk::ClientOptions::from_environment();
    if (options.secret_key.absent()) throw std::invalid_argument{"--live requires CLERK_SECRET_KEY to be set"};
    return options;
}

int look_live()
{
    auto const options = live_options();
    std::cout << "LIVE: lists the invitations at " << options.api_url << "; changes nothing\n" << std::flush;
    return look(options);
}

int create_live(std::string const& address)
{
    auto const options = live_options();
    std::cout << "LIVE: creates an invitation at " << options.api_url << ", which sends an e-mail to " << address << '\n'
              << std::flush;
    return create(options, address);
}

/// A file that is there for as long as this object.
class TemporaryFile
{
public:
    explicit TemporaryFile(std::string_view content)
    {
        path_ = std::filesystem::temp_directory_path() / "clerk-stand-in-XXXXXX";
        int const file = ::mkstemp(path_.data());
        if (file < 0) throw std::system_error{errno, std::generic_category(), path_};
        ::close(file);
        std::ofstream out{path_};
        if (!(out << content << std::flush)) throw std::runtime_error{path_ + ": cannot be written"};
    }

    TemporaryFile(TemporaryFile const&) = delete;
    TemporaryFile& operator=(TemporaryFile const&) = delete;

    ~TemporaryFile() { ::unlink(path_.c_str()); }

    [[nodiscard]] std::string const& path() const noexcept { return path_; }

private:
    std::string path_;
};

int serve(std::uint16_t port)
{
    asio::io_context context;
    asio::signal_set signals{context, SIGINT, SIGTERM};
    signals.async_wait([](boost::system::error_code, int) {});

    clerk::testing::FakeBackendOptions options;
    options.port = port;
    clerk::testing::FakeBackend const backend{options};
    TemporaryFile const ca{backend.ca_pem()};
    auto const url = backend.url();
    auto const key = backend.secret_key();
    std::cout << "A stand-in for Clerk's API. It sends no e-mail. Press Ctrl-C to stop it.\n"
              << "url      " << url << "\nkey      " << key << "\nca file  " << ca.path() << "\n\n"
              << "Set these variables for clients:\n\n"
              << "export CLERK_API_URL=" << url << " CLERK_SECRET_KEY=" << key << " SSL_CERT_FILE=" << ca.path() << "\n\n"
              << "Create an invitation with curl:\n\n"
              << "curl --cacert " << ca.path() << " -H 'Authorization: Bearer " << key
              << "' -H 'Content-Type: application/json' -d '{\"email_address\":\"invite@example.com\"}' " << url
              << "/v1/invitations\n"
              << std::flush;
    context.run();
    return success;
}

po::variables_map parse(int argc, char const* const* argv)
{
    po::options_description known;
    auto add = known.add_options();
    add("help", "");
    add("serve", "");
    add("live", "");
    add("to", po::value<std::string>());
    add("port", po::value<int>());
    po::positional_options_description positional;
    positional.add("port", 1);
    po::variables_map given;
    auto const exact = po::command_line_style::unix_style & ~po::command_line_style::allow_guessing;
    po::store(po::command_line_parser(argc, argv).options(known).positional(positional).style(exact).run(), given);
    po::notify(given);
    return given;
}

int run(po::variables_map const& given)
{
    bool const serves = given.contains("serve");
    bool const is_live = given.contains("live");
    if (given.contains("help"))
    {
        std::cout << usage;
        return success;
    }
    if (serves && is_live) throw std::invalid_argument{"--serve and --live exclude each other"};
    if (given.contains("port") && !serves) throw std::invalid_argument{"a port requires --serve"};
    if (given.contains("to") && !is_live) throw std::invalid_argument{"--to requires --live"};
    if (is_live) return given.contains("to") ? create_live(given["to"].as<std::string>()) : look_live();
    if (!serves) return demonstrate();
    int const port = given.contains("port") ? given["port"].as<int>() : 0;
    if (port < 0 || port > 65'535) throw std::invalid_argument{"the port is out of range (0 to 65535)"};
    return serve(static_cast<std::uint16_t>(port));
}

} // namespace

int main(int argc, char** argv)
{
    try
    {
        return run(parse(argc, argv));
    }
    catch (po::error const& error)
    {
        std::cerr << error.what() << "\n\n" << usage;
        return misused;
    }
    catch (std::invalid_argument const& error)
    {
        std::cerr << error.what() << "\n\n" << usage;
        return misused;
    }
    catch (std::exception const& error)
    {
        std::cerr << error.what() << '\n';
        return failed;
    }
}

#include "support/scripted_peer.hpp"

#include "testing/tls/tls_context.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <signal.h>

#include <algorithm>
#include <stdexcept>

namespace clerk::test {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr auto token = asio::as_tuple(asio::use_awaitable);

} // namespace

ScriptedPeer::ScriptedPeer(std::vector<Script> scripts, PeerOptions options)
    : scripts_{std::move(scripts)}, options_{std::move(options)}, tls_{SSL_CTX_new(TLS_server_method())}
{
    if (options_.certificate.certificate.empty())
    {
        testing::CertificateAuthority const authority;
        options_.certificate = authority.issue(testing::CertificateAuthority::localhost());
        if (options_.ca_pem.empty()) options_.ca_pem = authority.certificate();
    }
    SSL_CTX_set_security_level(tls_.get(), options_.security_level);
    SSL_CTX_set_min_proto_version(tls_.get(), options_.min_version);
    SSL_CTX_set_max_proto_version(tls_.get(), options_.max_version);
    static constexpr unsigned char scope[] = "scripted";
    SSL_CTX_set_session_id_context(tls_.get(), scope, sizeof scope - 1);
    if (options_.asks_for_client_certificate) SSL_CTX_set_verify(tls_.get(), SSL_VERIFY_PEER, nullptr);
    testing::detail::use_certificate(*tls_, options_.certificate.certificate + options_.certificate.chain,
                                     options_.certificate.private_key);

    tcp::endpoint const endpoint{asio::ip::make_address(options_.address), 0};
    acceptor_.open(endpoint.protocol());
    acceptor_.bind(endpoint);
    acceptor_.listen();
    port_ = acceptor_.local_endpoint().port();
    asio::co_spawn(context_, accept(), asio::detached);
    thread_ = std::thread{[this] {
        sigset_t all; // signals are for the threads of the program under test
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, nullptr);
        context_.run();
    }};
}

ScriptedPeer::~ScriptedPeer()
{
    asio::post(context_, [this] {
        boost::system::error_code ignored;
        acceptor_.close(ignored);
        for (auto const& weak : connections_)
            if (auto const connection = weak.lock()) connection->abort();
    });
    thread_.join();
}

tcp::endpoint ScriptedPeer::endpoint() const
{
    return {asio::ip::make_address(options_.address), port_};
}

std::string ScriptedPeer::url(std::string const& host) const
{
    return (options_.plain ? "http://" : "https://") + host + ":" + std::to_string(port_);
}

ClientOptions ScriptedPeer::client_options() const
{
    using namespace std::chrono_literals;
    ClientOptions options;
    options.secret_key = SecretKey{"sk_test_scripted_peer"};
    options.api_url = url(options_.address.find(':') == std::string::npos ? options_.address : "[" + options_.address + "]");
    options.tls.ca_pem = options_.ca_pem;
    options.retry.base_delay = 0ms;
    options.timeouts.connect = 5s;
    options.timeouts.response = 8s;
    options.timeouts.total = 10s;
    return options;
}

bool ScriptedPeer::wait_for_requests(std::size_t count) const
{
    return journal_.wait_for([count](auto const& seen) { return seen.requests.size() >= count; });
}

bool ScriptedPeer::wait_for_connections(std::size_t count) const
{
    return journal_.wait_for([count](auto const& seen) { return seen.accepted >= count; });
}

bool ScriptedPeer::wait_for_closed(std::size_t count) const
{
    return journal_.wait_for([count](auto const& seen) { return seen.closed >= count; });
}

bool ScriptedPeer::wait_for_mark(std::string const& name, std::size_t times) const
{
    return journal_.wait_for([&](auto const& seen) { return seen.marks.count(name) >= times; });
}

void ScriptedPeer::open(std::string const& gate)
{
    journal_.open(gate);
    asio::post(context_, [this] {
        for (auto const& weak : connections_)
            if (auto const connection = weak.lock()) connection->wake();
    });
}

asio::awaitable<void> ScriptedPeer::accept()
{
    while (acceptor_.is_open())
    {
        tcp::socket socket{context_};
        auto const [ec] = co_await acceptor_.async_accept(socket, token);
        if (ec) continue;
        auto const number = journal_.accepted();
        auto const connection =
            std::make_shared<PeerConnection>(std::move(socket), options_.plain ? nullptr : tls_.get(), journal_, number);
        std::erase_if(connections_, [](auto const& weak) { return weak.expired(); });
        connections_.push_back(connection);
        asio::co_spawn(context_, serve(connection, scripts_.at(std::min(number, scripts_.size()) - 1)), asio::detached);
    }
}

asio::awaitable<void> ScriptedPeer::serve(std::shared_ptr<PeerConnection> connection, Script script)
{
    bool going = true;
    for (auto at = script.begin(); going && at != script.end(); ++at) going = co_await (*at)(*connection);
    co_await connection->drain();
    journal_.closed();
}

} // namespace clerk::test

// The same work as an experienced user of Boost writes it by hand: `ssl::stream<tcp_stream>`, `http::async_write` and
// `http::async_read` in coroutines, a pool with a queue, Boost.JSON, a time limit on each step.
#include "support/load.hpp"
#include "support/open_loop.hpp"
#include "support/params.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_to.hpp>

#include <cstdlib>
#include <deque>
#include <iostream>
#include <memory>
#include <vector>

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace json = boost::json;
using asio::use_awaitable;
using bench::Load;
using Stream = asio::ssl::stream<beast::tcp_stream>;

struct Invitation
{
    std::string id;
    std::string email_address;
    std::string status;
    std::string url;
    json::object public_metadata;
    std::int64_t created_at{0};
    std::int64_t updated_at{0};
    std::int64_t expires_at{0};
    bool revoked{false};
};

struct Connection
{
    Stream stream;
    beast::flat_buffer buffer;
};

using ConnectionPtr = std::unique_ptr<Connection>;

class Pool
{
public:
    Pool(asio::io_context& context, bench::Options const& options)
        : context_{context}, options_{options}, tls_{asio::ssl::context::tls_client}
    {
        tls_.set_verify_mode(asio::ssl::verify_peer);
        tls_.load_verify_file(options.ca_file);
    }

    asio::awaitable<ConnectionPtr> acquire()
    {
        if (idle_.empty() && open_ >= options_.connections)
        {
            Waiter waiter{asio::steady_timer{context_, asio::steady_timer::time_point::max()}, nullptr};
            waiting_.push_back(&waiter);
            boost::system::error_code ec;
            co_await waiter.freed.async_wait(asio::redirect_error(use_awaitable, ec));
            if (waiter.connection) co_return std::move(waiter.connection);
        }
        if (idle_.empty())
        {
            ++open_;
            co_return co_await connect();
        }
        auto connection = std::move(idle_.back());
        idle_.pop_back();
        co_return connection;
    }

    void release(ConnectionPtr connection, bool keep_alive)
    {
        if (!keep_alive) --open_;
        if (waiting_.empty())
        {
            if (keep_alive) idle_.push_back(std::move(connection));
            return;
        }
        auto& waiter = *waiting_.front();
        waiting_.pop_front();
        if (keep_alive) waiter.connection = std::move(connection);
        waiter.freed.cancel();
    }

private:
    struct Waiter
    {
        asio::steady_timer freed;
        ConnectionPtr connection;
    };

    asio::awaitable<ConnectionPtr> connect()
    {
        asio::ip::tcp::resolver resolver{context_};
        auto const endpoints = co_await resolver.async_resolve(options_.host, options_.port, use_awaitable);
        auto connection = std::make_unique<Connection>(Connection{Stream{context_, tls_}, {}});
        auto& stream = connection->stream;
        SSL_set_tlsext_host_name(stream.native_handle(), options_.host.c_str());
        stream.set_verify_callback(asio::ssl::host_name_verification{options_.host});
        beast::get_lowest_layer(stream).expires_after(std::chrono::seconds{5});
        co_await beast::get_lowest_layer(stream).async_connect(endpoints, use_awaitable);
        beast::get_lowest_layer(stream).socket().set_option(asio::ip::tcp::no_delay{true});
        co_await stream.async_handshake(asio::ssl::stream_base::client, use_awaitable);
        co_return connection;
    }

    asio::io_context& context_;
    bench::Options const& options_;
    asio::ssl::context tls_;
    std::vector<ConnectionPtr> idle_;
    std::deque<Waiter*> waiting_;
    long open_{0};
};

std::string encode(clerk::CreateInvitationParams const& params)
{
    json::object body;
    body["email_address"] = params.email_address;
    body["public_metadata"] = params.public_metadata;
    body["redirect_url"] = *params.redirect_url;
    body["notify"] = *params.notify;
    body["ignore_existing"] = *params.ignore_existing;
    body["expires_in_days"] = *params.expires_in_days;
    body["template_slug"] = "invitation";
    return json::serialize(body);
}

Invitation decode(std::string const& body)
{
    auto value = json::parse(body);
    auto& object = value.as_object();
    Invitation result;
    result.id = json::value_to<std::string>(object.at("id"));
    result.email_address = json::value_to<std::string>(object.at("email_address"));
    result.status = json::value_to<std::string>(object.at("status"));
    result.url = json::value_to<std::string>(object.at("url"));
    result.public_metadata = std::move(object.at("public_metadata").as_object());
    result.created_at = object.at("created_at").to_number<std::int64_t>();
    result.updated_at = object.at("updated_at").to_number<std::int64_t>();
    result.expires_at = object.at("expires_at").to_number<std::int64_t>();
    result.revoked = object.at("revoked").as_bool();
    return result;
}

asio::awaitable<Invitation> create(Pool& pool, std::string const& host, clerk::CreateInvitationParams const& params)
{
    http::request<http::string_body> request{http::verb::post, "/v1/invitations", 11};
    request.set(http::field::host, host);
    request.set(http::field::authorization, "Bearer sk_test_fake_backend_key");
    request.set(http::field::accept, "application/json");
    request.set(http::field::user_agent, "hand-written/1.0");
    request.set("Clerk-API-Version", "2026-05-12");
    request.set(http::field::content_type, "application/json");
    request.body() = encode(params);
    request.prepare_payload();

    auto connection = co_await pool.acquire();
    beast::get_lowest_layer(connection->stream).expires_after(std::chrono::seconds{10});
    co_await http::async_write(connection->stream, request, use_awaitable);
    http::response<http::string_body> response;
    co_await http::async_read(connection->stream, connection->buffer, response, use_awaitable);
    beast::get_lowest_layer(connection->stream).expires_never();
    pool.release(std::move(connection), response.keep_alive());
    if (response.result() != http::status::ok) throw std::runtime_error{"status " + std::to_string(response.result_int())};
    co_return decode(response.body());
}

asio::awaitable<void> call(Pool& pool, std::string const& host, Load& load, Load::TimePoint begun)
{
    auto const params = bench::make_params();
    auto const invitation = co_await create(pool, host, params);
    load.ended(begun, invitation.public_metadata.size() == 2);
}

asio::awaitable<void> call_until_stopped(Pool& pool, std::string const& host, Load& load)
{
    while (auto const begun = load.next()) co_await call(pool, host, load, *begun);
}

void rethrow(std::exception_ptr error)
{
    if (error) std::rethrow_exception(error);
}

} // namespace

int main(int argc, char** argv)
try
{
    auto const options = bench::parse_options(argc, argv);
    std::string const host = options.host + ":" + options.port;
    Load load{options};
    asio::io_context context{1};
    Pool pool{context, options};
    if (options.rate > 0)
    {
        auto begin = [&](Load::TimePoint intended) { asio::co_spawn(context, call(pool, host, load, intended), rethrow); };
        asio::co_spawn(context, bench::begin_at_rate(load, begin), rethrow);
    }
    else
    {
        for (long i = 0; i < options.concurrency; ++i) asio::co_spawn(context, call_until_stopped(pool, host, load), rethrow);
    }
    context.run();
    load.print();
}
catch (std::exception const& error)
{
    std::cerr << error.what() << '\n';
    return EXIT_FAILURE;
}

// A web server with one route: POST /api/example {"email_address": "…"} creates an invitation.
//
//     invite_route [PORT [SECONDS]]
//
// PORT: port on loopback, 0 = a free one; the program prints it. SECONDS: time limit for Clerk, default 10.
// CLERK_SECRET_KEY holds the key. SIGINT and SIGTERM end it when the requests under way are answered.
//
// A real route checks the permission of the visitor, and uses TLS, itself or by a proxy.
#include <clerk/clerk.hpp>
#include <clerk/json.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <array>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <iostream>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace json = boost::json;
using namespace std::chrono_literals;

using Acceptor = asio::ip::tcp::acceptor;
using Socket = asio::ip::tcp::socket;
using Request = http::request<http::string_body>;
using Response = http::response<http::string_body>;

constexpr auto completion = asio::as_tuple(asio::use_awaitable);

// Limits for visitors.
constexpr std::uint32_t max_header_bytes = 8 * 1024;
constexpr std::uint64_t max_body_bytes = 16 * 1024;
constexpr auto time_to_send_a_request = 5s;
constexpr auto time_to_take_an_answer = 5s;
constexpr auto time_to_say_goodbye = 1s;
constexpr auto time_to_end_calls = 5s;

Response make_response(http::status status, json::object const& body)
{
    Response response{status, 11};
    response.set(http::field::content_type, "application/json");
    response.set(http::field::cache_control, "no-store");
    response.keep_alive(false);
    response.body() = json::serialize(body);
    response.prepare_payload();
    return response;
}

Response refusal(http::status status, std::string_view message)
{
    return make_response(status, {{"message", message}});
}

// Without the URL, which is a credential.
json::value to_json(clerk::Invitation const& invitation)
{
    auto value = json::value_from(invitation);
    value.as_object().erase("url");
    return value;
}

http::status status_for_api_error(clerk::ClerkError const& error)
{
    if (error.has_code("duplicate_record") || error.has_code("form_identifier_exists")) return http::status::conflict;
    if (error.status == 422) return http::status::unprocessable_entity;
    if (error.status == 409) return http::status::conflict;
    // Other errors are the fault of this server, for example a wrong key.
    return error.status < 500 ? http::status::internal_server_error : http::status::bad_gateway;
}

http::status status_for(clerk::ClerkError const& error)
{
    using enum clerk::ErrorKind;
    switch (error.kind)
    {
    case invalid_argument:
        return http::status::bad_request;
    case api:
        return status_for_api_error(error);
    case rate_limited:
        return http::status::too_many_requests;
    case timeout:
        return http::status::gateway_timeout;
    case transport:
    case tls:
    case protocol:
    case decode:
        return http::status::bad_gateway;
    case cancelled:
    case pool_exhausted:
    case closed:
        return http::status::service_unavailable;
    }
    return http::status::internal_server_error;
}

Response to_response(clerk::ClerkError const& error)
{
    std::clog << error << '\n'; // fit for logs: it holds neither key nor address
    json::object body{{"message", "No invitation was created"}, {"delivery", clerk::to_string(error.delivery)}};
    if (error.kind == clerk::ErrorKind::invalid_argument) body["reason"] = error.detail;
    if (!error.errors.empty()) body["code"] = error.errors.front().code;
    if (error.advice() == clerk::Advice::look_first)
        body["message"] = "The invitation may have been created; check before you try again";
    auto response = make_response(status_for(error), body);
    if (error.retry_after) response.set(http::field::retry_after, std::to_string(error.retry_after->count()));
    return response;
}

std::optional<std::string> email_address_in(std::string const& body)
{
    boost::system::error_code ec;
    auto const value = json::parse(body, ec);
    if (ec || !value.is_object()) return std::nullopt;
    auto const* const address = value.get_object().if_contains("email_address");
    if (address == nullptr || !address->is_string()) return std::nullopt;
    return std::string{address->get_string()};
}

asio::awaitable<Response> create_invitation(std::string body, clerk::Invitations invitations)
{
    auto const address = email_address_in(body);
    if (!address) co_return refusal(http::status::bad_request, "The body must be {\"email_address\": \"...\"}");
    clerk::CreateInvitationParams const params{*address};
    auto const result = co_await invitations.create(params);
    if (!result) co_return to_response(result.error());
    json::object const created{{"message", "Invitation created"}, {"invitation", to_json(*result)}};
    co_return make_response(http::status::ok, created);
}

asio::awaitable<Response> answer(Request request, clerk::Invitations invitations)
{
    if (request.target() != "/api/example") co_return refusal(http::status::not_found, "Not found");
    if (request.method() != http::verb::post)
    {
        auto response = refusal(http::status::method_not_allowed, "Only POST is allowed");
        response.set(http::field::allow, "POST");
        co_return response;
    }
    co_return co_await create_invitation(std::move(request.body()), std::move(invitations));
}

// Returns the response to an invalid request. Nothing if the visitor has disconnected.
std::optional<Response> unreadable(boost::system::error_code ec)
{
    if (ec == http::error::end_of_stream) return std::nullopt;
    if (ec == http::error::header_limit) return refusal(http::status::request_header_fields_too_large, "The header is too large");
    if (ec == http::error::body_limit) return refusal(http::status::payload_too_large, "The body is too large");
    bool const is_http = ec.category() == http::make_error_code(http::error::bad_method).category();
    return is_http ? std::optional{refusal(http::status::bad_request, "This is not an HTTP request")} : std::nullopt;
}

// Reads the rest of the input. Closing a socket with unread bytes sends a reset, which may overtake the response.
asio::awaitable<void> say_goodbye(beast::tcp_stream stream)
{
    boost::system::error_code ignored;
    stream.socket().shutdown(Socket::shutdown_send, ignored);
    stream.expires_after(time_to_say_goodbye);
    std::array<char, 4096> rest{};
    while (true)
    {
        auto const [ec, size] = co_await stream.async_read_some(asio::buffer(rest), completion);
        if (ec) co_return;
    }
}

// One request for each connection. Everything it needs is a parameter by value, so it lives as long as the coroutine.
asio::awaitable<void> serve(Socket socket, clerk::Invitations invitations)
{
    beast::tcp_stream stream{std::move(socket)};
    beast::flat_buffer buffer{max_header_bytes + max_body_bytes};
    http::request_parser<http::string_body> parser;
    parser.header_limit(max_header_bytes);
    parser.body_limit(max_body_bytes);
    stream.expires_after(time_to_send_a_request);
    auto const [ec, read] = co_await http::async_read(stream, buffer, parser, completion);

    std::optional<Response> response = unreadable(ec);
    if (ec && !response) co_return;
    if (!response)
    {
        auto request = parser.release();
        stream.expires_never(); // the call has a deadline of its own
        response = co_await answer(std::move(request), std::move(invitations));
    }
    stream.expires_after(time_to_take_an_answer);
    auto const [write_ec, written] = co_await http::async_write(stream, *response, completion);
    if (!write_ec) co_await say_goodbye(std::move(stream));
}

asio::awaitable<void> accept(Acceptor acceptor, clerk::Invitations invitations)
{
    auto const executor = acceptor.get_executor();
    while (true)
    {
        auto [ec, socket] = co_await acceptor.async_accept(completion);
        if (ec == asio::error::operation_aborted) co_return;
        if (!ec)
        {
            asio::co_spawn(executor, serve(std::move(socket), invitations), asio::detached);
            continue;
        }
        // Out of file descriptors, most likely: some will be free again soon.
        asio::steady_timer pause{executor, 100ms};
        auto const [interrupted] = co_await pause.async_wait(completion);
        if (interrupted) co_return;
    }
}

template <class Number>
Number argument(int argc, char** argv, int index, Number otherwise)
{
    if (index >= argc) return otherwise;
    std::string_view const text{argv[index]};
    Number number{};
    auto const [end, ec] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (ec != std::errc{} || end != text.data() + text.size())
        throw std::invalid_argument{"usage: invite_route [PORT [SECONDS]]"};
    return number;
}

void run(std::uint16_t port, std::chrono::seconds time_for_a_call)
{
    auto options = clerk::ClientOptions::from_environment();
    options.timeouts.total = time_for_a_call;

    asio::io_context context{1};
    clerk::Client const client{context.get_executor(), options};
    Acceptor acceptor{context, {asio::ip::address_v4::loopback(), port}};
    std::cout << "POST http://127.0.0.1:" << acceptor.local_endpoint().port() << "/api/example" << std::endl;

    asio::cancellation_signal stop_accepting;
    asio::co_spawn(context, accept(std::move(acceptor), client.invitations()),
                   asio::bind_cancellation_slot(stop_accepting.slot(), asio::detached));

    asio::signal_set signals{context, SIGINT, SIGTERM};
    signals.async_wait([&](boost::system::error_code, int) {
        stop_accepting.emit(asio::cancellation_type::terminal);
        asio::co_spawn(context, client.shutdown(time_to_end_calls), asio::detached);
    });
    context.run(); // ends when the last visitor has an answer
}

} // namespace

int main(int argc, char** argv)
{
    try
    {
        run(argument<std::uint16_t>(argc, argv, 1, 8080), std::chrono::seconds{argument(argc, argv, 2, 10)});
    }
    catch (std::exception const& error)
    {
        std::cerr << error.what() << '\n';
        return 1;
    }
}

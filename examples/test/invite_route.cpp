// invite_route_test PROGRAM: runs the example as a visitor's browser and Clerk see it, one on each side of it.
#include "route_process.hpp"

#include <clerk/testing/fake_backend.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/json/parse.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using clerk::testing::FakeBackend;
using clerk::testing::Reply;
using Socket = asio::ip::tcp::socket;

int failures = 0;

void check(bool condition, std::string_view what)
{
    if (condition) return;
    std::cerr << "FAILED: " << what << '\n';
    ++failures;
}

template <class Value>
void check_equal(Value const& got, Value const& wanted, std::string_view what)
{
    if (got == wanted) return;
    std::cerr << "FAILED: " << what << ": " << got << " instead of " << wanted << '\n';
    ++failures;
}

std::string body_for(std::string_view address)
{
    return R"({"email_address":")" + std::string{address} + "\"}";
}

void creates_an_invitation(Route const& route, FakeBackend& backend)
{
    backend.clear_requests();
    auto const answer = route.post(body_for("new@example.com"));
    check_equal(answer.status, 200, "created");
    check_equal<std::string>(answer["message"], "Invitation created", "created: message");
    auto const invitation = boost::json::parse(answer.body).at("invitation").as_object();
    check(backend.find("new@example.com")->id == invitation.at("id").as_string(), "created: the backend's id");
    check(invitation.at("status") == "pending", "created: status");
    check(!invitation.contains("url"), "created: the url stays here");
    check_equal<std::size_t>(backend.requests().size(), 1, "created: requests to Clerk");
}

void refuses_what_makes_no_sense(Route const& route, FakeBackend& backend)
{
    backend.clear_requests();
    for (std::string_view const body : {"", "{", "[]", "{}", R"({"email_address":7})", R"({"email_address":"a@b"}x)"})
        check_equal(route.post(body).status, 400, std::string{"body "}.append(body));
    auto const answer = route.post(body_for("nobody"));
    check_equal(answer.status, 400, "no address");
    check_equal<std::string>(answer["delivery"], "not_sent", "no address: delivery");
    check(answer["reason"].starts_with("email_address: "), "no address: reason");
    check_equal(route.ask("GET /api/example HTTP/1.1\r\nHost: x\r\n\r\n").status, 405, "GET");
    check_equal(route.ask("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n").status, 404, "another path");
    check_equal(route.ask("nonsense\r\n\r\n").status, 400, "not HTTP");
    check_equal(route.post(std::string(100'000, ' ')).status, 413, "a large body");
    check_equal(route.ask("GET / HTTP/1.1\r\nHost: x\r\nX: " + std::string(100'000, 'x') + "\r\n\r\n").status, 431,
                "a large header");
    check(backend.requests().empty(), "none of this reaches Clerk");
}

struct Mapping
{
    Reply reply;
    int status;
    std::string_view delivery;
};

void maps_errors(Route const& route, FakeBackend& backend)
{
    backend.add_user("user@example.com");
    backend.add_invitation("invited@example.com");
    auto const duplicate = route.post(body_for("invited@example.com"));
    check_equal(duplicate.status, 409, "invited before");
    check_equal<std::string>(duplicate["code"], "duplicate_record", "invited before: code");
    check_equal(route.post(body_for("user@example.com")).status, 409, "a user");

    std::vector<Mapping> const mappings{{Reply::status(422), 422, "rejected"},
                                        {Reply::status(401), 500, "rejected"},
                                        {Reply::status(409), 409, "rejected"},
                                        {Reply::status(503), 502, "unknown"},
                                        {Reply::status(302), 502, "unknown"},
                                        {Reply::json(200, {{"id", 1}}), 502, "unknown"},
                                        {Reply::raw("nonsense\r\n\r\n"), 502, "unknown"},
                                        {Reply::reset(), 502, "unknown"},
                                        {Reply::lost_after_processing(), 502, "unknown"}};
    for (auto const& [reply, status, delivery] : mappings)
    {
        backend.clear_requests();
        backend.script(reply);
        auto const answer = route.post(body_for("mapped@example.com"));
        auto const name = "mapping to " + std::to_string(status);
        check_equal(answer.status, status, name);
        check_equal<std::string_view>(answer["delivery"], delivery, name);
        check(answer["message"].starts_with("The invitation may have been created") == (delivery == "unknown"), name);
        check_equal<std::size_t>(backend.requests().size(), 1, name + ": requests to Clerk");
    }
}

void passes_a_rate_limit_on(std::string const& program, FakeBackend& backend)
{
    Route const route{program, backend, "10"};
    backend.clear_requests();
    backend.set_limit(clerk::testing::Endpoint::create, 0, 1h);
    for (int i = 0; i < 2; ++i)
    {
        auto const answer = route.post(body_for("limited@example.com"));
        check_equal(answer.status, 429, "rate limit");
        check(answer.head.find("\r\nRetry-After: ") != std::string::npos, "rate limit: Retry-After");
    }
    check_equal<std::size_t>(backend.requests().size(), 1, "rate limit: the second call is held here");
    backend.remove_limit(clerk::testing::Endpoint::create);
}

void gives_up_in_time(std::string const& program, FakeBackend& backend)
{
    Route const route{program, backend, "1"};
    backend.script(Reply::hold());
    auto const answer = route.post(body_for("slow@example.com"));
    check_equal(answer.status, 504, "time-out");
    check_equal<std::string>(answer["delivery"], "unknown", "time-out: delivery");
    backend.release();
}

bool refuses_connections(std::uint16_t port)
{
    asio::io_context context;
    Socket socket{context};
    boost::system::error_code ec;
    socket.connect({asio::ip::address_v4::loopback(), port}, ec);
    return ec == asio::error::connection_refused;
}

void ends_in_good_order(std::string const& program, FakeBackend& backend)
{
    Route route{program, backend, "30"};
    backend.clear_requests();
    backend.script(Reply::hold());
    Visitor visitor{route.port()};
    visitor.post(body_for("last@example.com"));
    check(backend.wait_for_requests(1, 20s), "the last request reaches Clerk");
    route.terminate();
    auto const ceiling = std::chrono::steady_clock::now() + 20s;
    while (!refuses_connections(route.port()) && std::chrono::steady_clock::now() < ceiling)
    {}
    check(refuses_connections(route.port()), "SIGTERM: no new connections");
    backend.release();
    check_equal(visitor.read().status, 200, "SIGTERM: the request under way is answered");
    check_equal(route.wait(), 0, "SIGTERM: exit status");
}

void tells_that_nothing_was_sent(std::string const& program)
{
    FakeBackend backend;
    Route const route{program, backend, "10"};
    backend.stop();
    auto const answer = route.post(body_for("unreachable@example.com"));
    check_equal(answer.status, 502, "unreachable");
    check_equal<std::string>(answer["delivery"], "not_sent", "unreachable: delivery");
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2) return 2;
    std::string const program{argv[1]};
    try
    {
        FakeBackend backend;
        {
            Route const route{program, backend, "10"};
            creates_an_invitation(route, backend);
            refuses_what_makes_no_sense(route, backend);
            maps_errors(route, backend);
        }
        passes_a_rate_limit_on(program, backend);
        gives_up_in_time(program, backend);
        ends_in_good_order(program, backend);
        tells_that_nothing_was_sent(program);
    }
    catch (std::exception const& error)
    {
        check(false, error.what());
    }
    return failures == 0 ? 0 : 1;
}

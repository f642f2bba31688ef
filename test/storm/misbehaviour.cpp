#include "storm/misbehaviour.hpp"

#include "storm/received_request.hpp"
#include "support/answers.hpp"

#include <memory>
#include <random>

namespace clerk::test {

namespace {

using namespace std::chrono_literals;
using Random = std::mt19937;

Fault draw_connection(Random& random)
{
    switch (random() % 100)
    {
    case 0:
        return Fault::reset_at_once;
    case 1:
        return Fault::silent_handshake;
    case 2:
        return Fault::no_tls;
    case 3:
        return Fault::reset_in_handshake;
    default:
        return Fault::none;
    }
}

Fault draw_request(Random& random)
{
    if (random() % 10 < 6) return Fault::none;
    if (random() % 1500 == 0) return Fault::rate_limited_for_a_second;
    auto const first = static_cast<unsigned>(Fault::late);
    auto const fault = static_cast<Fault>(first + random() % (static_cast<unsigned>(Fault::count) - first));
    return fault == Fault::rate_limited_for_a_second ? Fault::rate_limited : fault;
}

std::string bytes_of(Fault fault, ReceivedRequest const& received)
{
    auto const& json = received.json;
    std::string const ok = "HTTP/1.1 200 OK\r\n";
    auto const good = answer(200, "Content-Type: application/json\r\n", json);
    switch (fault)
    {
    case Fault::interim_first:
        return "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + good;
    case Fault::closes_after:
        return answer(200, "Connection: close\r\n", json);
    case Fault::ends_with_connection:
    case Fault::ends_without_notify:
        return ok + "\r\n" + json;
    case Fault::answers_twice:
        return good + answer(200, {}, invitation_of("unrequested", "pending"));
    case Fault::internal_error:
        return refused(500, "internal_clerk_error");
    case Fault::edge_page:
        return answer(502, "Content-Type: text/html\r\ncf-ray: 1-FRA\r\n", "<html>Bad gateway</html>");
    case Fault::rate_limited:
        return refused(429, "too_many_requests", "Retry-After: 0\r\n");
    case Fault::rate_limited_for_a_second:
        return refused(429, "too_many_requests", "Retry-After: 1\r\n");
    case Fault::refused:
        return refused(422, "form_param_format_invalid");
    case Fault::redirected:
        return answer(307, "Location: https://127.0.0.1:1/\r\n", {});
    case Fault::garbage:
        return "\x16\x03\x01 what is this\r\n\r\n";
    case Fault::bad_length:
        return ok + "Content-Length: many\r\n\r\n" + json;
    case Fault::bad_chunk:
        return ok + "Transfer-Encoding: chunked\r\n\r\nz";
    case Fault::too_large:
        return ok + "Content-Length: 99999999\r\n\r\n";
    case Fault::encoded:
        return answer(200, "Content-Encoding: gzip\r\n", json);
    case Fault::wrong_body:
        return answer(200, {}, received.wrong_json);
    default:
        return good;
    }
}

/// Responds to one request. Returns false if the script of the connection ends.
PeerConnection::Done answer_request(PeerConnection& connection, Fault fault, std::string bytes, unsigned chance)
{
    switch (fault)
    {
    case Fault::never:
        co_return co_await connection.drain();
    case Fault::reset_unanswered:
        co_return co_await connection.reset();
    case Fault::fin_unanswered:
        co_await connection.alert_close_notify();
        co_await connection.fin();
        co_return false;
    case Fault::truncated_by_reset:
    case Fault::truncated_by_fin:
        co_await connection.send(bytes.substr(0, 1 + chance % (bytes.size() - 1)), 0, 0ms);
        if (fault == Fault::truncated_by_fin) co_return co_await connection.fin() && false;
        co_return co_await connection.reset() && false;
    case Fault::late:
        co_await connection.pause(std::chrono::milliseconds{chance % 120});
        co_return co_await connection.send(std::move(bytes), 0, 0ms);
    case Fault::in_pieces:
        co_return co_await connection.send(std::move(bytes), 1 + chance % 50, 0ms);
    case Fault::key_update_amid: {
        std::string const rest = bytes.substr(20);
        co_await connection.send(bytes.substr(0, 20), 0, 0ms);
        co_await connection.key_update(chance % 2 == 0);
        co_return co_await connection.send(rest, 0, 0ms);
    }
    case Fault::closes_after:
    case Fault::ends_with_connection:
        co_await connection.send(std::move(bytes), 0, 0ms);
        co_await connection.alert_close_notify();
        co_await connection.fin();
        co_return false;
    case Fault::ends_without_notify:
        co_await connection.send(std::move(bytes), 0, 0ms);
        co_await connection.fin();
        co_return false;
    case Fault::goes_away_idle:
        co_await connection.send(std::move(bytes), 0, 0ms);
        co_await connection.pause(std::chrono::milliseconds{chance % 8});
        if (chance % 2 == 0) co_return co_await connection.reset() && false;
        co_return co_await connection.fin() && false;
    default:
        co_return co_await connection.send(std::move(bytes), 0, 0ms);
    }
}

PeerConnection::Done misbehave(PeerConnection& connection, PeerLog& log, unsigned seed)
{
    Random random{seed};
    auto const begun = draw_connection(random);
    if (begun != Fault::none) log.add_fault(begun);
    switch (begun)
    {
    case Fault::reset_at_once:
        co_return co_await connection.reset();
    case Fault::silent_handshake:
        co_return co_await connection.drain();
    case Fault::no_tls:
        co_return co_await connection.send_raw("HTTP/1.1 400 Bad Request\r\n\r\n");
    case Fault::reset_in_handshake:
        co_await connection.expect_anything();
        co_return co_await connection.reset();
    default:
        break;
    }
    while (true)
    {
        bool const received = co_await connection.expect_request();
        if (!received) co_return false;
        auto const fault = draw_request(random);
        auto const request = read_request(connection.last_request());
        if (request.keys.empty() || !request.authorized) log.add_unknown_request();
        log.request(request.keys, fault);
        auto bytes = bytes_of(fault, request);
        bool const going = co_await answer_request(connection, fault, std::move(bytes), static_cast<unsigned>(random()));
        if (!going) co_return false;
    }
}

} // namespace

Script misbehaviour(PeerLog& log, unsigned seed)
{
    return {[&log, seed](PeerConnection& connection) {
        return misbehave(connection, log, seed + 7919U * static_cast<unsigned>(connection.number()) + 1);
    }};
}

} // namespace clerk::test

#include "support/situations.hpp"

namespace clerk::test {

namespace {

using namespace std::chrono_literals;

Script const answers{step::expect_request(), step::send(created("ok")), step::expect_request(), step::send(created("ok"))};

std::unique_ptr<Situation> in_queue()
{
    auto s = std::make_unique<Situation>(std::vector<Script>{{step::expect_request(), step::gate("go"), step::send(created("ok")),
                                                              step::expect_request(), step::send(created("ok"))}});
    s->options.pool.max_connections = 1;
    s->has_before = true;
    s->reached = [s = s.get()] { return s->rig->stats().calls_waiting == 1; };
    return s;
}

std::unique_ptr<Situation> resolving()
{
    auto s = std::make_unique<Situation>(std::vector<Script>{answers});
    s->dependencies.resolver = std::make_shared<SilentResolver>();
    s->reached = [s = s.get()] { return s->rig->stats().connections_open == 1; };
    return s;
}

std::unique_ptr<Situation> connecting()
{
    auto s = std::make_unique<Situation>(std::vector<Script>{answers});
    s->full.emplace();
    s->options.api_url = "https://127.0.0.1:" + std::to_string(s->full->endpoint().port());
    s->reached = [s = s.get()] { return s->rig->stats().connections_open == 1; };
    return s;
}

std::unique_ptr<Situation> shaking_hands()
{
    auto s =
        std::make_unique<Situation>(std::vector<Script>{{step::expect_anything(), step::mark("hello"), step::stall()}, answers});
    s->reached = [s = s.get()] { return s->peer.seen().marks.contains("hello"); };
    return s;
}

std::unique_ptr<Situation> writing()
{
    auto s = std::make_unique<Situation>(std::vector<Script>{
        {step::expect_bytes(1000), step::mark("begun"), step::gate("go"), step::expect_request(), step::send(created("ok"))},
        answers});
    s->params.public_metadata = {{"blob", std::string(16 * 1024 * 1024, 'x')}};
    s->reached = [s = s.get()] { return s->peer.seen().marks.contains("begun"); };
    return s;
}

std::unique_ptr<Situation> reading()
{
    auto s = std::make_unique<Situation>(
        std::vector<Script>{{step::expect_request(), step::gate("go"), step::send(created("ok"))}, answers});
    s->reached = [s = s.get()] { return s->peer.requests().size() == 1; };
    return s;
}

std::unique_ptr<Situation> reading_half()
{
    auto const whole = created("ok");
    auto const half = whole.find("\r\n\r\n") + 10;
    auto s =
        std::make_unique<Situation>(std::vector<Script>{{step::expect_request(), step::send(whole.substr(0, half)),
                                                         step::mark("half"), step::gate("go"), step::send(whole.substr(half))},
                                                        answers});
    s->reached = [s = s.get()] {
        if (!s->peer.seen().marks.contains("half")) return false;
        s->rig->context.restart();
        s->rig->context.poll(); // and the client has read it
        return true;
    };
    return s;
}

std::unique_ptr<Situation> backing_off()
{
    auto s = std::make_unique<Situation>(std::vector<Script>{{step::expect_anything(), step::reset()}, answers});
    s->options.retry.base_delay = s->options.retry.max_delay = 2s;
    s->dependencies.engine.random = [] { return 0.9; };
    s->reached = [s = s.get()] { return s->rig->stats().connections_closed.connect == 1; };
    return s;
}

std::unique_ptr<Situation> held()
{
    auto s = std::make_unique<Situation>(
        std::vector<Script>{{step::expect_request(), step::send(refused(429, "too_many_requests", "Retry-After: 2\r\n")),
                             step::expect_request(), step::send(created("ok"))}});
    s->reached = [s = s.get()] { return s->rig->stats().rate_limit_waits == 1; };
    return s;
}

} // namespace

std::vector<PhaseCase> phase_cases()
{
    return {{Phase::queue, "queue", false, true, &in_queue},
            {Phase::resolve, "resolve", false, true, &resolving},
            {Phase::connect, "connect", false, true, &connecting},
            {Phase::handshake, "handshake", false, true, &shaking_hands},
            {Phase::write, "write", true, true, &writing},
            {Phase::read, "read", true, true, &reading},
            {Phase::read, "read, half an answer", true, true, &reading_half, 200},
            {Phase::backoff, "backoff", false, false, &backing_off},
            {Phase::backoff, "rate-limit hold", false, false, &held}};
}

} // namespace clerk::test

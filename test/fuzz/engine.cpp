#include "fuzz/client_rig.hpp"
#include "fuzz/input.hpp"
#include "fuzz/targets.hpp"

#include <array>
#include <chrono>

namespace clerk::fuzz {

namespace {

using namespace std::chrono_literals;

constexpr int most_steps = 100;
constexpr std::size_t most_calls = 24;
constexpr std::array<std::string_view, 4> surplus{"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", "\r\n",
                                                  "HTTP/1.1 100 Continue\r\n\r\n", "garbage\r\n\r\n"};

ClientOptions options_from(Input& input)
{
    ClientOptions options;
    options.pool.max_connections = 1 + input.below(4);
    options.pool.max_waiting = std::array<std::size_t, 3>{65'536, 0, 2}[input.below(3)];
    options.pool.idle_timeout = 500ms;
    options.pool.max_lifetime = 5s;
    options.retry.max_attempts = 1 + static_cast<int>(input.below(4));
    options.retry.base_delay = 10ms;
    options.retry.max_delay = 100ms;
    options.timeouts.connect = 100ms;
    options.timeouts.response = 300ms;
    options.timeouts.total = 10s;
    options.limits.max_header_bytes = 1024;
    return options;
}

RequestOptions request_options_from(Input& input)
{
    RequestOptions options;
    auto const choice = input.byte();
    if ((choice & 1U) != 0) options.timeout = std::chrono::milliseconds{1 + 5 * input.byte()};
    if ((choice & 2U) != 0) options.rate_limit = RateLimitMode::fail_fast;
    if ((choice & 4U) != 0) options.max_attempts = 2;
    return options;
}

void step_on_connection(ClientRig& rig, Input& input)
{
    auto const connection = input.below(rig.connections());
    switch (input.below(12))
    {
    case 0:
    case 1:
    case 2:
        return rig.answer(connection, 200, 0s);
    case 3:
        return rig.answer(connection, 429, std::chrono::seconds{input.below(4)});
    case 4:
        return rig.answer(connection, input.flag() ? 422 : 404, 0s);
    case 5:
        return rig.answer(connection, input.flag() ? 500 : 502, 0s);
    case 6:
        return rig.answer_partly(connection, input.below(512));
    case 7:
        return rig.send(connection, surplus[input.below(surplus.size())]);
    case 8:
        rig.answer(connection, 200, 0s);
        return rig.send(connection, surplus[input.below(surplus.size())]);
    case 9:
        rig.answer(connection, 200, 0s);
        return rig.fin(connection);
    case 10:
        return rig.fin(connection);
    default:
        return rig.reset(connection);
    }
}

void step(ClientRig& rig, Input& input)
{
    static constexpr std::array methods{"POST", "POST", "POST", "GET", "PUT", "DELETE"};
    static constexpr std::array types{boost::asio::cancellation_type::terminal, boost::asio::cancellation_type::partial,
                                      boost::asio::cancellation_type::total};
    switch (input.below(20))
    {
    case 0:
    case 1:
    case 2:
    case 3:
        if (rig.calls() == most_calls) return;
        {
            auto const* const method = methods[input.below(methods.size())];
            return rig.call(method, request_options_from(input));
        }
    case 4:
        if (rig.calls() == 0) return;
        {
            auto const call = input.below(rig.calls());
            return rig.cancel(call, types[input.below(types.size())]);
        }
    case 5:
        return rig.advance(std::chrono::milliseconds{1 + input.byte()});
    case 6:
        return rig.advance(std::chrono::milliseconds{10 * input.byte()});
    case 7:
        return rig.warm_up(input.below(4));
    case 8:
        if (input.below(8) == 0) rig.shutdown(std::chrono::milliseconds{10 * input.byte()});
        return;
    case 9:
        if (input.below(16) == 0) rig.close();
        return;
    default:
        if (rig.connections() > 0) step_on_connection(rig, input);
        return;
    }
}

} // namespace

void engine(std::string_view bytes)
{
    Input input{bytes};
    bool const abandon = input.below(8) == 7;
    auto const options = options_from(input);
    ClientRig rig{options, options.retry.max_attempts % 2 == 0};
    for (int steps = 0; steps < most_steps && !input.empty(); ++steps) step(rig, input);
    if (!abandon) rig.finish();
}

} // namespace clerk::fuzz

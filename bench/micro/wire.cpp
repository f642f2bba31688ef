#include "micro/answers.hpp"
#include "wire/request_head.hpp"
#include "wire/response_reader.hpp"

#include <benchmark/benchmark.h>

#include <string>

namespace {

using namespace clerk::detail;

void write_request(benchmark::State& state)
{
    ClientHeaders const client{"api.clerk.com", "clerk-cpp", clerk::SecretKey{"sk_test_fake_backend_key"}};
    HandleHeaders const handle{"2026-05-12", {}};
    std::string const line = request_line("POST", "/v1/invitations");
    std::string const body(250, 'x');
    std::string out;
    for (auto _ : state)
    {
        ContentLength const length{body.size()};
        out.clear();
        for (auto const part : request_with_body(line, client, handle, length, body)) out += part;
        benchmark::DoNotOptimize(out.data());
    }
}

BENCHMARK(write_request);

void parse_response(benchmark::State& state)
{
    std::string const answer = "HTTP/1.1 200 OK\r\nServer: nginx/1.22.1\r\nDate: Mon, 06 Apr 2026 10:00:00 GMT\r\n"
                               "Content-Type: application/json\r\nContent-Length: 450\r\nConnection: keep-alive\r\n\r\n" +
                               std::string{bench::invitation_body};
    ResponseReader reader{clerk::LimitOptions{}};
    for (auto _ : state)
    {
        reader.begin();
        auto const progress = reader.feed(answer);
        if (progress != ResponseReader::Progress::complete) state.SkipWithError("the answer is not taken");
        benchmark::DoNotOptimize(reader.response().body.data());
    }
}

BENCHMARK(parse_response);

} // namespace

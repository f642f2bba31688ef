#include "codec/api_errors.hpp"
#include "codec/create_params.hpp"
#include "codec/invitation_parser.hpp"
#include "micro/answers.hpp"
#include "support/params.hpp"

#include <benchmark/benchmark.h>

#include <string>

namespace {

constexpr std::size_t depth{64};

void build_params(benchmark::State& state)
{
    for (auto _ : state)
    {
        auto params = bench::make_params();
        benchmark::DoNotOptimize(params);
    }
}

BENCHMARK(build_params);

void encode(benchmark::State& state)
{
    auto const params = bench::make_params();
    for (auto _ : state)
    {
        std::string body;
        auto const refusal = clerk::detail::encode_create(params, depth, body);
        benchmark::DoNotOptimize(refusal.size());
        benchmark::DoNotOptimize(body.data());
    }
}

BENCHMARK(encode);

void decode(benchmark::State& state)
{
    for (auto _ : state)
    {
        clerk::Invitation invitation;
        benchmark::DoNotOptimize(clerk::detail::decode_invitation(bench::invitation_body, depth, invitation));
        benchmark::DoNotOptimize(invitation);
    }
}

BENCHMARK(decode);

void decode_error(benchmark::State& state)
{
    for (auto _ : state)
    {
        auto result = clerk::detail::decode_error_body(bench::error_body, depth);
        benchmark::DoNotOptimize(result);
    }
}

BENCHMARK(decode_error);

} // namespace

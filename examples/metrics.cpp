// A server that exposes the metrics of its calls to Clerk on /metrics, for Prometheus.
//
// CLERK_SECRET_KEY holds the key. The argument is the address of /metrics, for example 127.0.0.1:9464. The program invites the
// addresses that it reads from standard input, and ends with it.
#include <clerk/clerk.hpp>

#include <boost/asio/thread_pool.hpp>

#include <prometheus/counter.h>
#include <prometheus/exposer.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <chrono>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Counts events. Its functions run on any thread; the metrics are thread-safe.
class Metrics : public clerk::Observer
{
public:
    void on_attempt_end(clerk::AttemptEnd const& event) noexcept override
    {
        prometheus::Labels labels{{"url_template", std::string{event.operation}},
                                  {"http_request_method", std::string{event.method}},
                                  {"http_response_status_code", std::to_string(event.status)}};
        if (event.error != nullptr) labels.emplace("error_type", to_string(event.error->kind));
        durations_.Add(labels, buckets).Observe(std::chrono::duration<double>{event.duration}.count());
        if (event.will_retry_in) retries_.Add(route(event.operation)).Increment();
    }

    void on_hold(clerk::Hold const& event) noexcept override { holds_.Add(route(event.operation)).Increment(); }

    // The state of the pool is asked for when it is needed: see `Pool`.
    [[nodiscard]] std::shared_ptr<prometheus::Registry> const& registry() const { return registry_; }

private:
    static prometheus::Labels route(std::string_view operation) { return {{"url_template", std::string{operation}}}; }

    static inline prometheus::Histogram::BucketBoundaries const buckets{.005, .01, .025, .05, .075, .1,  .25,
                                                                        .5,   .75, 1,    2.5, 5,    7.5, 10};

    std::shared_ptr<prometheus::Registry> registry_ = std::make_shared<prometheus::Registry>();
    prometheus::Family<prometheus::Histogram>& durations_ = prometheus::BuildHistogram()
                                                                .Name("http_client_request_duration_seconds")
                                                                .Help("Duration of requests to Clerk.")
                                                                .Register(*registry_);
    prometheus::Family<prometheus::Counter>& retries_ =
        prometheus::BuildCounter().Name("clerk_retries_total").Help("Attempts that were retried.").Register(*registry_);
    prometheus::Family<prometheus::Counter>& holds_ =
        prometheus::BuildCounter().Name("clerk_holds_total").Help("Waits for the end of a rate limit.").Register(*registry_);
};

// The state of a client's pool. Collected when Prometheus asks for it.
class Pool : public prometheus::Collectable
{
public:
    explicit Pool(clerk::Client client) : client_{std::move(client)} {}

    [[nodiscard]] std::vector<prometheus::MetricFamily> Collect() const override
    {
        auto const stats = client_.stats();
        return {gauge("http_client_open_connections", "Connections to Clerk.",
                      {{"active", stats.connections_open - stats.connections_idle}, {"idle", stats.connections_idle}}),
                gauge("clerk_waiting_calls", "Calls that wait for a connection.", {{"waiting", stats.calls_waiting}})};
    }

private:
    using Values = std::vector<std::pair<std::string, std::size_t>>;

    static prometheus::MetricFamily gauge(std::string name, std::string help, Values const& values)
    {
        prometheus::MetricFamily family;
        family.name = std::move(name);
        family.help = std::move(help);
        family.type = prometheus::MetricType::Gauge;
        for (auto const& [state, value] : values)
        {
            auto& metric = family.metric.emplace_back();
            metric.label.push_back({"http_connection_state", state});
            metric.gauge.value = static_cast<double>(value);
        }
        return family;
    }

    clerk::Client client_;
};

int main(int argc, char** argv)
try
{
    auto const metrics = std::make_shared<Metrics>();
    auto options = clerk::ClientOptions::from_environment();
    options.observer = metrics;
    boost::asio::thread_pool threads{2};
    clerk::Client const client{threads, options};

    auto const pool = std::make_shared<Pool>(client);
    prometheus::Exposer exposer{argc > 1 ? argv[1] : "127.0.0.1:9464"};
    exposer.RegisterCollectable(metrics->registry());
    exposer.RegisterCollectable(pool);
    std::cout << "http://127.0.0.1:" << exposer.GetListeningPorts().front() << "/metrics" << std::endl;

    std::string address;
    while (std::getline(std::cin, address))
        client.invitations().create(address, [address](clerk::Result<clerk::Invitation> const& invitation) {
            std::cout << (address + (invitation ? ": invited\n" : ": " + invitation.error().message() + "\n")) << std::flush;
        });
    threads.join();
}
catch (std::exception const& error)
{
    std::cerr << error.what() << '\n';
    return 1;
}

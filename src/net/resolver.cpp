#include "net/resolver.hpp"

#include "common/if_memory_allows.hpp"
#include "portable/ascii.hpp"

#include <boost/asio/post.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <new>

namespace clerk::detail {

namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;

constexpr std::chrono::seconds cache_time{30};

class SystemResolver final : public Resolver, public std::enable_shared_from_this<SystemResolver>
{
public:
    SystemResolver(boost::asio::any_io_executor const& executor, std::string host, std::uint16_t port)
        : resolver_{executor}, host_{std::move(host)}, port_{port}
    {}

    std::optional<Endpoints> known(std::chrono::steady_clock::time_point now) override
    {
        std::scoped_lock const lock{mutex_};
        if (endpoints_.empty() || now >= known_until_) return std::nullopt;
        return endpoints_;
    }

    void resolve(Handler handler) override
    {
        std::scoped_lock const lock{mutex_};
        handlers_.push_back(std::move(handler));
        if (running_) return;
        try
        {
            start();
            running_ = true;
        }
        catch (std::bad_alloc const&)
        {
            handlers_.pop_back();
            throw;
        }
    }

    void forget() override
    {
        std::scoped_lock const lock{mutex_};
        endpoints_.clear();
    }

    void cancel() override
    {
        std::vector<Handler> dropped;
        std::scoped_lock const lock{mutex_};
        dropped.swap(handlers_);
        resolver_.cancel();
    }

private:
    void start()
    {
        auto const on_done = [self = weak_from_this()](error_code ec, tcp::resolver::results_type const& results) {
            if (auto const resolver = self.lock()) resolver->on_resolved(ec, results);
        };
        try
        {
            resolver_.async_resolve(host_, std::to_string(port_), tcp::resolver::numeric_service, on_done);
        }
        catch (boost::system::system_error const& error) // the first lookup of a context starts a thread
        {
            boost::asio::post(resolver_.get_executor(), [on_done, ec = error.code()] { on_done(ec, {}); });
        }
    }

    void on_resolved(error_code ec, tcp::resolver::results_type const& results)
    {
        std::vector<Handler> handlers;
        Endpoints endpoints;
        {
            std::scoped_lock const lock{mutex_};
            try
            {
                // Handlers that were added after the lookup was cancelled need another one.
                if (ec == boost::asio::error::operation_aborted && !handlers_.empty()) return start();
                if (!ec) endpoints.assign(results.begin(), results.end());
            }
            catch (std::bad_alloc const&)
            {
                ec = make_error_code(boost::system::errc::not_enough_memory);
            }
            running_ = false;
            handlers.swap(handlers_);
            if (!ec)
                if_memory_allows([&] {
                    endpoints_ = endpoints;
                    known_until_ = std::chrono::steady_clock::now() + cache_time;
                });
        }
        for (auto const& handler : handlers) handler(ec, endpoints);
    }

    std::mutex mutex_;
    tcp::resolver resolver_;
    std::string host_;
    std::uint16_t port_;
    std::vector<Handler> handlers_;
    Endpoints endpoints_;
    std::chrono::steady_clock::time_point known_until_{};
    bool running_{false};
};

/// Returns fixed addresses.
class FixedResolver final : public Resolver
{
public:
    explicit FixedResolver(Endpoints endpoints) : endpoints_{std::move(endpoints)} {}

    std::optional<Endpoints> known(std::chrono::steady_clock::time_point) override { return endpoints_; }

    void resolve(Handler) override {}

    void cancel() override {}

private:
    Endpoints endpoints_;
};

} // namespace

std::shared_ptr<Resolver> make_system_resolver(boost::asio::any_io_executor const& executor, std::string host, std::uint16_t port,
                                               bool host_is_address)
{
    namespace ip = boost::asio::ip;
    if (host_is_address) return std::make_shared<FixedResolver>(Endpoints{{ip::make_address(host), port}});
    // RFC 6761, 6.3. A minimal system has no entry for it in /etc/hosts.
    if (equal_ignoring_case(host, "localhost"))
        return std::make_shared<FixedResolver>(Endpoints{{ip::address_v4::loopback(), port}, {ip::address_v6::loopback(), port}});
    return std::make_shared<SystemResolver>(executor, std::move(host), port);
}

Endpoints interleave_families(Endpoints const& endpoints)
{
    if (endpoints.empty()) return endpoints;
    Endpoints first;
    Endpoints second;
    for (auto const& endpoint : endpoints)
        (endpoint.protocol() == endpoints.front().protocol() ? first : second).push_back(endpoint);
    Endpoints result;
    for (std::size_t i = 0; i < std::max(first.size(), second.size()); ++i)
    {
        if (i < first.size()) result.push_back(first[i]);
        if (i < second.size()) result.push_back(second[i]);
    }
    return result;
}

} // namespace clerk::detail

#pragma once

#include "transport/engine.hpp"
#include "wire/request_head.hpp"

#include <clerk/client_options.hpp>

#include <memory>
#include <string>

namespace clerk::detail {

struct ApiUrl;

/// Where tests put time, chance and addresses of their own.
struct ClientSeams
{
    EngineSeams engine;
    std::shared_ptr<Resolver> resolver; ///< unset = the system's
};

/// What all handles of a client share: the engine, and what calls are made from.
class ClientCore
{
public:
    /// @throws std::invalid_argument naming the field of the options that cannot be used
    ClientCore(boost::asio::any_io_executor const& executor, ClientOptions const& options, ClientSeams seams = {});

    /// Closes the engine when the last handle and the last call are gone.
    ~ClientCore();

    ClientCore(ClientCore const&) = delete;
    ClientCore& operator=(ClientCore const&) = delete;

    [[nodiscard]] Engine& engine() const noexcept { return *engine_; }

    [[nodiscard]] RequestHeads const& heads() const noexcept { return heads_; }

    /// The request line of an endpoint that has only one.
    [[nodiscard]] std::string_view line(Endpoint endpoint) const noexcept
    {
        return endpoint == Endpoint::create ? create_line_ : create_bulk_line_;
    }

    /// What a request line's target begins with.
    [[nodiscard]] std::string const& base_path() const noexcept { return base_path_; }

    [[nodiscard]] LimitOptions const& limits() const noexcept { return limits_; }

    /// The options of one call with the client's own where it has none.
    [[nodiscard]] OperationTraits traits(Endpoint endpoint, RequestOptions const& options) const noexcept;

private:
    ClientCore(boost::asio::any_io_executor const& executor, ClientOptions const& options, ApiUrl const& url, ClientSeams seams);

    LimitOptions limits_;
    TimeoutOptions timeouts_;
    RetryOptions retry_;
    RateLimitMode rate_limit_;
    RequestHeads heads_;
    std::string base_path_;
    std::string create_line_;
    std::string create_bulk_line_;
    std::shared_ptr<Engine> engine_;
};

} // namespace clerk::detail

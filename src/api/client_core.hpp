#pragma once

#include "api/unconfirmed_revokes.hpp"
#include "common/operations.hpp"
#include "transport/engine.hpp"
#include "wire/request_head.hpp"

#include <clerk/client_options.hpp>
#include <clerk/handle_options.hpp>

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace clerk::detail {

struct ApiUrl;

/// Replacements for time, randomness and addresses in tests.
struct ClientDependencies
{
    EngineDependencies engine;
    std::shared_ptr<Resolver> resolver; ///< unset = the system's
};

/// The state that all handles of a client share.
class ClientCore
{
public:
    /// @throws std::invalid_argument naming the invalid field of the options
    ClientCore(boost::asio::any_io_executor const& executor, ClientOptions const& options, ClientDependencies dependencies = {});

    /// Closes the engine when the last handle and the last call are gone.
    ~ClientCore();

    ClientCore(ClientCore const&) = delete;
    ClientCore& operator=(ClientCore const&) = delete;

    [[nodiscard]] Engine& engine() const noexcept { return *engine_; }

    /// Null without an observer.
    [[nodiscard]] Observation const* observation() const noexcept { return observation_.get(); }

    /// Returns the header fields that all new requests have in common.
    [[nodiscard]] std::shared_ptr<ClientHeaders const> client_headers() const;

    /// Returns the header fields of handles without options.
    [[nodiscard]] HandleHeaders const& handle_headers() const noexcept { return handle_headers_; }

    /// Creates the header fields of a handle or request with options. Null if they are the client's.
    /// @returns the error, beginning with the name of the field; empty if there is none
    [[nodiscard]] std::string make_handle_headers(HandleOptions const& options, std::shared_ptr<HandleHeaders const>& out) const;

    /// Changes the key of requests that are started after this call.
    void set_secret_key(SecretKey const& key);

    /// Returns the request line of a create or bulk create.
    [[nodiscard]] std::string_view line(std::string_view operation) const noexcept
    {
        return operation.size() == operations::create.name.size() ? create_line_ : create_bulk_line_;
    }

    /// Returns the beginning of each request target.
    [[nodiscard]] std::string const& base_path() const noexcept { return base_path_; }

    [[nodiscard]] std::chrono::milliseconds total_timeout() const noexcept { return timeouts_.total; }

    [[nodiscard]] LimitOptions const& limits() const noexcept { return limits_; }

    [[nodiscard]] RetryOptions const& retry() const noexcept { return retry_; }

    [[nodiscard]] RateLimitMode rate_limit() const noexcept { return rate_limit_; }

    [[nodiscard]] UnconfirmedRevokes& unconfirmed_revokes() noexcept { return unconfirmed_revokes_; }

    /// Returns the options of a call, with the client's as defaults.
    [[nodiscard]] CallTraits traits(PreparedCall const& call) const noexcept;

private:
    [[nodiscard]] RateLimitKey rate_limit_key(PreparedCall const& call) const noexcept;

    ClientCore(boost::asio::any_io_executor const& executor, ClientOptions const& options, ApiUrl const& url,
               ClientDependencies dependencies);

    LimitOptions limits_;
    TimeoutOptions timeouts_;
    RetryOptions retry_;
    RateLimitMode rate_limit_;
    std::string host_;
    std::string user_agent_;
    std::string api_version_;
    HandleHeaders handle_headers_;
    mutable std::mutex client_headers_mutex_;
    std::shared_ptr<ClientHeaders const> client_headers_;
    std::string base_path_;
    std::string create_line_;
    std::string create_bulk_line_;
    UnconfirmedRevokes unconfirmed_revokes_;
    std::shared_ptr<Observation const> observation_;
    std::shared_ptr<Engine> engine_;
};

} // namespace clerk::detail

#include "api/client_core.hpp"

#include "api/handle_headers.hpp"
#include "api/validate_options.hpp"
#include "url/api_url.hpp"
#include "url/authority.hpp"
#include "url/proxy_address.hpp"
#include "wire/request_head.hpp"

#include <clerk/version.hpp>

#include <optional>

namespace clerk::detail {

namespace {

std::string user_agent(ClientOptions const& options)
{
    std::string text = "clerk-cpp/" + std::string{version()};
    if (!options.user_agent_suffix.empty()) text += " " + options.user_agent_suffix;
    return text;
}

void go_through(ProxyAddress const& proxy, ApiUrl const& url, ConnectionSettings& settings)
{
    if (!url.tls) return; // plain text is allowed to loopback only, so no proxy may receive it
    settings.connect_request = connect_request(host_and_port(url.host, url.port), proxy.authorization.view());
    if (!settings.resolver)
        settings.resolver = make_system_resolver(settings.executor, proxy.host, proxy.port, proxy.host_is_address);
}

std::shared_ptr<ConnectionSettings const> connection_settings(boost::asio::any_io_executor const& executor,
                                                              ClientOptions const& options, ApiUrl const& url,
                                                              std::shared_ptr<Resolver> resolver)
{
    auto settings = std::make_shared<ConnectionSettings>();
    settings->executor = executor;
    settings->resolver = std::move(resolver);
    // Validated even if `no_proxy` exempts the host.
    if (!options.proxy.empty()) go_through(parse_proxy_url(options.proxy.reveal()), url, *settings);
    if (!settings->resolver) settings->resolver = make_system_resolver(executor, url.host, url.port, url.host_is_address);
    settings->limits = options.limits;
    settings->connect_timeout = options.timeouts.connect;
    if (url.tls) settings->tls.emplace(options.tls, url.host, url.host_is_address);
    return settings;
}

std::shared_ptr<Observation const> make_observation(ClientOptions const& options, ApiUrl const& url)
{
    if (!options.observer) return nullptr;
    return std::make_shared<Observation const>(options.observer, url.host, url.port);
}

/// Zero means the default, too.
template <class T>
T value_or_default(std::optional<T> const& value, T const& otherwise) noexcept
{
    return value && *value != T{} ? *value : otherwise;
}

ApiUrl valid_api_url(ClientOptions const& options)
{
    validate(options);
    return parse_api_url(options.api_url);
}

} // namespace

ClientCore::ClientCore(boost::asio::any_io_executor const& executor, ClientOptions const& options,
                       ClientDependencies dependencies)
    : ClientCore{executor, options, valid_api_url(options), std::move(dependencies)}
{}

ClientCore::ClientCore(boost::asio::any_io_executor const& executor, ClientOptions const& options, ApiUrl const& url,
                       ClientDependencies dependencies)
    : limits_{options.limits}, timeouts_{options.timeouts}, retry_{options.retry}, rate_limit_{options.rate_limit.mode},
      host_{url.host_field}, user_agent_{user_agent(options)}, api_version_{options.api_version},
      handle_headers_{api_version_, {}},
      client_headers_{std::make_shared<ClientHeaders const>(host_, user_agent_, options.secret_key)}, base_path_{url.base_path},
      create_line_{request_line("POST", base_path_ + std::string{operations::invitations_path})},
      create_bulk_line_{request_line("POST", base_path_ + std::string{operations::invitations_path} + "/bulk")},
      observation_{make_observation(options, url)},
      engine_{Engine::make(executor,
                           {.pool = options.pool,
                            .timeouts = options.timeouts,
                            .retry = options.retry,
                            .connections = connection_settings(executor, options, url, std::move(dependencies.resolver)),
                            .observation = observation_},
                           std::move(dependencies.engine))}
{}

ClientCore::~ClientCore()
{
    engine_->close();
}

std::shared_ptr<ClientHeaders const> ClientCore::client_headers() const
{
    std::scoped_lock const lock{client_headers_mutex_};
    return client_headers_;
}

void ClientCore::set_secret_key(SecretKey const& key)
{
    auto fields = std::make_shared<ClientHeaders const>(host_, user_agent_, key);
    std::scoped_lock const lock{client_headers_mutex_};
    client_headers_.swap(fields);
}

std::string ClientCore::make_handle_headers(HandleOptions const& options, std::shared_ptr<HandleHeaders const>& out) const
{
    auto const& [api_version, key, headers] = options;
    if (!api_version && !key && headers.empty()) return {};
    std::string lines;
    auto refusal = api_version ? refusal_of_api_version(*api_version) : std::string{};
    if (refusal.empty()) refusal = encode_header_fields(headers, lines);
    if (refusal.empty() && key && key->absent()) refusal = "secret_key: is missing";
    if (!refusal.empty()) return refusal;
    auto fields = std::make_shared<HandleHeaders>(api_version ? *api_version : api_version_, lines);
    if (key) fields->client_headers = std::make_shared<ClientHeaders const>(host_, user_agent_, *key);
    out = std::move(fields);
    return {};
}

// Other instances have rate limits of their own. The highest bit distinguishes their keys from those of the client's instance.
RateLimitKey ClientCore::rate_limit_key(PreparedCall const& call) const noexcept
{
    auto const key = call.operation.rate_limit_key;
    if (!call.fields || !call.fields->client_headers) return key;
    auto const instance = call.fields->client_headers->key_id();
    if (instance == client_headers()->key_id()) return key;
    constexpr std::uint64_t mixer{0x9e37'79b9'7f4a'7c15}; // the golden ratio, for a multiplicative hash
    return ((instance ^ (key * mixer)) * mixer) | (RateLimitKey{1} << 63);
}

CallTraits ClientCore::traits(PreparedCall const& call) const noexcept
{
    auto const& options = call.options;
    CallTraits traits{call.operation};
    traits.rate_limit_key = rate_limit_key(call);
    traits.timeout = value_or_default(options.timeout, timeouts_.total);
    traits.max_attempts = value_or_default(options.max_attempts, retry_.max_attempts);
    traits.rate_limit = options.rate_limit.value_or(rate_limit_);
    return traits;
}

} // namespace clerk::detail

#include <clerk/testing/fake_backend.hpp>

#include "testing/options.hpp"
#include "testing/rules/seed.hpp"
#include "testing/server/responder.hpp"
#include "testing/server/server.hpp"

#include <stdexcept>
#include <utility>

namespace clerk::testing {

struct FakeBackend::Impl
{
    explicit Impl(FakeBackendOptions given)
        : options{detail::complete(std::move(given))}, responder{options}, server{options, detail::make_tls(options), responder}
    {}

    FakeBackendOptions const options;
    detail::Responder responder;
    detail::Server server;
};

FakeBackend::FakeBackend(FakeBackendOptions options) : impl_{std::make_unique<Impl>(std::move(options))} {}

FakeBackend::~FakeBackend() = default;

ClientOptions FakeBackend::client_options() const
{
    ClientOptions options;
    options.secret_key = SecretKey{impl_->options.secret_key};
    options.api_url = url();
    options.tls.ca_pem = impl_->options.ca_pem;
    return options;
}

std::string FakeBackend::url() const
{
    auto const& address = impl_->options.address;
    bool const v6 = address.find(':') != std::string::npos;
    char const* const scheme = impl_->options.plain_http ? "http://" : "https://";
    return scheme + (v6 ? '[' + address + ']' : address) + ':' + std::to_string(port()) + impl_->options.path_prefix;
}

std::uint16_t FakeBackend::port() const noexcept
{
    return impl_->server.port();
}

std::string FakeBackend::ca_pem() const
{
    return impl_->options.ca_pem;
}

std::string FakeBackend::secret_key() const
{
    return impl_->options.secret_key;
}

void FakeBackend::release()
{
    impl_->server.release();
}

void FakeBackend::close_idle_connections()
{
    impl_->server.close_idle_connections();
}

void FakeBackend::reset_connections()
{
    impl_->server.reset_connections();
}

void FakeBackend::stop()
{
    impl_->server.stop();
}

void FakeBackend::add_user(std::string_view address)
{
    impl_->responder.with_api([&](detail::FakeApi& api, Timestamp) { api.store.add_user(address); });
}

Invitation FakeBackend::add_invitation(std::string_view address)
{
    detail::NewInvitation params;
    params.email_address = address;
    return impl_->responder.with_api([&](detail::FakeApi& api, Timestamp now) { return api.store.create(params, now); });
}

void FakeBackend::seed(std::string_view json)
{
    impl_->responder.with_api([&](detail::FakeApi& api, Timestamp now) { detail::load_seed(json, api.store, now); });
}

bool FakeBackend::accept(std::string_view address)
{
    return impl_->responder.with_api([&](detail::FakeApi& api, Timestamp now) { return api.store.accept(address, now); });
}

std::vector<Invitation> FakeBackend::invitations() const
{
    return impl_->responder.with_api([](detail::FakeApi& api, Timestamp now) { return api.store.all(now); });
}

std::optional<Invitation> FakeBackend::find(std::string_view address) const
{
    return impl_->responder.with_api([&](detail::FakeApi& api, Timestamp now) { return api.store.latest(address, now); });
}

void FakeBackend::set_limit(Endpoint endpoint, std::size_t count, std::chrono::milliseconds window)
{
    if (window.count() <= 0) throw std::invalid_argument{"window: must be greater than zero"};
    impl_->responder.with_api([&](detail::FakeApi& api, Timestamp) { api.limiter.set(endpoint, count, window); });
}

void FakeBackend::remove_limit(Endpoint endpoint)
{
    impl_->responder.with_api([&](detail::FakeApi& api, Timestamp) { api.limiter.remove(endpoint); });
}

void FakeBackend::advance(std::chrono::milliseconds duration)
{
    impl_->responder.advance(duration);
}

Timestamp FakeBackend::now() const
{
    return impl_->responder.now();
}

void FakeBackend::script(Reply const& reply, std::size_t times)
{
    impl_->responder.script(reply, times);
}

std::size_t FakeBackend::scripted() const
{
    return impl_->responder.scripted();
}

void FakeBackend::clear_script()
{
    impl_->responder.clear_script();
}

std::vector<RecordedRequest> FakeBackend::requests() const
{
    return impl_->responder.journal.requests();
}

void FakeBackend::clear_requests()
{
    impl_->responder.journal.clear_requests();
}

bool FakeBackend::wait_for_requests(std::size_t count, std::chrono::milliseconds timeout) const
{
    return impl_->responder.journal.wait_for_requests(count, timeout);
}

std::uint64_t FakeBackend::connections() const
{
    return impl_->responder.journal.connections();
}

std::size_t FakeBackend::open_connections() const
{
    return impl_->responder.journal.open_connections();
}

bool FakeBackend::wait_for_open_connections(std::size_t count, std::chrono::milliseconds timeout) const
{
    return impl_->responder.journal.wait_for_open_connections(count, timeout);
}

} // namespace clerk::testing

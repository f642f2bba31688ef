#include <clerk/client.hpp>

#include "api/api_request.hpp"
#include "api/call.hpp"
#include "json/json_body.hpp"

#include <boost/asio/use_awaitable.hpp>
#include <boost/assert.hpp>

#include <stdexcept>

namespace clerk {

namespace asio = boost::asio;

namespace detail {

template <>
void decode_response(Response const& response, ResponseContext const& context, Result<ApiResponse>& to)
{
    if (auto body = decode_json_body(response.json(), context.max_json_depth))
        *to = {.status = response.status, .headers = response.fields, .body = std::move(*body)};
    else
        to = std::unexpected{decode_error(response, std::move(body.error().detail))};
}

void initiate_call(std::shared_ptr<ClientCore> core, PreparedCall&& call, CallHandler<ApiResponse>&& handler,
                   CompletionExecutor&& where)
{
    start_call<ApiResponse>(std::move(core), std::move(call), std::move(handler), std::move(where));
}

namespace {

/// Shares the ownership of the client.
std::shared_ptr<Engine> owning_engine(std::shared_ptr<ClientCore> core)
{
    auto& engine = core->engine();
    return {std::move(core), &engine};
}

} // namespace

void initiate_warm_up(std::shared_ptr<ClientCore> core, std::size_t connections, WarmUpHandler&& handler,
                      CompletionExecutor&& where)
{
    BOOST_ASSERT_MSG(core, "this handle was moved from");
    std::make_shared<WarmUpOp>(owning_engine(std::move(core)), std::move(handler), std::move(where))->start(connections);
}

void initiate_shutdown(std::shared_ptr<ClientCore> core, std::chrono::milliseconds grace, ShutdownHandler&& handler,
                       CompletionExecutor&& where)
{
    BOOST_ASSERT_MSG(core, "this handle was moved from");
    std::make_shared<ShutdownOp>(owning_engine(std::move(core)), grace, std::move(handler), std::move(where))->start();
}

} // namespace detail

Client::Client(asio::any_io_executor const& executor, ClientOptions const& options, detail::AsioMacros)
{
    if (!executor) throw std::invalid_argument{"executor: is empty"};
    core_ = std::make_shared<detail::ClientCore>(executor, options);
}

Invitations Client::invitations() const
{
    BOOST_ASSERT_MSG(core_, "this handle was moved from");
    return Invitations{core_, nullptr};
}

Invitations Client::invitations(HandleOptions const& options) const
{
    BOOST_ASSERT_MSG(core_, "this handle was moved from");
    std::shared_ptr<detail::HandleHeaders const> fields;
    auto const refusal = core_->make_handle_headers(options, fields);
    if (!refusal.empty()) throw std::invalid_argument{refusal};
    return Invitations{core_, std::move(fields)};
}

asio::awaitable<Result<ApiResponse>> Client::request(ApiRequest const& request, RequestOptions options) const
{
    return this->request(request, options, asio::use_awaitable);
}

detail::PreparedCall Client::prepare_request(ApiRequest const& request, RequestOptions options) const
{
    BOOST_ASSERT_MSG(core_, "this handle was moved from");
    return detail::prepare_request(*core_, request, options);
}

void Client::set_secret_key(SecretKey const& key) const
{
    BOOST_ASSERT_MSG(core_, "this handle was moved from");
    if (key.absent()) throw std::invalid_argument{"secret_key: is missing"};
    core_->set_secret_key(key);
}

asio::awaitable<Result<std::size_t>> Client::warm_up(std::size_t n) const
{
    return warm_up(n, asio::use_awaitable);
}

asio::awaitable<void> Client::shutdown(std::chrono::milliseconds grace) const
{
    return shutdown(grace, asio::use_awaitable);
}

void Client::close() const
{
    BOOST_ASSERT_MSG(core_, "this handle was moved from");
    core_->engine().close();
}

ClientStats Client::stats() const
{
    BOOST_ASSERT_MSG(core_, "this handle was moved from");
    return core_->engine().stats();
}

} // namespace clerk

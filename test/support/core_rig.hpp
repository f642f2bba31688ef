#pragma once

#include "support/rig.hpp"

#include "api/client_core.hpp"
#include "api/prepare.hpp"
#include "codec/create_params.hpp"
#include "common/operations.hpp"

#include <clerk/detail/initiation.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace clerk::test {

/// A context and a client core with replaced dependencies.
struct CoreRig
{
    boost::asio::io_context context{1};
    std::shared_ptr<detail::ClientCore> core;

    CoreRig(ClientOptions const& options, detail::ClientDependencies dependencies = {})
        : core{std::make_shared<detail::ClientCore>(context.get_executor(), options, std::move(dependencies))}
    {}

    /// A call, its signal and its result.
    struct Call
    {
        boost::asio::cancellation_signal signal;
        std::optional<Created> result;
        int completions{0};
        std::optional<boost::asio::any_io_executor> executor; ///< the handler's; unset = the client's
        std::function<void()> in_handler;                     ///< if set, the handler ends with it
    };

    void begin(Call& call, RequestOptions options = {}, CreateInvitationParams const& params = {"a@example.com"})
    {
        auto prepared = detail::prepare(detail::operations::create, options, [&](detail::PreparedCall& prepared_call) {
            prepared_call.has_body = true;
            return detail::encode_create(params, core->limits().max_json_depth, prepared_call.text);
        });
        BOOST_REQUIRE(prepared.refused == nullptr);
        detail::initiate_call(core, std::move(prepared),
                              detail::CallHandler<Invitation>{boost::asio::bind_cancellation_slot(call.signal.slot(),
                                                                                                  [&call](Created created) {
                                                                                                      ++call.completions;
                                                                                                      call.result.emplace(
                                                                                                          std::move(created));
                                                                                                      if (call.in_handler)
                                                                                                          call.in_handler();
                                                                                                  })},
                              {call.executor.value_or(context.get_executor()), true});
    }

    [[nodiscard]] ClientStats stats() const { return core->engine().stats(); }

    /// Runs the context until it is out of work. Asserts that the call completed once and that nothing is leased or waiting.
    Created& finish(Call& call)
    {
        run_out(context);
        BOOST_REQUIRE(call.result.has_value());
        BOOST_TEST(call.completions == 1);
        auto const now = stats();
        BOOST_TEST(now.leased == 0U);
        BOOST_TEST(now.waiting == 0U);
        BOOST_TEST(now.open == now.idle);
        return *call.result;
    }
};

/// A resolver that the test completes.
class SilentResolver final : public detail::Resolver
{
public:
    std::optional<detail::Endpoints> known(std::chrono::steady_clock::time_point) override { return std::nullopt; }

    void resolve(Handler handler) override { handlers.push_back(std::move(handler)); }

    void cancel() override { handlers.clear(); }

    std::vector<Handler> handlers;
};

} // namespace clerk::test

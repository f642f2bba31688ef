#include "support/answers.hpp"
#include "support/rig.hpp"

#include "transport/engine.hpp"

#include <new>

using namespace clerk::test;
using clerk::ClerkError;
using clerk::Delivery;
using clerk::ErrorKind;
namespace detail = clerk::detail;

BOOST_AUTO_TEST_SUITE(answers_without_memory)

namespace {

/// A call that cannot allocate memory for its response.
class OutOfMemoryCall final : public detail::CallBase
{
public:
    OutOfMemoryCall() : CallBase{{{.name = "GET request"}, ceiling, 1}} {}

    detail::RequestParts request(detail::RequestStorage&) override
    {
        return {"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "", "", "", ""};
    }

    std::optional<ClerkError> on_response(detail::Response const&) override { throw std::bad_alloc{}; }

    void fail(ClerkError&& failure) noexcept override { kept.emplace(std::move(failure)); }

    void complete() override { error = kept; }

    bool complete_here() override { return false; }

    std::optional<ClerkError> kept;

    std::optional<ClerkError> error;
};

} // namespace

BOOST_AUTO_TEST_CASE(responses_without_memory_fail_their_calls)
{
    for (int const status : {200, 404})
    {
        PeerOptions how;
        how.plain = true;
        ScriptedPeer peer{{{step::expect_request(), step::send(answer(status, "", "{}"))}}, how};
        boost::asio::io_context context;
        auto connections = std::make_shared<detail::ConnectionSettings>();
        connections->executor = context.get_executor();
        connections->resolver = detail::make_system_resolver(context.get_executor(), "127.0.0.1", peer.port(), true);
        connections->connect_timeout = ceiling;
        auto const engine = detail::Engine::make(context.get_executor(), {{}, {}, {}, std::move(connections)});
        auto const call = std::make_shared<OutOfMemoryCall>();
        engine->on_call_created();
        engine->start(call);
        run_until(context, [&] { return call->error.has_value(); });
        engine->on_call_delivered();
        run_out(context);
        BOOST_TEST(call->error->kind == ErrorKind::decode);
        BOOST_TEST(call->error->status == status);
        BOOST_TEST(call->error->delivery == (status == 200 ? Delivery::unknown : Delivery::rejected));
        BOOST_TEST(call->error->cause == make_error_code(boost::system::errc::not_enough_memory));
        auto const stats = engine->stats();
        BOOST_TEST(stats.connections_leased == 0U);
        BOOST_TEST(stats.connections_open == stats.connections_idle);
        engine->close();
    }
}

BOOST_AUTO_TEST_SUITE_END()

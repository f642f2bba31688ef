#include "support/answers.hpp"
#include "support/rig.hpp"

#include <algorithm>
#include <functional>
#include <stdexcept>

using namespace clerk::test;
using namespace std::string_literals;
using clerk::ErrorKind;
namespace asio = boost::asio;

// Input of the caller cannot inject header fields, lines or path segments into a request.
BOOST_AUTO_TEST_SUITE(injection)

namespace {

std::string const endings[]{"\r\nX-Injected: 1", "\nX-Injected: 1", "\rX-Injected: 1", "\0X-Injected: 1"s,
                            "\r\n\r\nPOST /v1/injected HTTP/1.1\r\nX-Injected: 1\r\n\r\n"};

/// Checks that nothing was sent, or one request with one line for each field.
void check_harmless(ScriptedPeer const& peer, std::optional<ErrorKind> kind)
{
    auto const requests = peer.requests();
    if (kind == ErrorKind::invalid_argument) BOOST_TEST(requests.empty());
    BOOST_TEST(requests.size() <= 1U);
    for (auto const& request : requests)
    {
        auto const head = request.text.substr(0, request.text.find("\r\n\r\n") + 2);
        BOOST_TEST(head.find("\nX-Injected") == std::string::npos);
        BOOST_TEST(head.find("\rX-Injected") == std::string::npos);
        BOOST_TEST(head.find('\0') == std::string::npos);
        BOOST_TEST(head.starts_with(head.starts_with("GET") ? "GET /v1/" : "POST /v1/invitations"));
        BOOST_TEST(std::ranges::count(head, '\n') == std::ranges::count(head, '\r'));
    }
}

using Call = std::function<std::optional<ErrorKind>(Rig&, std::string const&)>;

template <class T>
std::optional<ErrorKind> kind_of(clerk::Result<T> const& result)
{
    return result ? std::nullopt : std::optional{result.error().kind};
}

void check_call(Call const& call)
{
    for (auto const& ending : endings) BOOST_TEST_CONTEXT("ending " << &ending - endings)
        {
            ScriptedPeer peer{{{step::expect_request(), step::send(created("ok"))}}};
            Rig rig{peer.client_options()};
            std::optional<ErrorKind> kind;
            try
            {
                kind = call(rig, ending);
            }
            catch (std::invalid_argument const&)
            {
                kind = ErrorKind::invalid_argument;
            }
            check_harmless(peer, kind);
            check_quiet(rig.client);
        }
}

std::optional<ErrorKind> create_with(Rig& rig, std::function<void(clerk::CreateInvitationParams&)> const& change)
{
    clerk::CreateInvitationParams params{"a@example.com"};
    change(params);
    return kind_of(rig.create({}, params));
}

} // namespace

BOOST_AUTO_TEST_CASE(by_no_parameter_of_a_create)
{
    check_call([](Rig& rig, std::string const& bad) {
        return create_with(rig, [&](auto& params) { params.email_address = "a@example.com" + bad; });
    });
    check_call([](Rig& rig, std::string const& bad) {
        return create_with(rig, [&](auto& params) { params.redirect_url = "https://example.com/" + bad; });
    });
    check_call([](Rig& rig, std::string const& bad) {
        return create_with(rig, [&](auto& params) { params.public_metadata["key" + bad] = "value" + bad; });
    });
}

BOOST_AUTO_TEST_CASE(by_no_parameter_of_a_list)
{
    using Params = clerk::ListInvitationsParams;
    auto const list = [](Rig& rig, Params const& params) { return kind_of(run(rig.context, rig.invitations.list(params))); };
    check_call([&](Rig& rig, std::string const& bad) {
        Params params;
        params.query = "q" + bad;
        return list(rig, params);
    });
    check_call([&](Rig& rig, std::string const& bad) {
        Params params;
        params.order_by = "-created_at" + bad;
        return list(rig, params);
    });
    check_call([&](Rig& rig, std::string const& bad) {
        Params params;
        params.status = clerk::InvitationStatus{"pending" + bad};
        return list(rig, params);
    });
}

BOOST_AUTO_TEST_CASE(by_no_id_to_revoke)
{
    check_call([](Rig& rig, std::string const& bad) { return kind_of(run(rig.context, rig.invitations.revoke("inv_1" + bad))); });
    for (std::string const id : {"../users", "a/b", "a?b=c", "a#b", "%2e%2e", "a b"}) BOOST_TEST_CONTEXT(id)
        {
            ScriptedPeer peer{{{step::expect_request(), step::send(created("ok"))}}};
            Rig rig{peer.client_options()};
            check_created(run(rig.context, rig.invitations.revoke(id)), "ok");
            auto const line = peer.requests().at(0).text.substr(0, peer.requests().at(0).text.find('\r'));
            BOOST_TEST(std::ranges::count(line, '/') == 5); // of /v1/invitations/ID/revoke and HTTP/1.1
            BOOST_TEST(line.find('?') == std::string::npos);
            BOOST_TEST(std::ranges::count(line, ' ') == 2);
        }
}

BOOST_AUTO_TEST_CASE(by_no_member_of_a_request_to_any_endpoint)
{
    auto const ask = [](Rig& rig, clerk::ApiRequest const& request) {
        return kind_of(run(rig.context, rig.client.request(request)));
    };
    check_call([&](Rig& rig, std::string const& bad) { return ask(rig, {"GET" + bad, "/v1/users"}); });
    check_call([&](Rig& rig, std::string const& bad) { return ask(rig, {"GET", "/v1/users" + bad}); });
    check_call([&](Rig& rig, std::string const& bad) {
        clerk::ApiRequest request{"GET", "/v1/users"};
        request.query = {{"name" + bad, "value" + bad}};
        return ask(rig, request);
    });
    check_call([&](Rig& rig, std::string const& bad) {
        clerk::ApiRequest request{"GET", "/v1/users"};
        request.api_version = "2026-05-12" + bad;
        return ask(rig, request);
    });
    check_call([&](Rig& rig, std::string const& bad) {
        clerk::ApiRequest request{"GET", "/v1/users"};
        request.headers = {{"X-Name", "value" + bad}};
        return ask(rig, request);
    });
    check_call([&](Rig& rig, std::string const& bad) {
        clerk::ApiRequest request{"GET", "/v1/users"};
        request.headers = {{"X-Name" + bad, "value"}};
        return ask(rig, request);
    });
}

BOOST_AUTO_TEST_CASE(by_no_option)
{
    using Change = std::function<void(clerk::ClientOptions&, std::string const&)>;
    Change const changes[]{
        [](auto& options, auto const& bad) { options.secret_key = clerk::SecretKey{"sk_test_1" + bad}; },
        [](auto& options, auto const& bad) { options.api_url += bad; },
        [](auto& options, auto const& bad) { options.api_url += "/prefix" + bad; },
        [](auto& options, auto const& bad) { options.api_version += bad; },
        [](auto& options, auto const& bad) { options.user_agent_suffix = "app" + bad; },
    };
    ScriptedPeer const peer{{{}}};
    asio::io_context context;
    for (auto const& change : changes)
        for (auto const& ending : endings)
            BOOST_CHECK_THROW(
                {
                    auto options = peer.client_options();
                    change(options, ending);
                    clerk::Client const client(context.get_executor(), options);
                },
                std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(by_no_option_of_a_handle)
{
    ScriptedPeer const peer{{{}}};
    Rig rig{peer.client_options()};
    for (auto const& ending : endings)
    {
        clerk::HandleOptions version;
        version.api_version = "2026-05-12" + ending;
        BOOST_CHECK_THROW(static_cast<void>(rig.client.invitations(version)), std::invalid_argument);
        clerk::HandleOptions value;
        value.headers = {{"X-Name", "value" + ending}};
        BOOST_CHECK_THROW(static_cast<void>(rig.client.invitations(value)), std::invalid_argument);
        clerk::HandleOptions name;
        name.headers = {{"X-Name" + ending, "value"}};
        BOOST_CHECK_THROW(static_cast<void>(rig.client.invitations(name)), std::invalid_argument);
    }
}

BOOST_AUTO_TEST_SUITE_END()

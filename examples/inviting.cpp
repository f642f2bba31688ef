// All parameters of a create, and the handling of an unknown result.
//
// CLERK_SECRET_KEY holds the key.
#include <clerk/clerk.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <exception>
#include <iostream>
#include <optional>
#include <string>
#include <utility>

namespace {

namespace asio = boost::asio;

clerk::CreateInvitationParams with_all_parameters()
{
    clerk::CreateInvitationParams params{"ann@example.com"};
    params.public_metadata = {{"team", "blue"}, {"limits", {{"projects", 3}}}};
    params.redirect_url = "https://www.example.com/welcome";
    params.expires_in_days = 14;
    params.notify = true;
    params.ignore_existing = false;
    params.template_slug = clerk::TemplateSlug::invitation;
    return params;
}

// Finds the pending invitation of an address. `query` also finds parts of addresses, so the result is compared.
asio::awaitable<clerk::Result<std::optional<clerk::Invitation>>> find_pending(clerk::Invitations invitations, std::string address)
{
    clerk::ListInvitationsParams params;
    params.query = address;
    params.status = clerk::InvitationStatus::pending;
    auto page = co_await invitations.list(params);
    if (!page) co_return std::unexpected{std::move(page.error())};
    std::optional<clerk::Invitation> found;
    for (auto& invitation : page->data)
        if (invitation.email_address == address) found = std::move(invitation);
    co_return found;
}

asio::awaitable<void> invite_or_look(clerk::Invitations invitations, std::string address)
{
    auto const created = co_await invitations.create(address);
    if (created)
        std::cout << "created: " << created->status << '\n';
    else if (created.error().advice() != clerk::Advice::look_first)
        std::cout << "not created: " << created.error() << '\n';
    else
    {
        auto const found = co_await find_pending(invitations, address);
        if (!found)
            std::cout << "still unknown: look again later\n";
        else
            std::cout << (*found ? "it was created\n" : "it was not created: call again\n");
    }
}

// Prints an error without texts of the server, which may quote an address.
void explain(clerk::ClerkError const& error)
{
    std::clog << error.kind << " in phase " << error.phase << ", delivery " << error.delivery << ", advice " << error.advice()
              << '\n';
    for (clerk::ApiError const& entry : error.errors) std::clog << "Clerk's code: " << entry.code << '\n';
    if (error.kind == clerk::ErrorKind::transport && error.phase == clerk::Phase::connect)
        std::clog << "the host cannot be reached: " << error.cause.message() << '\n';
    if (error.not_retried == clerk::NotRetried::delay_exceeds_deadline) std::clog << "a longer timeout would help\n";
}

// For code that prefers exceptions.
asio::awaitable<void> invite_or_throw(clerk::Invitations invitations)
{
    try
    {
        clerk::Invitation const created = clerk::value_or_throw(co_await invitations.create("no address"));
        std::cout << created.id << '\n';
    }
    catch (clerk::ClerkException const& thrown)
    {
        explain(thrown.error());
        std::cout << thrown.code().message() << '\n';
    }
}

asio::awaitable<void> invite_without_an_email(clerk::Invitations invitations)
{
    clerk::CreateInvitationParams params{"bob@example.com"};
    params.notify = false; // your program sends the link itself
    auto const created = co_await invitations.create(params);
    if (created && created->url) std::cout << "link of " << created->url->size() << " bytes\n"; // a credential: do not log it
}

// A worker that invites in the background may wait as long as Clerk's hourly limit lasts.
asio::awaitable<void> invite_patiently(clerk::Invitations invitations)
{
    using namespace std::chrono_literals;
    clerk::RequestOptions options;
    options.timeout = 2h;
    auto const created = co_await invitations.create("carol@example.com", options);
    std::cout << (created ? "in time" : created.error().message()) << '\n';
}

asio::awaitable<void> everything(clerk::Client client)
{
    auto const invitations = client.invitations();
    auto const params = with_all_parameters();
    auto const created = co_await invitations.create(params);
    if (created) std::cout << created->email_address << ' ' << created->public_metadata.at("team").as_string().c_str() << '\n';
    co_await invite_or_look(invitations, "dan@example.com");
    co_await invite_without_an_email(invitations);
    co_await invite_patiently(invitations);
    co_await invite_or_throw(invitations);
    auto const again = co_await find_pending(invitations, "dan@example.com");
    std::cout << (again && *again ? "found" : "missing") << '\n';
}

} // namespace

int main()
{
    try
    {
        asio::io_context context;
        clerk::Client const client{context, clerk::ClientOptions::from_environment()};
        asio::co_spawn(context, everything(client), [](std::exception_ptr thrown) {
            if (thrown) std::rethrow_exception(thrown);
        });
        context.run();
    }
    catch (std::exception const& error)
    {
        std::cerr << error.what() << '\n';
        return 1;
    }
}

// Mistakes that the compiler must report: see misuse.sh. Without MISTAKE, the file is correct.
#include <clerk/clerk.hpp>

#include <boost/asio/io_context.hpp>

using Created = clerk::Result<clerk::Invitation>;

namespace {

void use(clerk::Client const& client, clerk::Invitations const& invitations)
{
    clerk::RequestOptions const options;
    auto const right = [](Created const&) {};
    auto const wrong = [](int, int) {};
    invitations.create("a@example.com", options, right);
#if MISTAKE == 1
    invitations.create("a@example.com", wrong);
#elif MISTAKE == 2
    invitations.create("a@example.com", options, wrong);
#elif MISTAKE == 3
    invitations.create("a@example.com", right, options);
#elif MISTAKE == 4
    invitations.create(options, "a@example.com", right);
#elif MISTAKE == 5
    invitations.list({}, wrong);
#elif MISTAKE == 6
    invitations.list(options);
#elif MISTAKE == 7
    invitations.revoke("inv_1", wrong);
#elif MISTAKE == 8
    client.request({"GET", "/v1/users"}, wrong);
#elif MISTAKE == 9
    client.warm_up(1, wrong);
#elif MISTAKE == 10
    client.shutdown(std::chrono::seconds{1}, wrong);
#elif MISTAKE == 11
    invitations.invite_many({}, clerk::InviteManyOptions{}, wrong);
#elif MISTAKE == 12
    invitations.all({}, 10, options, wrong);
#elif MISTAKE == 13
    invitations.pages().next(wrong);
#elif MISTAKE == 14
    clerk::Client const temporary{boost::asio::io_context{}, clerk::ClientOptions{}};
#elif MISTAKE == 15
    invitations.create_bulk({}, options, wrong);
#endif
    static_cast<void>(client);
    static_cast<void>(wrong);
}

} // namespace

int main()
{
    boost::asio::io_context context;
    clerk::Client const client{context, clerk::ClientOptions{}};
    use(client, client.invitations());
}

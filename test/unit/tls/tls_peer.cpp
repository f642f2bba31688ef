#include "unit/tls/tls_peer.hpp"

#include "testing/tls/tls_context.hpp"
#include "unit/net/steps.hpp"

#include <boost/test/unit_test.hpp>

#include <openssl/pem.h>

#include <array>
#include <stdexcept>

namespace clerk::test {

namespace {

void require(bool succeeded, char const* what)
{
    if (!succeeded) throw std::runtime_error{what};
}

} // namespace

TlsServer::TlsServer(testing::IssuedCertificate const& issued, int version) : context_{SSL_CTX_new(TLS_server_method())}
{
    require(context_ != nullptr, "SSL_CTX_new");
    testing::detail::use_certificate(*context_, issued.certificate, issued.private_key);
    require(SSL_CTX_set_min_proto_version(context_.get(), version) == 1, "the version");
    require(SSL_CTX_set_max_proto_version(context_.get(), version) == 1, "the version");
    static constexpr unsigned char scope[] = "unit";
    require(SSL_CTX_set_session_id_context(context_.get(), scope, sizeof scope - 1) == 1, "the scope of sessions");
}

TlsPeer::TlsPeer(TlsServer const& server)
    : ssl_{SSL_new(server.context())}, input_{BIO_new(BIO_s_mem())}, output_{BIO_new(BIO_s_mem())}
{
    require(ssl_ != nullptr && input_ != nullptr && output_ != nullptr, "SSL_new");
    SSL_set_bio(ssl_.get(), input_, output_);
    SSL_set_accept_state(ssl_.get());
}

void TlsPeer::feed(std::string_view bytes)
{
    if (!bytes.empty()) BIO_write(input_, bytes.data(), static_cast<int>(bytes.size()));
    std::array<char, 4096> plain;
    std::size_t got = 0;
    if (speaks_first && SSL_in_init(ssl_.get()) == 1)
    {
        require(SSL_read_early_data(ssl_.get(), plain.data(), plain.size(), &got) == SSL_READ_EARLY_DATA_FINISH, "early data");
        return;
    }
    while (SSL_read_ex(ssl_.get(), plain.data(), plain.size(), &got) == 1) received.append(plain.data(), got);
    closed = (SSL_get_shutdown(ssl_.get()) & SSL_RECEIVED_SHUTDOWN) != 0;
}

void TlsPeer::write(std::string_view plain)
{
    std::size_t written = 0;
    require(SSL_write_ex(ssl_.get(), plain.data(), plain.size(), &written) == 1, "SSL_write_ex");
}

void TlsPeer::close_notify()
{
    require(SSL_shutdown(ssl_.get()) >= 0, "SSL_shutdown");
}

void TlsPeer::update_key(bool ask_for_the_same)
{
    auto const kind = ask_for_the_same ? SSL_KEY_UPDATE_REQUESTED : SSL_KEY_UPDATE_NOT_REQUESTED;
    require(SSL_key_update(ssl_.get(), kind) == 1 && SSL_do_handshake(ssl_.get()) == 1, "SSL_key_update");
}

void TlsPeer::new_ticket()
{
    require(SSL_new_session_ticket(ssl_.get()) == 1 && SSL_do_handshake(ssl_.get()) == 1, "SSL_new_session_ticket");
}

void TlsPeer::write_early(std::string_view plain)
{
    std::size_t written = 0;
    require(SSL_write_early_data(ssl_.get(), plain.data(), plain.size(), &written) == 1, "SSL_write_early_data");
}

std::string TlsPeer::take_output()
{
    std::string bytes(BIO_ctrl_pending(output_), '\0');
    if (!bytes.empty()) BIO_read(output_, bytes.data(), static_cast<int>(bytes.size()));
    return bytes;
}

TlsWorld::TlsWorld()
    : localhost{authority.issue(testing::CertificateAuthority::localhost())}, server{localhost},
      server_1_2{localhost, TLS1_2_VERSION}
{}

TlsWorld const& TlsWorld::get()
{
    static TlsWorld const world;
    return world;
}

TlsOptions TlsWorld::trusting() const
{
    TlsOptions options;
    options.ca_pem = authority.certificate();
    return options;
}

TlsPair::TlsPair(detail::TlsContext const& context, TlsServer const& server_context)
    : client{&context, LimitOptions{}}, server{server_context}
{}

Step TlsPair::shake_hands()
{
    auto step = client.on_connected();
    for (int flights = 0; step == Step::pending && flights < 10; ++flights)
    {
        server.feed(take_output(client));
        auto const flight = server.take_output();
        if (flight.empty()) break;
        step = client.on_bytes(flight);
    }
    return step;
}

void TlsPair::deliver()
{
    server.feed(take_output(client));
}

Step TlsPair::exchange()
{
    BOOST_TEST_REQUIRE(client.begin(request) == Step::pending);
    deliver();
    BOOST_TEST(server.received == joined(request));
    server.received.clear();
    server.write(answer);
    return client.on_bytes(server.take_output());
}

} // namespace clerk::test

#include "clients/floor_connection.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <charconv>
#include <cstring>
#include <stdexcept>

namespace bench::floor {

Context::Context(Options const& options) : tls{SSL_CTX_new(TLS_client_method())}, host{options.host}
{
    SSL_CTX_set_verify(tls.get(), SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_min_proto_version(tls.get(), TLS1_2_VERSION);
    // One read of the socket takes a whole record, instead of its header first.
    SSL_CTX_set_read_ahead(tls.get(), 1);
    if (SSL_CTX_load_verify_file(tls.get(), options.ca_file.c_str()) != 1) throw std::runtime_error{"--ca cannot be read"};
    if (options.resumption)
    {
        SSL_CTX_set_session_cache_mode(tls.get(), SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
        SSL_CTX_set_app_data(tls.get(), this);
        SSL_CTX_sess_set_new_cb(tls.get(), [](SSL* ssl, SSL_SESSION* fresh) {
            auto* self = static_cast<Context*>(SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl)));
            self->session.reset(fresh);
            return 1;
        });
    }
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(options.port)));
}

Connection::Connection(Context& context)
    : descriptor_{socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)}, ssl_{SSL_new(context.tls.get())}
{
    int const on = 1;
    setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr address{};
    static_assert(sizeof address == sizeof context.address);
    std::memcpy(&address, &context.address, sizeof address);
    if (connect(descriptor_, &address, sizeof address) != 0) throw std::runtime_error{"cannot connect"};
    SSL_set_fd(ssl_.get(), descriptor_);
    SSL_set_tlsext_host_name(ssl_.get(), context.host.c_str());
    SSL_set1_host(ssl_.get(), context.host.c_str());
    if (context.session) SSL_set_session(ssl_.get(), context.session.get());
    if (SSL_connect(ssl_.get()) != 1) throw std::runtime_error{"the handshake failed"};
    fcntl(descriptor_, F_SETFL, O_NONBLOCK);
}

Connection::~Connection()
{
    SSL_set_shutdown(ssl_.get(), SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
    close(descriptor_);
}

void Connection::send(std::string const& host)
{
    constexpr std::size_t largest_length = 4;
    out_.assign("POST /v1/invitations HTTP/1.1\r\nHost: ");
    out_ += host;
    out_ += "\r\nAuthorization: Bearer sk_test_fake_backend_key\r\nAccept: application/json\r\nUser-Agent: floor/1.0\r\n"
            "Clerk-API-Version: 2026-05-12\r\nContent-Type: application/json\r\nContent-Length: ";
    std::size_t const length_at = out_.size();
    out_ += "0000\r\n\r\n";
    std::size_t const body_at = out_.size();
    write_body(out_);
    std::array<char, largest_length + 1> digits{};
    auto const* const end = std::to_chars(digits.data(), digits.data() + digits.size(), out_.size() - body_at).ptr;
    auto const count = static_cast<std::size_t>(end - digits.data());
    out_.replace(length_at + largest_length - count, count, digits.data(), count);
    if (SSL_write(ssl_.get(), out_.data(), static_cast<int>(out_.size())) <= 0) throw std::runtime_error{"cannot send"};
}

Connection::Progress Connection::receive(Invitation& to)
{
    // The tickets that follow a handshake are read with the first answer: OpenSSL asks for more then.
    int const got = SSL_read(ssl_.get(), in_.data() + filled_, static_cast<int>(in_.size() - filled_));
    if (got <= 0) return SSL_get_error(ssl_.get(), got) == SSL_ERROR_WANT_READ ? Progress::incomplete : Progress::failed;
    filled_ += static_cast<std::size_t>(got);
    std::string_view const bytes{in_.data(), filled_};
    auto const head = read_head(bytes);
    if (head.size == 0 || filled_ < head.size + head.body) return Progress::incomplete;
    filled_ = 0;
    if (head.status != 200 || !read_invitation(bytes.substr(head.size, head.body), to)) return Progress::failed;
    return head.keep_alive ? Progress::complete : Progress::complete_and_closed;
}

} // namespace bench::floor

#pragma once

#include <clerk/testing/fake_backend.hpp>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace clerk::test {

/// An HTTP request for `BlockingClient`; `Host` and `Content-Length` are added to it.
struct HttpRequest
{
    std::string method{"POST"};
    std::string target{"/v1/invitations"};
    std::string body;
    std::optional<std::string> content_type{"application/json"};
    std::optional<std::string> authorization{"Bearer sk_test_fake_backend_key"};
    std::vector<std::pair<std::string, std::string>> headers;
};

/// An HTTP response.
struct HttpAnswer
{
    int status{0};
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;

    [[nodiscard]] std::optional<std::string> header(std::string_view name) const
    {
        for (auto const& [key, value] : headers)
            if (boost::beast::iequals(key, name)) return value;
        return std::nullopt;
    }

    [[nodiscard]] boost::json::value json() const { return boost::json::parse(body); }

    /// The code of the only or first error.
    [[nodiscard]] std::string code() const { return json().at("errors").at(0).at("code").as_string().c_str(); }
};

/// A blocking TLS client that verifies its peer and shares no code with the library. Throws `boost::system::system_error`.
class BlockingClient
{
public:
    struct Options
    {
        std::string host{"127.0.0.1"};          ///< the name to verify
        std::shared_ptr<SSL_SESSION> session{}; ///< one to resume
        int max_tls_version{0};                 ///< 0 = any
    };

    explicit BlockingClient(testing::FakeBackend const& backend) : BlockingClient{backend, Options{}} {}

    BlockingClient(testing::FakeBackend const& backend, Options const& options)
    {
        namespace ssl = boost::asio::ssl;
        tls_.add_certificate_authority(boost::asio::buffer(backend.ca_pem()));
        tls_.set_verify_mode(ssl::verify_peer);
        tls_.set_verify_callback(ssl::host_name_verification{options.host});
        SSL_CTX_set_max_proto_version(tls_.native_handle(), options.max_tls_version);
        stream_.emplace(context_, tls_);
        if (options.session) SSL_set_session(stream_->native_handle(), options.session.get());
        stream_->lowest_layer().connect({boost::asio::ip::address_v4::loopback(), backend.port()});
        stream_->lowest_layer().set_option(boost::asio::ip::tcp::no_delay{true});
        stream_->handshake(ssl::stream_base::client);
    }

    [[nodiscard]] HttpAnswer request(HttpRequest const& request)
    {
        send(request);
        return read();
    }

    [[nodiscard]] HttpAnswer create(std::string body)
    {
        HttpRequest create;
        create.body = std::move(body);
        return request(create);
    }

    void send(HttpRequest const& request)
    {
        std::string text = request.method + ' ' + request.target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n";
        if (request.authorization) text += "Authorization: " + *request.authorization + "\r\n";
        if (request.content_type) text += "Content-Type: " + *request.content_type + "\r\n";
        for (auto const& [name, value] : request.headers) text += name + ": " + value + "\r\n";
        if (request.method != "GET") text += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
        send_bytes(text + "\r\n" + request.body);
    }

    void send_bytes(std::string_view bytes) { boost::asio::write(*stream_, boost::asio::buffer(bytes)); }

    /// Reads the next response. Its body has the size of `Content-Length`, or is empty.
    [[nodiscard]] HttpAnswer read()
    {
        std::size_t end = std::string::npos;
        while ((end = unread_.find("\r\n\r\n")) == std::string::npos) read_more();
        HttpAnswer answer = parse_head(std::string_view{unread_}.substr(0, end + 2));
        unread_.erase(0, end + 4);
        std::size_t const size = std::stoul(answer.header("Content-Length").value_or("0"));
        while (unread_.size() < size) read_more();
        answer.body = unread_.substr(0, size);
        unread_.erase(0, size);
        return answer;
    }

    /// Returns the result of one read: at most one TLS record.
    [[nodiscard]] std::string read_record()
    {
        unread_.clear();
        read_more();
        return std::exchange(unread_, {});
    }

    /// Reads until the end of the connection and returns how it ended.
    [[nodiscard]] boost::system::error_code read_to_the_end()
    {
        boost::system::error_code ec;
        while (!ec) unread_.append(chunk_.data(), stream_->read_some(boost::asio::buffer(chunk_), ec));
        return ec;
    }

    /// Bytes that were read and not consumed.
    [[nodiscard]] std::string const& unread() const noexcept { return unread_; }

    /// The latest session of this connection, to resume it on another.
    [[nodiscard]] std::shared_ptr<SSL_SESSION> session()
    {
        return {SSL_get1_session(stream_->native_handle()), [](SSL_SESSION* session) { SSL_SESSION_free(session); }};
    }

    [[nodiscard]] bool resumed() { return SSL_session_reused(stream_->native_handle()) == 1; }

    /// `TLSv1.3`.
    [[nodiscard]] std::string tls_version() { return SSL_get_version(stream_->native_handle()); }

private:
    void read_more() { unread_.append(chunk_.data(), stream_->read_some(boost::asio::buffer(chunk_))); }

    static HttpAnswer parse_head(std::string_view head)
    {
        HttpAnswer answer;
        answer.status = std::stoi(std::string{head.substr(9, 3)}); // after "HTTP/1.1 "
        head.remove_prefix(head.find("\r\n") + 2);
        for (; !head.empty(); head.remove_prefix(head.find("\r\n") + 2))
        {
            auto const line = head.substr(0, head.find("\r\n"));
            auto const colon = line.find(": ");
            answer.headers.emplace_back(line.substr(0, colon), line.substr(colon + 2));
        }
        return answer;
    }

    boost::asio::io_context context_;
    boost::asio::ssl::context tls_{boost::asio::ssl::context::tls_client};
    std::optional<boost::asio::ssl::stream<boost::asio::ip::tcp::socket>> stream_;
    std::array<char, 20'000> chunk_{};
    std::string unread_;
};

} // namespace clerk::test

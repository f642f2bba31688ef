#include "fuzz/input.hpp"
#include "fuzz/require.hpp"
#include "fuzz/targets.hpp"
#include "net/connection_state.hpp"
#include "tls/tls_context.hpp"
#include "unit/tls/tls_peer.hpp"

#include <algorithm>
#include <string>

namespace clerk::fuzz {

namespace {

using Step = detail::ConnectionState::Step;

constexpr detail::RequestParts request{"POST /v1/invitations HTTP/1.1\r\n", "Host: localhost\r\n",
                                       "Content-Length: ", "2\r\n\r\n", "{}"};
constexpr std::string_view answer = "HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{\"ok\":\"yes!\"}";
constexpr std::size_t most_output = 96 * 1024;
constexpr int most_actions = 64;

detail::TlsContext const& context()
{
    static detail::TlsContext const context{[] {
                                                auto options = test::TlsWorld::get().trusting();
                                                options.session_resumption = false;
                                                return options;
                                            }(),
                                            "localhost", false};
    return context;
}

/// A client and a server. Some bytes of the server are changed before the client receives them.
class Wire
{
public:
    explicit Wire(test::TlsServer const& server) : client_{&context(), LimitOptions{}}, server_{server} {}

    void run(Input& input)
    {
        take(client_.on_connected());
        for (int actions = 0; actions < most_actions && !failed_; ++actions)
        {
            if (input.empty()) break;
            act(input);
        }
        if (!failed_ && (running_ || !ready_)) take(client_.on_end({}));
    }

private:
    void act(Input& input)
    {
        switch (input.below(12))
        {
        case 0:
        case 1:
            return carry_to_server(std::string::npos);
        case 2:
            return carry_to_server(1 + input.below(1000));
        case 3:
        case 4:
            return carry_to_client(std::string::npos);
        case 5:
            return carry_to_client(1 + input.below(1000));
        case 6:
            return change(input);
        case 7:
            if (!ready_ || running_) return;
            running_ = true;
            return take(client_.begin(request));
        case 8:
            if (established()) server_.write(answer);
            return;
        case 9:
            if (established() && SSL_version(server_.ssl()) == TLS1_3_VERSION) server_.update_key(input.flag());
            return;
        case 10:
            if (established() && SSL_version(server_.ssl()) == TLS1_3_VERSION) server_.new_ticket();
            return;
        default:
            if (established()) server_.close_notify();
            said_goodbye_ = true;
            return;
        }
    }

    bool established() const { return SSL_is_init_finished(server_.ssl()) == 1 && !said_goodbye_; }

    void carry_to_server(std::size_t most)
    {
        auto const some = std::string{client_.output().substr(0, most)};
        if (some.empty()) return;
        client_.on_written(some.size());
        server_.feed(some);
        require(!client_.broken(), "the rest of a request can be encrypted");
    }

    void carry_to_client(std::size_t most)
    {
        to_client_ += server_.take_output();
        auto const some = to_client_.substr(0, most);
        to_client_.erase(0, some.size());
        if (some.empty()) return;
        if (ready_ && !running_)
        {
            failed_ = !client_.still_usable(some);
            return;
        }
        take(client_.on_bytes(some));
    }

    /// Changes a byte, drops some, repeats some or inserts some.
    void change(Input& input)
    {
        to_client_ += server_.take_output();
        if (to_client_.empty()) return;
        auto const at = input.below(std::min<std::size_t>(to_client_.size(), 65536));
        auto const size = std::min(1 + input.below(40), to_client_.size() - at);
        switch (input.below(4))
        {
        case 0:
            to_client_[at] = static_cast<char>(static_cast<unsigned char>(to_client_[at]) ^ (1 + input.below(255)));
            break;
        case 1:
            to_client_.erase(at, size);
            break;
        case 2:
            to_client_.insert(at, to_client_.substr(at, size));
            break;
        default:
            to_client_.insert(at, input.text(size));
            break;
        }
    }

    void take(Step step)
    {
        require(client_.output().size() <= most_output, "the output is bounded");
        switch (step)
        {
        case Step::pending:
            break;
        case Step::ready:
            require(!ready_, "a handshake is done once");
            ready_ = true;
            break;
        case Step::answered:
            require(running_, "an answer belongs to a request");
            require(client_.response().status == 200 && client_.response().body == R"({"ok":"yes!"})",
                    "what was changed on the way is not taken for an answer");
            running_ = false;
            failed_ = !client_.reusable();
            break;
        case Step::failed:
            require(!client_.failure().detail.empty(), "a failure has a reason");
            require(client_.failure().kind == ErrorKind::tls || client_.failure().kind == ErrorKind::transport ||
                        client_.failure().kind == ErrorKind::protocol,
                    "a failure is of TLS, of the transport or of the protocol");
            failed_ = true;
            break;
        }
    }

    detail::ConnectionState client_;
    test::TlsPeer server_;
    std::string to_client_;
    bool ready_{false};
    bool running_{false};
    bool failed_{false};
    bool said_goodbye_{false};
};

} // namespace

void tls_connection(std::string_view bytes)
{
    Input input{bytes};
    auto const& world = test::TlsWorld::get();
    Wire{input.flag() ? world.server_1_2 : world.server}.run(input);
}

} // namespace clerk::fuzz

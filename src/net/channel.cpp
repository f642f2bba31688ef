#include "net/channel.hpp"

#include "vocabulary/wiped_text.hpp"

#include <algorithm>
#include <array>

namespace clerk::detail {

namespace {

constexpr std::size_t record_size = 16 * 1024; // the most that one TLS record holds
constexpr std::size_t kept_output_capacity = 4 * 1024;

/// Gathers the pieces of a request, so that a small one is one record, and wipes what it gathered.
class Gathering
{
public:
    template <class Write>
    bool operator()(RequestParts const& parts, Write write)
    {
        for (auto part : parts)
        {
            while (!part.empty())
            {
                auto const copied = part.copy(bytes_.data() + size_, bytes_.size() - size_);
                part.remove_prefix(copied);
                size_ += copied;
                if (size_ == bytes_.size() && !flush(write)) return false;
            }
        }
        return size_ == 0 || flush(write);
    }

private:
    template <class Write>
    bool flush(Write& write)
    {
        bool const written = write(std::string_view{bytes_.data(), size_});
        wipe(bytes_.data(), size_);
        size_ = 0;
        return written;
    }

    std::array<char, record_size> bytes_;
    std::size_t size_{0};
};

/// Appends, and leaves nothing behind in memory that was outgrown.
void append_wiping(std::string& text, std::string_view more)
{
    if (text.capacity() - text.size() < more.size())
    {
        std::string larger;
        larger.reserve(2 * text.size() + more.size());
        larger += text;
        wipe(text.data(), text.size());
        text.swap(larger);
    }
    text += more;
}

} // namespace

Channel::Channel(TlsContext const* context)
{
    if (context != nullptr) tls_.emplace(*context);
}

Channel::~Channel()
{
    wipe(plain_.out.data(), plain_.out.size());
}

TlsSession::Handshake Channel::handshake()
{
    return tls_ ? tls_->handshake() : TlsSession::Handshake::done;
}

bool Channel::write(RequestParts const& parts)
{
    Gathering gathering;
    return gathering(parts, [this](std::string_view plain) {
        if (tls_) return tls_->write(plain);
        append_wiping(plain_.out, plain);
        return true;
    });
}

TlsSession::Read Channel::read(char* to, std::size_t size, std::size_t& got)
{
    if (tls_) return tls_->read(to, size, got);
    got = plain_.in.copy(to, size);
    plain_.in.remove_prefix(got);
    if (got > 0) return TlsSession::Read::data;
    return plain_.in_ended ? TlsSession::Read::closed : TlsSession::Read::want_input;
}

void Channel::feed(std::string_view bytes) noexcept
{
    if (tls_)
        tls_->feed(bytes);
    else
        plain_.in = bytes;
}

void Channel::feed_end() noexcept
{
    if (tls_)
        tls_->feed_end();
    else
        plain_.in_ended = true;
}

bool Channel::holds_input() const noexcept
{
    return tls_ ? tls_->holds_input() : !plain_.in.empty();
}

void Channel::on_written(std::size_t size) noexcept
{
    written_ += size;
    auto& bytes = out();
    if (written_ < bytes.size()) return;
    if (!tls_) wipe(bytes.data(), bytes.size());
    bytes.clear();
    if (bytes.capacity() > kept_output_capacity) bytes.shrink_to_fit();
    written_ = 0;
}

void Channel::release_buffers() noexcept
{
    if (tls_) tls_->release_buffers();
    if (out().empty()) out().shrink_to_fit();
}

void Channel::close() noexcept
{
    if (tls_) tls_->close();
}

std::string const& Channel::failure() const noexcept
{
    static std::string const none;
    return tls_ ? tls_->failure() : none;
}

} // namespace clerk::detail

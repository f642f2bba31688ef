#include "net/secure_stream.hpp"

#include "common/concat_secret.hpp"

#include <algorithm>
#include <array>

namespace clerk::detail {

namespace {

constexpr std::size_t record_size = 16 * 1024; // maximum size of a TLS record
constexpr int records_ahead = 2;               // of the network, for a request of any size
constexpr std::size_t kept_output_capacity = 4 * 1024;

/// Appends and wipes memory that is released by growing.
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

SecureStream::SecureStream(TlsContext const* context)
{
    if (context != nullptr) tls_.emplace(*context);
}

SecureStream::~SecureStream()
{
    wipe(plain_.out.data(), plain_.out.size());
}

TlsSession::Handshake SecureStream::handshake()
{
    return tls_ ? tls_->handshake() : TlsSession::Handshake::done;
}

bool SecureStream::write(RequestParts const& parts)
{
    unsent_ = parts;
    unsent_part_ = 0;
    return write_more();
}

bool SecureStream::write_more()
{
    std::array<char, record_size> plain;
    bool written = true;
    for (int records = 0; written && records < records_ahead && has_unsent(); ++records)
    {
        auto const size = gather(plain.data(), plain.size());
        written = encrypt({plain.data(), size});
        wipe(plain.data(), size);
    }
    return written;
}

bool SecureStream::encrypt(std::string_view plain)
{
    if (tls_) return plain.empty() || tls_->write(plain);
    append_wiping(plain_.out, plain);
    return true;
}

// Copies parts of the request into one buffer, so that a small request is one record.
std::size_t SecureStream::gather(char* to, std::size_t size) noexcept
{
    std::size_t gathered = 0;
    for (; has_unsent(); ++unsent_part_)
    {
        auto& part = unsent_[unsent_part_];
        auto const room = size - gathered;
        if (part.size() > room)
        {
            part.copy(to + gathered, room);
            part.remove_prefix(room);
            return size;
        }
        std::char_traits<char>::copy(to + gathered, part.data(), part.size());
        gathered += part.size();
    }
    return gathered;
}

TlsSession::Read SecureStream::read(char* to, std::size_t size, std::size_t& got)
{
    if (tls_) return tls_->read(to, size, got);
    got = plain_.in.copy(to, size);
    plain_.in.remove_prefix(got);
    if (got > 0) return TlsSession::Read::data;
    return plain_.in_ended ? TlsSession::Read::closed : TlsSession::Read::want_input;
}

void SecureStream::feed(std::string_view bytes) noexcept
{
    if (tls_)
        tls_->feed(bytes);
    else
        plain_.in = bytes;
}

void SecureStream::feed_end() noexcept
{
    if (tls_)
        tls_->feed_end();
    else
        plain_.in_ended = true;
}

bool SecureStream::holds_input() const noexcept
{
    return tls_ ? tls_->holds_input() : !plain_.in.empty();
}

bool SecureStream::on_written(std::size_t size)
{
    written_ += size;
    auto& bytes = out();
    if (written_ < bytes.size()) return true;
    if (!tls_) wipe(bytes.data(), bytes.size());
    bytes.clear();
    written_ = 0;
    if (has_unsent()) return write_more();
    if (bytes.capacity() > kept_output_capacity) bytes.shrink_to_fit();
    return true;
}

void SecureStream::release_buffers() noexcept
{
    if (tls_) tls_->release_buffers();
    if (out().empty()) out().shrink_to_fit();
}

void SecureStream::close() noexcept
{
    if (tls_) tls_->close();
}

std::string const& SecureStream::failure() const noexcept
{
    static std::string const none;
    return tls_ ? tls_->failure() : none;
}

} // namespace clerk::detail

#include "tls/memory_bio.hpp"

#include <algorithm>
#include <new>

namespace clerk::detail {

namespace {

MemoryBios& bytes_of(BIO* bio) noexcept
{
    return *static_cast<MemoryBios*>(BIO_get_data(bio));
}

int read_bytes(BIO* bio, char* to, std::size_t size, std::size_t* read)
{
    auto& bytes = bytes_of(bio);
    BIO_clear_retry_flags(bio);
    *read = bytes.in.copy(to, size);
    bytes.in.remove_prefix(*read);
    if (*read > 0) return 1;
    if (!bytes.in_ended) BIO_set_retry_read(bio);
    return 0;
}

int write_bytes(BIO* bio, char const* from, std::size_t size, std::size_t* written)
{
    BIO_clear_retry_flags(bio);
    *written = 0;
    try
    {
        bytes_of(bio).out.append(from, size);
    }
    catch (std::bad_alloc const&)
    {
        return 0; // no exception may pass through OpenSSL; it reports a failed write
    }
    *written = size;
    return 1;
}

long control(BIO* bio, int command, long, void*)
{
    switch (command)
    {
    case BIO_CTRL_FLUSH:
        return 1;
    case BIO_CTRL_EOF:
        return bytes_of(bio).in_ended && bytes_of(bio).in.empty() ? 1 : 0;
    default:
        return 0;
    }
}

} // namespace

BioMethodPtr make_tls_bio_method()
{
    BioMethodPtr method{BIO_meth_new(BIO_TYPE_SOURCE_SINK, "clerk")};
    if (!method) throw std::bad_alloc{};
    BIO_meth_set_read_ex(method.get(), &read_bytes);
    BIO_meth_set_write_ex(method.get(), &write_bytes);
    BIO_meth_set_ctrl(method.get(), &control);
    return method;
}

BioPtr make_tls_bio(BIO_METHOD const* method, MemoryBios& bytes)
{
    BioPtr bio{BIO_new(method)};
    if (!bio) return bio;
    BIO_set_data(bio.get(), &bytes);
    BIO_set_init(bio.get(), 1);
    return bio;
}

} // namespace clerk::detail

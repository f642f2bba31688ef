#include "testing/tls/openssl_handles.hpp"

#include <openssl/err.h>

#include <array>
#include <cstddef>
#include <limits>
#include <stdexcept>

namespace clerk::testing::detail {

void throw_openssl_error(char const* doing)
{
    std::array<char, 256> reason{};
    ERR_error_string_n(ERR_get_error(), reason.data(), reason.size());
    ERR_clear_error();
    throw std::runtime_error(std::string{doing} + ": " + reason.data());
}

BioHandle read_only_bio(std::string const& text)
{
    if (text.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) throw std::length_error("PEM text");
    BioHandle bio{BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))};
    if (!bio) throw_openssl_error("reading a PEM text");
    return bio;
}

std::string text_of(BIO& bio)
{
    char* data = nullptr;
    long const size = BIO_get_mem_data(&bio, &data);
    return size > 0 ? std::string(data, static_cast<std::size_t>(size)) : std::string{};
}

} // namespace clerk::testing::detail

#include "url/percent_encoding.hpp"

#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

#include <cstddef>

namespace clerk::detail {

void append_percent_encoded(std::string& out, std::string_view text)
{
    // Boost.URL's overload that appends is noexcept, so it would terminate the program without memory.
    std::size_t const before = out.size();
    std::size_t const size = boost::urls::encoded_size(text, boost::urls::unreserved_chars);
    out.resize(before + size);
    boost::urls::encode(out.data() + before, size, text, boost::urls::unreserved_chars);
}

} // namespace clerk::detail

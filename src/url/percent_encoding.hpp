#pragma once

#include <string>
#include <string_view>

namespace clerk::detail {

/// Appends text and percent-encodes all characters except the unreserved ones (RFC 3986, 2.3), so that it is data in any part of
/// a URL.
void append_percent_encoded(std::string& out, std::string_view text);

} // namespace clerk::detail

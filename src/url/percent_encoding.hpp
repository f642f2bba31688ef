#pragma once

#include <string>
#include <string_view>

namespace clerk::detail {

/// Appends text with everything percent-encoded but the unreserved characters (RFC 3986, 2.3), so that it is data wherever in a
/// url it stands.
void append_percent_encoded(std::string& out, std::string_view text);

} // namespace clerk::detail

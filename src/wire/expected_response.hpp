#pragma once

namespace clerk::detail {

/// Requirements of a request on its response.
struct ExpectedResponse
{
    bool all_fields{false}; ///< `Response::fields` is to hold all of them
    int body_limits{1};     ///< its body may be this many times `max_body_bytes`
};

} // namespace clerk::detail

#pragma once

#include <string>

namespace clerk::detail {

/// Why a body is invalid. Names the field or position; never quotes the body.
struct DecodeFailure
{
    std::string detail;
};

} // namespace clerk::detail

#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>

namespace clerk::fuzz {

/// Aborts with the message unless the promise holds, so that a fuzzer keeps the input.
inline void require(bool holds, std::string const& promise)
{
    if (holds) return;
    std::fprintf(stderr, "a promise does not hold: %s\n", promise.c_str());
    std::abort();
}

} // namespace clerk::fuzz

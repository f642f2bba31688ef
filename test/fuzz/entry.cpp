#include "fuzz/targets.hpp"

#include <cstddef>
#include <cstdint>

// CLERK_FUZZ_TARGET is the target's name.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    clerk::fuzz::CLERK_FUZZ_TARGET({reinterpret_cast<char const*>(data), size});
    return 0;
}

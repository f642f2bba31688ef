#pragma once

namespace bench {

/// Returns the number of system calls for input, output and waiting since the start of the program.
[[nodiscard]] long io_calls() noexcept;

} // namespace bench

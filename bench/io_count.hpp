#pragma once

namespace bench {

/// The system calls of input, output and waiting since the program began, whoever made them.
[[nodiscard]] long io_calls() noexcept;

} // namespace bench

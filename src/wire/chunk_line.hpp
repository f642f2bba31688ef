#pragma once

#include <string_view>

namespace clerk::detail {

/// Whether a chunk may begin like this (RFC 9112, 7.1), as far as its size goes: extensions and what follows them are not looked
/// at.
///
/// Beast judges a chunk's line when it has all of it, which a peer that sends half of a wrong one never lets it have.
/// @param behind_another  whether the end of the chunk before comes first
[[nodiscard]] bool may_begin_a_chunk(std::string_view bytes, bool behind_another) noexcept;

} // namespace clerk::detail

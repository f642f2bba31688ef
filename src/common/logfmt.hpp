#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace clerk::detail {

/// Builds a line of `key=value` pairs. Values with other characters than visible ASCII, or with quotes, equal signs or
/// backslashes, are quoted and escaped as in JSON.
class LogfmtLine
{
public:
    explicit LogfmtLine(std::string_view event) { text("event", event); }

    /// Adds nothing if the value is empty.
    LogfmtLine& text(std::string_view name, std::string_view value);

    /// Adds nothing if the value is zero.
    LogfmtLine& number(std::string_view name, std::uint64_t value);

    /// Adds the value in milliseconds with up to three decimals.
    LogfmtLine& milliseconds(std::string_view name, std::chrono::nanoseconds value);

    /// Adds nothing if the value is false.
    LogfmtLine& flag(std::string_view name, bool value);

    [[nodiscard]] std::string_view view() const noexcept { return line_; }

private:
    void key(std::string_view name);

    std::string line_;
};

} // namespace clerk::detail

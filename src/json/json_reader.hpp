#pragma once

#include "json/plain_text.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace clerk::detail {

/// Why a text is not JSON.
enum class JsonReadError : std::uint8_t
{
    none,
    incomplete,
    malformed,
    too_deep
};

struct JsonNumber
{
    enum class Kind : std::uint8_t
    {
        integer,
        unsigned_integer, ///< too large for `integer`
        real              ///< has a fraction or an exponent, or is an integer out of range
    };

    Kind kind{};
    std::int64_t integer{0};
    std::uint64_t unsigned_integer{0};
    std::string_view text;
};

/// Reads one JSON text (RFC 8259) value by value, in its order. Strict: no comments, no trailing commas, valid UTF-8 only.
///
/// Look at the next value with `peek`, then read it with the function for its type, or with `skip`. Each returns whether it
/// succeeded; after the first failure, do not read further. Never reads beyond the text.
class JsonReader
{
public:
    /// @param max_depth  maximum number of open containers
    JsonReader(std::string_view text, std::size_t max_depth) noexcept
        : begin_{text.data()}, at_{begin_}, end_{begin_ + text.size()}, depth_left_{max_depth}
    {}

    JsonReader(JsonReader const&) = delete;
    JsonReader& operator=(JsonReader const&) = delete;

    /// Skips white space. Returns the first character of the next token, or NUL at the end.
    [[nodiscard]] char peek() noexcept
    {
        if (at_ != end_ && static_cast<unsigned char>(*at_) > ' ') return *at_;
        return skip_space();
    }

    /// Reads an object. Calls `member` with each key; it must read the value, and the key is valid until then.
    template <class Member>
    [[nodiscard]] bool object(Member&& member)
    {
        if (!enter()) return false;
        if (take('}')) return leave();
        do {
            if (peek() != '"') return fail();
            std::string_view const key = string();
            if (key.data() == nullptr) return false;
            if (!take(':')) return fail();
            if (!member(key)) return false;
        } while (take(','));
        return take('}') ? leave() : fail();
    }

    /// Reads an array. Calls `element` for each value; it must read it.
    template <class Element>
    [[nodiscard]] bool array(Element&& element)
    {
        if (!enter()) return false;
        if (take(']')) return leave();
        do {
            if (!element()) return false;
        } while (take(','));
        return take(']') ? leave() : fail();
    }

    /// Reads a string, after `peek` has returned its quotation mark. Returns a null view if it is malformed. The text is valid
    /// until the next string.
    [[nodiscard]] std::string_view string()
    {
        char const* const begin = ++at_;
        char const* const found = find_special_nearby(begin, end_);
        if (found == nullptr || *found != '"') return long_string(begin);
        at_ = found + 1;
        return {begin, static_cast<std::size_t>(found - begin)};
    }

    /// Reads a number, after `peek`. Its text points into that of the constructor.
    [[nodiscard]] bool number(JsonNumber& number) noexcept;

    /// Reads `true`, `false` or `null`.
    [[nodiscard]] bool literal(std::string_view name) noexcept;

    /// Reads any value, and checks its syntax.
    [[nodiscard]] bool skip();

    /// Returns whether only white space follows.
    [[nodiscard]] bool at_end() noexcept { return peek() == '\0' && at_ == end_; }

    /// Sets the error for the current position. Returns false.
    bool fail() noexcept { return fail(at_ == end_ ? JsonReadError::incomplete : JsonReadError::malformed); }

    [[nodiscard]] JsonReadError error() const noexcept { return error_; }

    /// Returns the number of bytes read.
    [[nodiscard]] std::size_t position() const noexcept { return static_cast<std::size_t>(at_ - begin_); }

    /// Limits the number of containers that may be opened inside the current one. Returns the previous limit.
    std::size_t limit_depth(std::size_t depth) noexcept { return std::exchange(depth_left_, depth); }

private:
    bool enter() noexcept
    {
        if (depth_left_ == 0) return fail(JsonReadError::too_deep);
        --depth_left_;
        ++at_;
        return true;
    }

    bool leave() noexcept
    {
        ++depth_left_;
        return true;
    }

    /// Reads one character after optional white space. Returns false if it is another one.
    bool take(char c) noexcept
    {
        if ((at_ == end_ || *at_ != c) && peek() != c) return false;
        ++at_;
        return true;
    }

    bool fail(JsonReadError error) noexcept
    {
        error_ = error;
        return false;
    }

    char skip_space() noexcept;
    [[nodiscard]] std::string_view long_string(char const* begin);
    [[nodiscard]] std::string_view decode_string(char const* begin);
    [[nodiscard]] bool decode_escape();
    [[nodiscard]] bool decode_code_point();
    [[nodiscard]] bool code_unit(unsigned& unit) noexcept;
    [[nodiscard]] bool long_number(char const* begin, JsonNumber& number) noexcept;
    [[nodiscard]] bool digits() noexcept;

    char const* begin_;
    char const* at_;
    char const* end_;
    std::size_t depth_left_;
    JsonReadError error_{JsonReadError::none};
    std::string decoded_;
};

} // namespace clerk::detail

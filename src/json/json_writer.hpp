#pragma once

#include <boost/json/value.hpp>

#include <charconv>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <string_view>

namespace clerk::detail {

/// Why a value cannot be written as JSON.
enum class JsonTextError
{
    none,
    invalid_utf8,
    not_finite, ///< a NaN or an infinity, for which JSON has no text
    too_deep
};

/// Appends JSON to a string. Reserves memory in advance instead of for each byte.
///
/// Call `finish` to complete the string. After an error its content is unspecified.
class JsonWriter
{
public:
    explicit JsonWriter(std::string& out);
    JsonWriter(JsonWriter const&) = delete;
    JsonWriter& operator=(JsonWriter const&) = delete;

    /// Text that is JSON already.
    template <std::size_t N>
    void raw(char const (&literal)[N])
    {
        std::memcpy(room(N), literal, N);
        at_ += N - 1;
    }

    template <std::integral Number>
    void integer(Number number)
    {
        char* const begin = room(std::numeric_limits<Number>::digits10 + 2); // a sign and the incomplete last digit
        at_ = std::to_chars(begin, end_, number).ptr;
    }

    [[nodiscard]] JsonTextError real(double number);
    [[nodiscard]] JsonTextError string(std::string_view text);

    /// Writes a text of printable ASCII that needs no escapes. Returns false for others.
    [[nodiscard]] bool plain_string(std::string_view text);

    [[nodiscard]] JsonTextError object(boost::json::object const& object, std::size_t max_depth);
    [[nodiscard]] JsonTextError value(boost::json::value const& value, std::size_t max_depth);

    void finish() { out_.resize(static_cast<std::size_t>(at_ - out_.data())); }

private:
    [[nodiscard]] char* room(std::size_t n)
    {
        if (static_cast<std::size_t>(end_ - at_) < n) grow(n);
        return at_;
    }

    void grow(std::size_t n);
    void resize(std::size_t used, std::size_t size);

    void put(char c)
    {
        *room(1) = c;
        ++at_;
    }

    [[nodiscard]] JsonTextError escaped(std::string_view text);
    [[nodiscard]] JsonTextError array(boost::json::array const& array, std::size_t max_depth);

    std::string& out_;
    char* at_{nullptr};
    char* end_{nullptr};
};

} // namespace clerk::detail

#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <boost/json/value_stack.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace clerk::detail {

/// Builds one JSON object from parser events. Numbers are converted to the nearest value; duplicate keys are an error.
///
/// Between `start` and `finish`, the events are those inside one object.
class ObjectBuilder
{
public:
    /// Discards the current value and begins an object.
    void start() noexcept;

    void text_part(std::string_view part) { stack_.push_chars(part); }

    void key(std::string_view rest)
    {
        stack_.push_key(rest);
        ++members_;
    }

    void string(std::string_view rest) { stack_.push_string(rest); }

    void integer(std::int64_t number, std::string_view text);

    void integer(std::uint64_t number) { stack_.push_uint64(number); }

    /// @param approximate  the parser's value, which may not be the nearest
    /// @returns            whether the number has a finite value
    [[nodiscard]] bool real(double approximate, std::string_view text);

    void boolean(bool value) { stack_.push_bool(value); }

    void null() { stack_.push_null(); }

    void object_end(std::size_t members) { stack_.push_object(members); }

    void array_end(std::size_t elements) { stack_.push_array(elements); }

    /// Completes the object that `start` began, with this many members.
    ///
    /// @returns the object, or nothing if it has a duplicate key at any depth
    [[nodiscard]] std::optional<boost::json::object> finish(std::size_t members);

private:
    // Space for 64 values. Further ones use the heap.
    alignas(boost::json::value) std::array<unsigned char, 64 * sizeof(boost::json::value)> memory_;
    boost::json::value_stack stack_{{}, memory_.data(), memory_.size()};
    std::size_t members_{0};
};

} // namespace clerk::detail

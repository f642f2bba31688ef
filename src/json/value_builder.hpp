#pragma once

#include "json/json_reader.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <boost/json/value_stack.hpp>

#include <array>
#include <cstddef>
#include <string_view>

namespace clerk::detail {

/// Builds a value of Boost.JSON from text. A number is converted to the nearest value: an integer, or a double if none has it,
/// which is infinite if the number is out of range.
class ValueBuilder
{
public:
    /// Discards what was read.
    void start() noexcept;

    /// Reads a value, for `finish`. Returns false if it is malformed.
    [[nodiscard]] bool value(JsonReader& reader);

    /// Returns the value. It has the last of members with equal keys. Then call `start` before further use.
    [[nodiscard]] boost::json::value finish() { return stack_.release(); }

    /// Reads the value of a member of an object, for `finish_object`. Returns false if it is malformed.
    [[nodiscard]] bool member(std::string_view key, JsonReader& reader);

    /// Reads an object, and adds its members to that of `finish_object`. Returns false if it is malformed.
    [[nodiscard]] bool members(JsonReader& reader);

    /// Stores the object in an empty one. Returns false if it has a duplicate key at any depth. Then call `start` before further
    /// use.
    [[nodiscard]] bool finish_object(boost::json::object& to);

    /// Returns whether a number was out of the range of a double.
    [[nodiscard]] bool out_of_range() const noexcept { return out_of_range_; }

private:
    bool number(JsonReader& reader);

    // Space for 64 values. Further ones use the heap.
    alignas(boost::json::value) std::array<unsigned char, 64 * sizeof(boost::json::value)> memory_;
    boost::json::value_stack stack_{{}, memory_.data(), memory_.size()};
    std::size_t size_{0};    ///< members of the innermost object read so far
    std::size_t members_{0}; ///< members of all objects
    bool out_of_range_{false};
};

} // namespace clerk::detail

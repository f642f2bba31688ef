#include "json/value_builder.hpp"

#include "portable/parse_double.hpp"

#include <boost/json/array.hpp>

#include <cmath>
#include <system_error>
#include <utility>

namespace clerk::detail {

namespace {

std::size_t members_of(boost::json::object const& object) noexcept;

std::size_t members_of(boost::json::value const& value) noexcept
{
    if (auto const* object = value.if_object()) return members_of(*object);
    std::size_t sum = 0;
    if (auto const* array = value.if_array())
        for (auto const& element : *array) sum += members_of(element);
    return sum;
}

std::size_t members_of(boost::json::object const& object) noexcept
{
    std::size_t sum = object.size();
    for (auto const& member : object) sum += members_of(member.value());
    return sum;
}

} // namespace

void ValueBuilder::start() noexcept
{
    stack_.reset();
    size_ = members_ = 0;
    out_of_range_ = false;
}

bool ValueBuilder::member(std::string_view key, JsonReader& reader)
{
    stack_.push_key({key.data(), key.size()});
    ++size_;
    ++members_;
    return value(reader);
}

bool ValueBuilder::members(JsonReader& reader)
{
    return reader.object([&](std::string_view key) { return member(key, reader); });
}

bool ValueBuilder::value(JsonReader& reader)
{
    switch (reader.peek())
    {
    case '"': {
        auto const text = reader.string();
        if (text.data() == nullptr) return false;
        stack_.push_string({text.data(), text.size()});
        return true;
    }
    case '{': {
        std::size_t const outer = std::exchange(size_, 0);
        if (!members(reader)) return false;
        stack_.push_object(std::exchange(size_, outer));
        return true;
    }
    case '[': {
        std::size_t elements = 0;
        if (!reader.array([&] { return ++elements, value(reader); })) return false;
        stack_.push_array(elements);
        return true;
    }
    case 't':
        stack_.push_bool(true);
        return reader.literal("true");
    case 'f':
        stack_.push_bool(false);
        return reader.literal("false");
    case 'n':
        stack_.push_null();
        return reader.literal("null");
    default:
        return number(reader);
    }
}

bool ValueBuilder::number(JsonReader& reader)
{
    JsonNumber number;
    if (!reader.number(number)) return false;
    switch (number.kind)
    {
    case JsonNumber::Kind::integer:
        // No integer is -0.
        if (number.integer == 0 && number.text.front() == '-')
            stack_.push_double(-0.0);
        else
            stack_.push_int64(number.integer);
        break;
    case JsonNumber::Kind::unsigned_integer:
        stack_.push_uint64(number.unsigned_integer);
        break;
    case JsonNumber::Kind::real: {
        double nearest = number.text.front() == '-' ? -HUGE_VAL : HUGE_VAL;
        if (parse_double(number.text, nearest) != std::errc{}) out_of_range_ = true;
        stack_.push_double(nearest);
        break;
    }
    }
    return true;
}

bool ValueBuilder::finish_object(boost::json::object& to)
{
    stack_.push_object(size_);
    boost::json::value value = stack_.release();
    auto& object = value.get_object();
    // An object keeps only the last of two equal keys, so a smaller member count reveals a duplicate.
    if (members_ > 1 && members_of(object) != members_) return false;
    to.swap(object);
    return true;
}

} // namespace clerk::detail

#include "json/object_builder.hpp"

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

void ObjectBuilder::start() noexcept
{
    stack_.reset();
    members_ = 0;
}

void ObjectBuilder::integer(std::int64_t number, std::string_view text)
{
    // No integer is -0.
    if (number == 0 && text.front() == '-')
        stack_.push_double(-0.0);
    else
        stack_.push_int64(number);
}

bool ObjectBuilder::real(double approximate, std::string_view text)
{
    double exact = 0;
    if (parse_double(text, exact) == std::errc::result_out_of_range)
    {
        if (!(std::abs(approximate) < 1)) return false;
        exact = std::copysign(0.0, approximate); // closer to zero than any other double
    }
    stack_.push_double(exact);
    return true;
}

std::optional<boost::json::object> ObjectBuilder::finish(std::size_t members)
{
    stack_.push_object(members);
    boost::json::value value = stack_.release();
    auto& object = value.get_object();
    // An object keeps only the last of two equal keys, so a smaller member count reveals a duplicate.
    if (members_ > 1 && members_of(object) != members_) return std::nullopt;
    return std::move(object);
}

} // namespace clerk::detail

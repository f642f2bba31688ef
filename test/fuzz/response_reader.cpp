#include "wire/response_reader.hpp"

#include "fuzz/input.hpp"
#include "fuzz/require.hpp"
#include "fuzz/targets.hpp"
#include "unit/wire/reading.hpp"

#include <clerk/client_options.hpp>

#include <cstdint>
#include <limits>
#include <string>

namespace clerk::fuzz {

namespace {

using Reader = detail::ResponseReader;
using Progress = Reader::Progress;

struct Reading
{
    std::size_t largest_block;
    std::uint32_t seed;
    bool clean_end;
};

std::string outcome(Reader& reader, std::string_view bytes, LimitOptions const& limits, Reading const& reading)
{
    reader.begin({.all_fields = true});
    auto progress = Progress::incomplete;
    in_blocks(bytes, reading.largest_block, reading.seed, [&](std::string_view block) {
        progress = reader.feed(block);
        return progress == Progress::incomplete;
    });
    if (progress == Progress::incomplete) progress = reader.end(reading.clean_end);
    require(progress != Progress::incomplete, "a response is complete or failed after the end of its connection");
    if (progress == Progress::failed)
    {
        require(!reader.failure().empty(), "a failure has a reason");
        return test::summary(progress, reader);
    }
    auto const& response = reader.response();
    require(response.status >= 200 && response.status <= 599, "a final status is from 200 to 599");
    require(response.body.size() <= limits.max_body_bytes, "a body is not over its limit");
    auto text = test::summary(progress, reader);
    // Bytes after the response are detected in its last block only.
    constexpr std::string_view surplus = " surplus";
    if (reader.surplus())
        text.erase(text.size() - response.body.size() - std::string_view{" body="}.size() - surplus.size(), surplus.size());
    for (auto const& [name, value] : response.fields) text.append("\n").append(name).append("=").append(value);
    return text;
}

} // namespace

void response_reader(std::string_view bytes)
{
    Input input{bytes};
    LimitOptions limits;
    limits.max_header_bytes = 256 + 2 * std::size_t{input.byte()};
    limits.max_body_bytes = 1 + std::size_t{input.byte()};
    auto const seed = static_cast<std::uint32_t>(input.byte()) << 8 | input.byte();
    bool const clean = input.flag();
    auto const response = input.rest();

    Reader fresh{limits};
    auto const whole = outcome(fresh, response, limits, {std::numeric_limits<std::uint32_t>::max(), 0, clean});
    Reader reused{limits};
    for (std::size_t const largest : {std::size_t{1}, std::size_t{7}, std::size_t{100}})
    {
        auto const split = outcome(reused, response, limits, {largest, seed, clean});
        require(whole == split, "the outcome does not depend on the split:\n" + whole + "\n--\n" + split);
    }
}

} // namespace clerk::fuzz

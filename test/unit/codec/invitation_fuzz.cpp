#include "codec/create_params.hpp"
#include "support/append_json.hpp"
#include "support/decode_invitation.hpp"

#include "unit/codec/invitation_body.hpp"

#include <boost/json/array.hpp>
#include <boost/json/error.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <bit>
#include <cmath>
#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <string_view>

using namespace clerk::detail;
using clerk::test::append_json;
using clerk::test::decode_invitation;
using clerk::test::InvitationBody;

namespace {

std::string rich_body()
{
    return InvitationBody{}
        .set("id", R"("inv_\u00e9\ud83d\ude00\n")")
        .set("public_metadata",
             "{\"a\":[1,-2,3.5e-7,18446744073709551615,true,false,null],\"\\u006b\":{\"\xc3\xa9\":\"\xf0\x9f\x98\x80\"}}")
        .add("unknown", R"({"x":{},"y":[]})")
        .text();
}

/// Decodes from memory of the exact size, so that sanitizers detect reads beyond it.
auto decode_exactly(std::string_view body)
{
    auto const memory = std::make_unique<char[]>(body.size());
    body.copy(memory.get(), body.size());
    return decode_invitation({memory.get(), body.size()}, 64);
}

/// Returns whether values and kinds are equal. Unlike `==`, distinguishes integers from doubles, and the two zeros.
bool same(boost::json::value const& a, boost::json::value const& b)
{
    if (a.kind() != b.kind()) return false;
    if (a.is_double()) return std::bit_cast<std::uint64_t>(a.get_double()) == std::bit_cast<std::uint64_t>(b.get_double());
    if (a.is_array()) return std::ranges::equal(a.get_array(), b.get_array(), same);
    if (a.is_object())
        return std::ranges::equal(a.get_object(), b.get_object(),
                                  [](auto const& x, auto const& y) { return x.key() == y.key() && same(x.value(), y.value()); });
    return a == b;
}

/// Returns whether Boost.JSON's parser accepts the text. It refuses numbers whose exponent does not fit an int, which are JSON.
bool is_json(std::string const& text)
{
    boost::system::error_code ec;
    static_cast<void>(boost::json::parse(text, ec));
    return !ec || ec == boost::json::error::exponent_overflow;
}

class RandomJson
{
public:
    explicit RandomJson(unsigned seed) : random_{seed} {}

    boost::json::object object(int levels)
    {
        boost::json::object object;
        for (auto n = pick(levels > 3 ? 25 : 5); n > 0; --n) object[text()] = value(levels - 1);
        return object;
    }

private:
    std::uint64_t pick(std::uint64_t below) { return random_() % below; }

    std::string text()
    {
        static constexpr std::string_view pieces[]{"a",
                                                   "key",
                                                   "\"",
                                                   "\\",
                                                   "\n",
                                                   "\x01",
                                                   "/",
                                                   "\xc3\xa9",
                                                   "\xe2\x82\xac",
                                                   "\xf0\x9f\x98\x80",
                                                   "\x7f",
                                                   "0123456789abcdef",
                                                   {"\0", 1},
                                                   " "};
        std::string text;
        for (auto n = pick(8); n > 0; --n) text += pieces[pick(std::size(pieces))];
        return text;
    }

    double real()
    {
        for (;;)
            if (auto const number = std::bit_cast<double>(random_()); std::isfinite(number)) return number;
    }

    boost::json::value value(int levels)
    {
        switch (pick(levels > 0 ? 9 : 7))
        {
        case 0:
            return nullptr;
        case 1:
            return pick(2) == 0;
        case 2:
            return static_cast<std::int64_t>(random_()) >> pick(64);
        case 3:
            return random_() | (std::uint64_t{1} << 63);
        case 4:
            return real();
        case 5:
            return static_cast<double>(static_cast<std::int64_t>(pick(2'000)) - 1'000) / 8;
        case 6:
            return boost::json::string{text()};
        case 7: {
            boost::json::array array;
            for (auto n = pick(6); n > 0; --n) array.push_back(value(levels - 1));
            return array;
        }
        default:
            return object(levels - 1);
        }
    }

    std::mt19937_64 random_;
};

} // namespace

BOOST_AUTO_TEST_SUITE(codec_invitation_fuzz)

BOOST_AUTO_TEST_CASE(every_prefix_of_a_body_is_refused)
{
    std::string const body = rich_body();
    BOOST_TEST_REQUIRE(decode_exactly(body).has_value());
    for (std::size_t size = 0; size < body.size(); ++size)
        if (decode_exactly(std::string_view{body}.substr(0, size))) BOOST_ERROR("accepted " << size << " bytes");
}

BOOST_AUTO_TEST_CASE(a_changed_byte_is_refused_or_still_json)
{
    std::string const body = rich_body();
    auto const check = [](std::string const& changed, std::size_t at, int byte) {
        if (decode_exactly(changed) && !is_json(changed)) BOOST_ERROR("accepted byte " << byte << " at " << at);
    };
    for (std::size_t at = 0; at < body.size(); ++at)
        for (int byte = 0; byte < 256; ++byte)
        {
            std::string changed = body;
            changed[at] = static_cast<char>(byte);
            check(changed, at, byte);
            changed = body;
            changed.insert(at, 1, static_cast<char>(byte));
            check(changed, at, byte);
        }
}

BOOST_AUTO_TEST_CASE(a_missing_byte_is_refused_or_still_json)
{
    std::string const body = rich_body();
    for (std::size_t at = 0; at < body.size(); ++at)
    {
        std::string const changed = body.substr(0, at) + body.substr(at + 1);
        if (decode_exactly(changed) && !is_json(changed)) BOOST_ERROR("accepted without byte " << at);
    }
}

BOOST_AUTO_TEST_CASE(metadata_survives_a_round_trip)
{
    for (unsigned seed = 0; seed < 2'000; ++seed)
    {
        clerk::CreateInvitationParams params{"a@b"};
        params.public_metadata = RandomJson{seed}.object(5);
        std::string request;
        BOOST_TEST_REQUIRE(encode_create(params, 64, request) == "");
        std::string metadata;
        BOOST_TEST_REQUIRE((append_json(metadata, params.public_metadata, 63) == JsonTextError::none));
        if (!params.public_metadata.empty()) BOOST_TEST_REQUIRE(request.find(metadata) != std::string::npos);
        auto const answer = decode_exactly(InvitationBody{}.set("public_metadata", metadata).add("extra", metadata).text());
        BOOST_TEST_INFO("seed " << seed << ": " << (answer ? std::string{} : answer.error().detail));
        BOOST_TEST_REQUIRE(answer.has_value());
        if (!same(answer->public_metadata, params.public_metadata)) BOOST_ERROR("metadata, seed " << seed);
        if (!same(answer->extra.at("extra"), params.public_metadata)) BOOST_ERROR("extra, seed " << seed);
    }
}

BOOST_AUTO_TEST_SUITE_END()

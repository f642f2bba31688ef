#include "unit/wire/reading.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>

using clerk::LimitOptions;
using clerk::detail::ResponseReader;
using clerk::test::Progress;
using clerk::test::summary;

namespace {

constexpr LimitOptions limits{.max_header_bytes = 512, .max_body_bytes = 64};

constexpr std::string_view answers[]{
    "HTTP/1.1 200 OK\r\nContent-Length: 17\r\nKeep-Alive: timeout=5\r\n\r\n{\"id\":\"inv_1234\"}",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\n{\"a\":\r\n2\r\n1}\r\n0\r\nX: y\r\n\r\n",
    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 429 Too Many\r\nRetry-After: 30\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}",
    "HTTP/1.0 502 Bad Gateway\r\nServer: cloudflare\r\nCF-Ray: 1\r\n\r\n<html></html>",
};

constexpr std::string_view tokens[]{"\r\n",
                                    "\r\n\r\n",
                                    "0",
                                    "9",
                                    "ffffffff",
                                    ":",
                                    " ",
                                    "\t",
                                    ",",
                                    ";",
                                    "HTTP/1.1 200 OK\r\n",
                                    "Content-Length: 70\r\n",
                                    "Transfer-Encoding: chunked\r\n",
                                    "close"};

class Mutator
{
public:
    explicit Mutator(std::uint32_t seed) : random_{seed} {}

    std::size_t draw(std::size_t bound) { return std::uniform_int_distribution<std::size_t>{0, bound - 1}(random_); }

    std::string mutated()
    {
        std::string text{answers[draw(std::size(answers))]};
        for (auto times = draw(4); times > 0 && !text.empty(); --times)
        {
            auto const at = draw(text.size());
            switch (draw(6))
            {
            case 0:
                text[at] = static_cast<char>(draw(256));
                break;
            case 1:
                text.erase(at, 1 + draw(8));
                break;
            case 2:
                text.insert(at, text.substr(draw(text.size()), draw(40)));
                break;
            case 3:
                text.insert(at, tokens[draw(std::size(tokens))]);
                break;
            case 4:
                text.insert(at, draw(700), text[at]);
                break;
            default:
                text.resize(at);
                break;
            }
        }
        return text;
    }

private:
    std::mt19937 random_;
};

/// Returns the result of the bytes in random blocks.
std::string read_in_random_blocks(ResponseReader& reader, std::string_view bytes, Mutator& mutator, std::size_t largest)
{
    reader.begin();
    auto progress = Progress::incomplete;
    while (!bytes.empty() && progress == Progress::incomplete)
    {
        auto const size = std::min(bytes.size(), 1 + mutator.draw(largest));
        // A copy, so that sanitizers detect reads beyond it and pointers into it.
        std::string const block{bytes.substr(0, size)};
        progress = reader.feed(block);
        bytes.remove_prefix(size);
        if (progress != Progress::failed && reader.response().body.size() > limits.max_body_bytes)
            BOOST_ERROR("a body over the limit was taken");
    }
    if (progress == Progress::incomplete) progress = reader.end(true);
    auto result = summary(progress, reader);
    // Surplus bytes are detected in the last block only.
    constexpr std::string_view surplus = " surplus";
    if (auto const at = result.find(surplus); at < result.find(" body=")) result.erase(at, surplus.size());
    return result;
}

} // namespace

BOOST_AUTO_TEST_SUITE(wire_response_reader_fuzz)

BOOST_AUTO_TEST_CASE(mutated_responses_do_not_depend_on_the_split)
{
    Mutator mutator{20260615};
    ResponseReader first{limits};
    ResponseReader second{limits};
    std::size_t complete = 0;
    std::size_t failed = 0;
    for (int i = 0; i < 20'000; ++i)
    {
        auto const bytes = mutator.mutated();
        auto const in_large = read_in_random_blocks(first, bytes, mutator, 4'000);
        auto const in_small = read_in_random_blocks(second, bytes, mutator, 7);
        bool const is_failure = in_large.starts_with("failed");
        if (in_large != in_small) BOOST_ERROR(bytes << "\nends as\n" << in_large << "\nor as\n" << in_small);
        (is_failure ? failed : complete) += 1;
        if (in_large.starts_with("incomplete")) BOOST_ERROR("neither complete nor failed at the end: " << bytes);
    }
    BOOST_TEST(complete > 1'000U); // otherwise, nothing was tested
    BOOST_TEST(failed > 1'000U);
}

BOOST_AUTO_TEST_CASE(noise_is_never_a_response)
{
    Mutator mutator{7};
    ResponseReader reader{limits};
    for (int i = 0; i < 5'000; ++i)
    {
        std::string noise(mutator.draw(800), '\0');
        std::ranges::generate(noise, [&] { return static_cast<char>(mutator.draw(256)); });
        BOOST_TEST(read_in_random_blocks(reader, noise, mutator, 100).starts_with("failed"));
    }
}

BOOST_AUTO_TEST_SUITE_END()

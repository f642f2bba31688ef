#include "fuzz/require.hpp"
#include "fuzz/targets.hpp"
#include "invite_csv/checksum.hpp"
#include "invite_csv/resume_record.hpp"
#include "invite_csv/resume_state.hpp"

#include <algorithm>
#include <string>

namespace clerk::fuzz {

namespace {

constexpr std::uint64_t file = 0x0123456789abcdef;

/// Returns the lines with valid checksums, which a fuzzer does not find. The rest after the last line end is an incomplete line.
std::string sealed(std::string_view text)
{
    std::string lines;
    for (std::size_t end = 0; (end = text.find('\n')) != std::string_view::npos; text.remove_prefix(end + 1))
    {
        auto const line = std::string{text.substr(0, end)} + ' ';
        lines += line + invite_csv::hex(invite_csv::checksum(line)) + '\n';
    }
    return lines.append(text);
}

void check_lines(std::string_view text)
{
    for (std::size_t end = 0; (end = text.find('\n')) != std::string_view::npos; text.remove_prefix(end + 1))
    {
        auto const record = invite_csv::parse_record(text.substr(0, end));
        if (!record) continue;
        auto const line = invite_csv::to_line(*record);
        auto const again = invite_csv::parse_record(std::string_view{line}.substr(0, line.size() - 1));
        require(again && again->event == record->event && again->row == record->row && again->outcome == record->outcome,
                "a record is the same after writing and reading it: " + line);
    }
}

void check_file(std::string_view text)
try
{
    auto const replayed = invite_csv::replay(text, file);
    require(replayed.complete_size <= text.size(), "the complete lines are not longer than the file");
    auto const again = invite_csv::replay(text.substr(0, replayed.complete_size), file);
    require(again.complete_size == replayed.complete_size, "complete lines remain complete");
    require(std::ranges::equal(again.state.all(), replayed.state.all()), "a torn line changes nothing");
}
catch (invite_csv::UnusableResumeFile const& refusal)
{
    require(!std::string_view{refusal.what()}.empty(), "a refusal has a reason");
}

} // namespace

void resume_file(std::string_view bytes)
{
    auto const lines = sealed(bytes);
    check_lines(bytes);
    check_lines(lines);
    check_file(bytes);
    check_file(lines);
    check_file(invite_csv::resume_header(file) + lines);
}

} // namespace clerk::fuzz

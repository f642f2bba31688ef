#include "resume_record.hpp"

#include "checksum.hpp"

#include <array>
#include <charconv>
#include <utility>
#include <vector>

namespace invite_csv {

namespace {

constexpr std::array<std::string_view, 3> events{"sending", "put_back", "result"};
constexpr std::string_view nothing{"-"};

void add_word(std::string& line, std::string_view word)
{
    (line += word.empty() ? nothing : word) += ' ';
}

/// The line's checksum as its last word, and the line end.
std::string sealed(std::string const& line)
{
    return line + hex(checksum(line)) + '\n';
}

std::vector<std::string_view> words_of(std::string_view line)
{
    std::vector<std::string_view> words;
    for (std::size_t space = 0; (space = line.find(' ')) != std::string_view::npos; line.remove_prefix(space + 1))
        words.push_back(line.substr(0, space));
    words.push_back(line);
    return words;
}

template <class Number>
bool read(std::string_view word, Number& number, int base)
{
    auto const* const end = word.data() + word.size();
    auto const [stopped_at, wrong] = std::from_chars(word.data(), end, number, base);
    return wrong == std::errc{} && stopped_at == end;
}

/// The words of a line that is whole, without its checksum; none otherwise.
std::vector<std::string_view> opened(std::string_view line)
{
    auto words = words_of(line);
    auto const seal = words.back();
    if (seal != hex(checksum(line.substr(0, line.size() - seal.size())))) return {};
    words.pop_back();
    return words;
}

std::string text_of(std::string_view word)
{
    return std::string{word == nothing ? std::string_view{} : word};
}

} // namespace

std::string to_line(ResumeRecord const& record)
{
    std::string line;
    add_word(line, events.at(static_cast<std::size_t>(record.event)));
    add_word(line, std::to_string(record.row.line));
    add_word(line, hex(record.row.address));
    if (record.event == ResumeRecord::Event::result)
    {
        auto const& [status, id, kind, code, delivery] = record.outcome;
        for (auto const word : {to_string(status), std::string_view{id}, std::string_view{kind}, std::string_view{code},
                                std::string_view{delivery}})
            add_word(line, word);
    }
    return sealed(line);
}

std::optional<ResumeRecord> parse_record(std::string_view line)
{
    auto const words = opened(line);
    if (words.size() < 3) return std::nullopt;
    ResumeRecord record;
    if (!read(words[1], record.row.line, 10) || !read(words[2], record.row.address, 16)) return std::nullopt;
    if (words[0] == "sending" && words.size() == 3) return record;
    record.event = ResumeRecord::Event::put_back;
    if (words[0] == "put_back" && words.size() == 3) return record;
    record.event = ResumeRecord::Event::result;
    if (words[0] != "result" || words.size() != 8) return std::nullopt;
    auto const status = parse_row_status(words[3]);
    if (!status) return std::nullopt;
    record.outcome = {.status = *status,
                      .invitation_id = text_of(words[4]),
                      .error_kind = text_of(words[5]),
                      .error_code = text_of(words[6]),
                      .delivery = text_of(words[7])};
    return record;
}

std::string resume_header(std::uint64_t file)
{
    std::string line;
    add_word(line, resume_mark);
    add_word(line, hex(file));
    return sealed(line);
}

std::optional<std::uint64_t> parse_resume_header(std::string_view line)
{
    auto const words = opened(line);
    std::uint64_t file = 0;
    if (words.size() != 2 || words[0] != resume_mark || !read(words[1], file, 16)) return std::nullopt;
    return file;
}

} // namespace invite_csv

#include "invite_csv/resume_state.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using invite_csv::Outcome;
using invite_csv::parse_record;
using invite_csv::replay;
using invite_csv::resume_header;
using invite_csv::ResumeRecord;
using invite_csv::RowKey;
using invite_csv::RowStatus;
using invite_csv::to_line;
using invite_csv::UnusableResumeFile;
using Event = ResumeRecord::Event;

BOOST_AUTO_TEST_SUITE(resume_state)

namespace {

constexpr std::uint64_t file = 0x0123456789abcdef;
constexpr RowKey ann{.line = 2, .address = 0xa};
constexpr RowKey bob{.line = 3, .address = 0xb};

Outcome invited()
{
    Outcome outcome;
    outcome.status = RowStatus::invited;
    outcome.invitation_id = "inv_1";
    return outcome;
}

std::string line(Event event, RowKey const& row, Outcome const& outcome = {})
{
    return to_line({.event = event, .row = row, .outcome = outcome});
}

} // namespace

BOOST_AUTO_TEST_CASE(records_are_read_back)
{
    Outcome failed;
    failed.status = RowStatus::failed;
    failed.error_kind = "api";
    failed.error_code = "duplicate_record";
    failed.delivery = "rejected";
    for (auto const event : {Event::sending, Event::put_back, Event::result})
        for (auto const& outcome : {invited(), failed, Outcome{}})
        {
            auto text = line(event, bob, outcome);
            BOOST_TEST(text.back() == '\n');
            text.pop_back();
            auto const record = parse_record(text);
            BOOST_TEST_REQUIRE(record.has_value());
            BOOST_TEST((record->event == event));
            BOOST_TEST((record->row == bob));
            if (event == Event::result) BOOST_TEST((record->outcome == outcome));
        }
}

BOOST_AUTO_TEST_CASE(a_record_with_a_changed_character_is_invalid)
{
    auto const text = line(Event::result, bob, invited());
    for (std::size_t i = 0; i + 1 < text.size(); ++i)
    {
        auto changed = text.substr(0, text.size() - 1);
        changed[i] = changed[i] == 'x' ? 'y' : 'x';
        BOOST_TEST(!parse_record(changed).has_value(), changed);
    }
    for (std::string_view const other : {"", " ", "sending", "sending 2 a", "hello world again cbf29ce484222325"})
        BOOST_TEST(!parse_record(other).has_value(), other);
}

BOOST_AUTO_TEST_CASE(the_last_record_of_a_row_counts)
{
    struct Case
    {
        std::string_view what;
        std::string lines;
        RowStatus status;
    };

    Case const cases[]{
        {"nothing", "", RowStatus::not_invited},
        {"in a request", line(Event::sending, ann), RowStatus::may_be_invited},
        {"put back", line(Event::sending, ann) + line(Event::put_back, ann), RowStatus::not_invited},
        {"sent again", line(Event::sending, ann) + line(Event::put_back, ann) + line(Event::sending, ann),
         RowStatus::may_be_invited},
        {"invited", line(Event::sending, ann) + line(Event::result, ann, invited()), RowStatus::invited},
        {"not sent", line(Event::sending, ann) + line(Event::result, ann), RowStatus::not_invited},
        {"another row", line(Event::sending, bob), RowStatus::not_invited},
        {"another address on that line", line(Event::sending, {.line = 2, .address = 0xc}), RowStatus::not_invited},
    };
    for (auto const& [what, lines, status] : cases) BOOST_TEST_CONTEXT(what)
        {
            BOOST_TEST((replay(resume_header(file) + lines, file).state.outcome(ann).status == status));
        }
}

BOOST_AUTO_TEST_CASE(a_torn_file_keeps_all_complete_records)
{
    std::string const lines[]{resume_header(file), line(Event::sending, ann), line(Event::sending, bob),
                              line(Event::result, ann, invited())};
    std::string text;
    for (auto const& one : lines) text += one;
    for (std::size_t size = 0; size <= text.size(); ++size) BOOST_TEST_CONTEXT(size << " bytes")
        {
            auto const torn = text.substr(0, size);
            auto const [state, complete_size] = replay(torn, file);
            BOOST_TEST(complete_size == (torn.find('\n') == std::string::npos ? 0 : torn.rfind('\n') + 1));
            bool const ann_sent = size >= lines[0].size() + lines[1].size();
            auto const before_end = ann_sent ? RowStatus::may_be_invited : RowStatus::not_invited;
            BOOST_TEST((state.outcome(ann).status == (size == text.size() ? RowStatus::invited : before_end)));
        }
    // A file system may append zeros after a crash.
    BOOST_TEST(replay(text + std::string(100, '\0'), file).complete_size == text.size());
}

BOOST_AUTO_TEST_CASE(damaged_and_foreign_files_are_refused)
{
    struct Case
    {
        std::string text;
        std::string_view why;
    };

    auto damaged = line(Event::sending, ann);
    damaged[0] = 'x';
    Case const cases[]{
        {resume_header(file + 1), "written for another CSV file, or for an earlier version of this one"},
        {"email_address\na@example.com\n", "not a resume file of clerk-invite"},
        {"email_address", "not a resume file of clerk-invite"},
        {"invite_csv-resume-1 0123\n", "not a resume file of clerk-invite"},
        {resume_header(file) + line(Event::sending, bob) + damaged, "line 3 is damaged"},
        {resume_header(file) + damaged + line(Event::sending, bob), "line 2 is damaged"},
    };
    for (auto const& [text, why] : cases) BOOST_TEST_CONTEXT(text)
        {
            BOOST_CHECK_EXCEPTION(static_cast<void>(replay(text, file)), UnusableResumeFile,
                                  [&](UnusableResumeFile const& error) { return error.what() == why; });
        }
}

BOOST_AUTO_TEST_SUITE_END()

#include "invite_csv/resume_file.hpp"

#include "invite_csv/files.hpp"
#include "tools/invite_csv/process.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <system_error>

using clerk::test::TemporaryFolder;
using clerk::test::write_file;
using invite_csv::read_file;
using invite_csv::ResumeFile;
using invite_csv::ResumeRecord;
using invite_csv::RowKey;
using invite_csv::RowStatus;
using invite_csv::UnusableResumeFile;

BOOST_AUTO_TEST_SUITE(resume_file)

namespace {

constexpr std::uint64_t file = 7;
constexpr RowKey ann{.line = 2, .address = 0xa};
constexpr RowKey bob{.line = 3, .address = 0xb};

void send(ResumeFile& resume, RowKey const& row)
{
    std::array const records{ResumeRecord{.event = ResumeRecord::Event::sending, .row = row, .outcome = {}}};
    resume.append(records);
}

} // namespace

BOOST_AUTO_TEST_CASE(appended_records_are_on_disk_and_read_back)
{
    TemporaryFolder const folder;
    auto const path = folder / "resume";
    {
        ResumeFile resume{path, file};
        send(resume, ann);
        BOOST_TEST((resume.state().outcome(ann).status == RowStatus::may_be_invited));
        BOOST_TEST(invite_csv::replay(read_file(path), file).state.all().size() == 1U);
        ResumeRecord unwritten;
        unwritten.event = ResumeRecord::Event::result;
        unwritten.row = bob;
        resume.apply(unwritten);
        BOOST_TEST(resume.state().all().size() == 2U);
    }
    ResumeFile again{path, file};
    send(again, bob);
    BOOST_TEST((again.state().outcome(ann).status == RowStatus::may_be_invited));
    BOOST_TEST(invite_csv::replay(read_file(path), file).state.all().size() == 2U);
}

BOOST_AUTO_TEST_CASE(an_incomplete_last_line_is_removed)
{
    TemporaryFolder const folder;
    auto const path = folder / "resume";
    {
        ResumeFile resume{path, file};
        send(resume, ann);
        send(resume, bob);
    }
    auto const text = read_file(path);
    for (std::size_t size = 0; size <= text.size(); size += 3) BOOST_TEST_CONTEXT(size << " bytes")
        {
            write_file(path, text.substr(0, size));
            {
                ResumeFile resume{path, file};
                send(resume, bob);
            }
            auto const replayed = invite_csv::replay(read_file(path), file);
            BOOST_TEST(replayed.complete_size == read_file(path).size());
            BOOST_TEST((replayed.state.outcome(bob).status == RowStatus::may_be_invited));
        }
}

BOOST_AUTO_TEST_CASE(the_file_is_locked)
{
    TemporaryFolder const folder;
    ResumeFile const first{folder / "resume", file};
    BOOST_CHECK_THROW((ResumeFile{folder / "resume", file}), UnusableResumeFile);
}

BOOST_AUTO_TEST_CASE(a_file_of_another_kind_is_unchanged)
{
    TemporaryFolder const folder;
    for (std::string_view const text : {"email_address", "email_address\na@example.com\n", "x"})
    {
        write_file(folder / "resume", text);
        BOOST_CHECK_THROW((ResumeFile{folder / "resume", file}), UnusableResumeFile);
        BOOST_TEST(read_file(folder / "resume") == text);
    }
    BOOST_CHECK_THROW((ResumeFile{folder / "no/folder", file}), std::system_error);
}

BOOST_AUTO_TEST_CASE(results_replace_a_file_atomically)
{
    TemporaryFolder const folder;
    auto const path = folder / "results";
    invite_csv::replace_file(path, "one");
    invite_csv::replace_file(path, "two");
    BOOST_TEST(read_file(path) == "two");
    std::filesystem::create_symlink(path, folder / "link");
    invite_csv::replace_file(folder / "link", "three");
    BOOST_TEST(read_file(path) == "three");
    BOOST_TEST(std::filesystem::is_symlink(folder / "link"));
    BOOST_CHECK_THROW(invite_csv::replace_file(folder / "no/results", "x"), std::system_error);
}

BOOST_AUTO_TEST_SUITE_END()

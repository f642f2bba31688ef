#include "invite_csv/people.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>

// Files of spreadsheets and people, and the resulting rows.
BOOST_AUTO_TEST_SUITE(samples)

namespace {

constexpr char const* removed = "(blanks or invisible characters around it were removed)";

struct Sample
{
    std::string file;
    std::string outcome; ///< a line for each row: its line number, then its address or problem
};

std::string outcome_of(std::string const& text)
{
    try
    {
        std::ostringstream all;
        for (auto const& row : invite_csv::read_people(text, {}))
        {
            all << row.line << ' ' << (row.problem.empty() ? row.params.email_address : row.problem);
            if (!row.note.empty()) all << ' ' << removed;
            all << '\n';
        }
        return all.str();
    }
    catch (invite_csv::UnusableFile const& error)
    {
        return std::string{error.what()} + '\n';
    }
}

std::string read(std::filesystem::path const& path)
{
    std::ifstream file{path, std::ios::binary};
    BOOST_TEST_REQUIRE(file.is_open());
    return {std::istreambuf_iterator<char>{file}, {}};
}

std::string const missing = "missing cells: ";

Sample const table[]{
    {"excel_semicolons.csv", "3 ann@example.com\n4 bob@example.com\n"},
    {"excel_utf8_bom.csv", "2 ann@example.com\n"},
    {"google_sheets.csv", "2 ann@example.com\n3 bob@example.com\n"},
    {"libreoffice_tabs.csv", "2 ann@example.com\n3 expires_in_days: must be a whole number from 1 to 365\n"},
    {"pasted_blanks.csv", std::string{"2 ann@example.com "} + removed + "\n3 bob@example.com " + removed +
                              "\n4 email_address: a soft hyphen (U+00AD) inside of the address"
                              "\n5 email_address: a zero-width space (U+200B) inside of the address\n"},
    {"mail_program.csv", "2 email_address: contains more than an address: write ann@example.com\n"
                         "3 email_address: contains more than an address: write bob@example.com\n"
                         "4 email_address: contains more than an address: write cyril@example.com\n"},
    {"typing_errors.csv", "2 email_address: more than one @\n3 email_address: the domain has no dot\n"
                          "4 email_address: the domain has an empty part\n5 email_address: spaces\n"},
    {"short_rows.csv", "2 the header has 3 columns, this row has 1: " + missing +
                           "team, notify\n3 the header has 3 columns, this row has 2: " + missing +
                           "notify\n4 cyril@example.com\n"},
    {"quoted_separator_line.csv", "3 ann@example.com\n"},
    {"utf16.csv", "line 1: UTF-16: save the file as \"CSV UTF-8\"\n"},
    {"two_address_columns.csv",
     "line 1: several columns may contain the addresses: choose one with --email-column NAME; the columns "
     "are Email, E-mail\n"},
};

} // namespace

BOOST_AUTO_TEST_CASE(each_file_has_its_outcome)
{
    std::filesystem::path const folder{CLERK_CSV_SAMPLES};
    std::set<std::string> files;
    for (auto const& entry : std::filesystem::directory_iterator{folder}) files.insert(entry.path().filename());
    for (auto const& [file, outcome] : table)
    {
        BOOST_TEST(outcome_of(read(folder / file)) == outcome, file);
        BOOST_TEST(files.erase(file) == 1U, file);
    }
    BOOST_TEST(files.empty());
}

BOOST_AUTO_TEST_SUITE_END()

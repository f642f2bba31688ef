#include "invite_csv/people.hpp"

#include "invite_csv/cell_values.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

using invite_csv::Defaults;
using invite_csv::read_people;
using invite_csv::Row;
using invite_csv::UnusableFile;

BOOST_AUTO_TEST_SUITE(people)

namespace {

std::vector<Row> read(std::string_view text)
{
    return read_people(text, Defaults{});
}

} // namespace

BOOST_AUTO_TEST_CASE(columns_become_parameters_or_metadata)
{
    auto const rows = read("team, email_address ,redirect_url,notify,ignore_existing,expires_in_days,template_slug,note\n"
                           "\"Research, Berlin\", a@example.com ,https://example.com/a,FALSE,true,7,waitlist_invitation, x \n"
                           ",b@example.com,,,,,,\n");
    BOOST_TEST_REQUIRE(rows.size() == 2U);
    auto const& all = rows[0].params;
    BOOST_TEST(rows[0].problem == "");
    BOOST_TEST(rows[0].line == 2U);
    BOOST_TEST(all.email_address == "a@example.com");
    BOOST_TEST(all.redirect_url.value() == "https://example.com/a");
    BOOST_TEST(all.notify.value() == false);
    BOOST_TEST(all.ignore_existing.value() == true);
    BOOST_TEST(all.expires_in_days.value() == 7);
    BOOST_TEST((all.template_slug.value() == clerk::TemplateSlug::waitlist_invitation));
    BOOST_TEST(boost::json::serialize(all.public_metadata) == R"({"team":"Research, Berlin","note":" x "})");
    auto const& none = rows[1].params;
    BOOST_TEST(rows[1].problem == "");
    BOOST_TEST((!none.redirect_url && !none.notify && !none.ignore_existing && !none.expires_in_days && !none.template_slug));
    BOOST_TEST(none.public_metadata.empty());
}

BOOST_AUTO_TEST_CASE(boolean_values_of_spreadsheets)
{
    struct BooleanCase
    {
        std::string_view cell;
        bool value;
    };

    constexpr BooleanCase truths[]{{"true", true},   {"TRUE", true},   {"Yes", true}, {"yes", true}, {"1", true},
                                   {"false", false}, {"FALSE", false}, {"No", false}, {"no", false}, {"0", false}};
    for (auto const& [cell, value] : truths) BOOST_TEST_CONTEXT(cell)
        {
            auto const rows = read("email_address,notify\na@example.com," + std::string{cell} + "\n");
            BOOST_TEST_REQUIRE(rows.size() == 1U);
            BOOST_TEST(rows[0].problem == "");
            BOOST_TEST(rows[0].params.notify.value() == value);
        }
}

BOOST_AUTO_TEST_CASE(defaults_apply_to_empty_cells)
{
    Defaults defaults;
    defaults.redirect_url = "https://example.com/all";
    defaults.template_slug = clerk::TemplateSlug::waitlist_invitation;
    auto const rows = read_people("email_address,redirect_url,template_slug\na@example.com,,\n"
                                  "b@example.com,https://example.com/b,invitation\n",
                                  defaults);
    BOOST_TEST(rows[0].params.redirect_url.value() == "https://example.com/all");
    BOOST_TEST((rows[0].params.template_slug == clerk::TemplateSlug::waitlist_invitation));
    BOOST_TEST(rows[1].params.redirect_url.value() == "https://example.com/b");
    BOOST_TEST((rows[1].params.template_slug == clerk::TemplateSlug::invitation));
}

BOOST_AUTO_TEST_CASE(invalid_rows_report_line_and_reason)
{
    struct InvalidCase
    {
        std::string_view row;
        std::string_view problem;
    };

    InvalidCase const cases[]{
        {",,,,x", "email_address: empty"},
        {"no-address,,,,", "email_address: no @ between two parts"},
        {"@example.com,,,,", "email_address: no @ between two parts"},
        {"a@,,,,", "email_address: no @ between two parts"},
        {"a b@example.com,,,,", "email_address: spaces"},
        {"a\x01@example.com,,,,", "email_address: control characters"},
        {"a@example.com,maybe,,,", "notify: must be true, false, yes, no, 1 or 0"},
        {"a@example.com,,400,,", "expires_in_days: must be a whole number from 1 to 365"},
        {"a@example.com,,0,,", "expires_in_days: must be a whole number from 1 to 365"},
        {"a@example.com,,7.5,,", "expires_in_days: must be a whole number from 1 to 365"},
        {"a@example.com,,,letter,", "template_slug: must be invitation or waitlist_invitation"},
        {"a@example.com,,,", "the header has 5 columns, this row has 4: missing cells: team"},
        {"a@example.com,,", "the header has 5 columns, this row has 3: missing cells: template_slug, team"},
        {"a@example.com,,,,,x", "the header has 5 columns, this row has 6"},
        {"a@example.com,,,,\xFF", "not UTF-8: save the file as \"CSV UTF-8\""},
        {"a\"@example.com,,,,", "a quote inside a field that does not begin with one"},
        {"no-address,maybe,,,", "email_address: no @ between two parts; notify: must be true, false, yes, no, 1 or 0"},
    };
    for (auto const& [row, problem] : cases) BOOST_TEST_CONTEXT(row)
        {
            auto const rows = read("email_address,notify,expires_in_days,template_slug,team\ngood@example.com,,,,\n" +
                                   std::string{row} + "\nlast@example.com,,,,\n");
            BOOST_TEST_REQUIRE(rows.size() == 3U);
            BOOST_TEST(rows[1].line == 3U);
            BOOST_TEST(rows[1].problem == problem);
            BOOST_TEST(rows[2].problem == "");
        }
    auto const rows = read("email_address,note\na@example.com," + std::string(8192, 'x') + "\n");
    BOOST_TEST(rows[0].problem == "metadata: more than 8 KB");
}

BOOST_AUTO_TEST_CASE(the_second_row_of_an_address_is_invalid)
{
    auto const rows = read("email_address\na@example.com\nA@Example.com\nb@example.com\n");
    BOOST_TEST(rows[0].problem == "");
    BOOST_TEST(rows[1].problem == "email_address: same as line 2");
    BOOST_TEST(rows[2].problem == "");
}

BOOST_AUTO_TEST_CASE(a_file_without_certificates_is_refused)
{
    struct Unusable
    {
        std::string_view text;
        std::string_view why;
    };

    Unusable const cases[]{
        {"", "line 1: the file is empty"},
        {"Name,Mail\na@example.com\n", "line 1: the header row has no column email_address: choose one with --email-column NAME; "
                                       "the columns are Name, Mail"},
        {"\n\nname;mail\n",
         "line 3: the header row has no column email_address: choose one with --email-column NAME; the columns "
         "are name, mail"},
        {"email_address,,Email\n", "line 1: several columns may contain the addresses: choose one with --email-column NAME; the "
                                   "columns are email_address, Email"},
        {"email_address,,b\na@example.com,,\nb@example.com,x,\n", "line 3: column 2 has no name, but a value in this line"},
        {"email_address,a,a\n", "line 1: column 3 has the same name as another column"},
        {"email_address,\"a\n", "line 1: the header row has a quoted field without a closing quote"},
        {"email_address,\xFF\n", "line 1: the name of column 2 is not UTF-8"},
        {"\xFF\xFE"
         "e",
         "line 1: UTF-16: save the file as \"CSV UTF-8\""},
    };
    for (auto const& [text, why] : cases) BOOST_TEST_CONTEXT(text)
        {
            BOOST_CHECK_EXCEPTION(read(text), UnusableFile, [&](UnusableFile const& error) { return error.what() == why; });
        }
}

BOOST_AUTO_TEST_CASE(the_column_with_the_addresses_can_be_named)
{
    auto const rows = read_people("Email;Work mail\na@example.com;b@example.com\n", Defaults{}, "Work mail");
    BOOST_TEST_REQUIRE(rows.size() == 1U);
    BOOST_TEST(rows[0].params.email_address == "b@example.com");
    BOOST_TEST(boost::json::serialize(rows[0].params.public_metadata) == R"({"Email":"a@example.com"})");
    BOOST_CHECK_EXCEPTION(
        static_cast<void>(read_people("email\n", Defaults{}, "mail")), UnusableFile, [](UnusableFile const& error) {
            return error.what() ==
                   std::string_view{
                       "line 1: the header row has no column mail: choose one with --email-column NAME; the columns are email"};
        });
}

BOOST_AUTO_TEST_CASE(detects_files_that_are_not_utf_8)
{
    for (std::string_view const good : {"", "a", "\xC3\xA4", "\xE2\x82\xAC", "\xF0\x9F\x98\x80", "\xED\x9F\xBF"})
        BOOST_TEST(invite_csv::is_utf8(good), good);
    for (std::string_view const bad : {"\x80", "\xC3", "\xC0\x80", "\xE2\x82", "\xED\xA0\x80", "\xF4\x90\x80\x80",
                                       "\xF8\x88\x80\x80\x80", "\xE0\x80\x80", "\xC3\x28"})
        BOOST_TEST(!invite_csv::is_utf8(bad));
}

BOOST_AUTO_TEST_SUITE_END()

#pragma once

#include "invite_csv/csv_reader.hpp"
#include "invite_csv/files.hpp"
#include "tools/invite_csv/process.hpp"

#include <clerk/testing/fake_backend.hpp>

#include <boost/test/unit_test.hpp>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace clerk::test {

/// A backend, and a folder with the CSV file and the files of invite_csv.
struct Workspace
{
    testing::FakeBackend backend;
    TemporaryFolder folder;
    std::filesystem::path people{folder / "people.csv"};

    Workspace() { write_file(folder / "ca.pem", backend.ca_pem()); }

    [[nodiscard]] std::vector<std::string> arguments(std::vector<std::string> more = {}) const
    {
        std::vector<std::string> all{people.string(), "--api-url", backend.url(), "--ca-file", (folder / "ca.pem").string()};
        all.insert(all.end(), more.begin(), more.end());
        return all;
    }

    [[nodiscard]] Process start(std::vector<std::string> more = {}) const
    {
        return Process{arguments(std::move(more)), backend.secret_key()};
    }

    /// Runs the program to its end. @returns everything that it printed
    std::string run(int status, std::vector<std::string> more = {}) const
    {
        auto process = start(std::move(more));
        auto const ended = process.wait();
        BOOST_TEST_INFO(process.output());
        BOOST_TEST(ended == status);
        return process.output();
    }

    /// The results, by line: fields of the results file.
    [[nodiscard]] std::map<std::string, std::vector<std::string>> results() const
    {
        std::map<std::string, std::vector<std::string>> by_line;
        for (auto const& record : ::invite_csv::read_csv(::invite_csv::read_file(people.string() + ".results.csv")))
            by_line[record.fields.at(0)] = record.fields;
        by_line.erase("line");
        return by_line;
    }

    /// Returns the number of rows with this outcome.
    [[nodiscard]] std::size_t count(std::string_view outcome) const
    {
        std::size_t rows = 0;
        for (auto const& [line, fields] : results())
            if (fields.at(2) == outcome) ++rows;
        return rows;
    }

    /// Returns how often each address was invited at the backend.
    [[nodiscard]] std::map<std::string, int> invited() const
    {
        std::map<std::string, int> times;
        for (auto const& invitation : backend.invitations()) ++times[invitation.email_address];
        return times;
    }
};

/// Returns a CSV file with this number of valid rows, from `p0@example.com` on line 2.
inline std::string csv_of(int count)
{
    std::string text{"email_address,team\n"};
    for (int i = 0; i < count; ++i) text += "p" + std::to_string(i) + "@example.com,team " + std::to_string(i % 7) + "\n";
    return text;
}

inline bool holds(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

} // namespace clerk::test

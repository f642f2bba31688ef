#pragma once

#include "console.hpp"
#include "people.hpp"
#include "resume_file.hpp"

#include <clerk/client.hpp>

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstddef>
#include <exception>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace invite_csv {

/// Invites rows and stores each step in the resume file. The first SIGINT or SIGTERM lets running requests complete; the second
/// cancels them.
class Inviter
{
public:
    /// Handles SIGINT and SIGTERM from now on. Nothing else may use the context.
    Inviter(boost::asio::io_context& context, clerk::Client client, ResumeFile& resume, std::string file_name);

    /// Runs until all requests are complete.
    ///
    /// @throws std::system_error if the resume file cannot be written
    void run(std::vector<Row> const& rows, std::vector<std::size_t> todo, int concurrency);

private:
    void invite(int concurrency);
    void record(std::span<std::size_t const> items, ResumeRecord::Event event);
    void on_result(std::size_t item, clerk::Result<clerk::Invitation> const& result);
    void report_failure(Row const& row, RowStatus status, clerk::ClerkError const& error);
    void on_progress(clerk::InviteManyProgress const& progress);
    void wait_for_signal();
    void redraw_later();
    void show();

    [[nodiscard]] Row const& row(std::size_t item) const { return (*rows_)[todo_[item]]; }

    boost::asio::io_context& context_;
    clerk::Client client_;
    ResumeFile& resume_;
    std::string file_name_;
    Console console_{standard_console()};
    boost::asio::signal_set signals_{context_};
    boost::asio::steady_timer redraw_{context_};
    boost::asio::cancellation_signal cancel_;
    std::vector<Row> const* rows_{nullptr};
    std::vector<std::size_t> todo_;
    int interruptions_{0};
    std::size_t invited_{0};
    std::size_t failed_{0};
    std::set<std::string> reasons_; ///< reasons that were printed already
    std::chrono::steady_clock::time_point began_;
    std::chrono::steady_clock::time_point held_until_;
    std::exception_ptr failure_;
};

} // namespace invite_csv

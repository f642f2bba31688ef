#include "console.hpp"

#include <iostream>
#include <utility>

#include <sys/ioctl.h>
#include <unistd.h>

namespace invite_csv {

namespace {

using namespace std::chrono_literals;

constexpr std::chrono::seconds plain_interval = 5s;
constexpr std::string_view over_the_bar = "\r\x1b[K";

std::size_t columns_of_standard_error()
{
    winsize size{};
    constexpr std::size_t usual = 80;
    bool const known = ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    // Some terminals wrap after the last column.
    return known ? size.ws_col - 1U : usual - 1;
}

} // namespace

Console::Console(std::ostream& out, std::function<std::size_t()> columns) : out_{out}, columns_{std::move(columns)} {}

void Console::print(std::string_view line)
{
    if (columns_ && shown_) out_ << over_the_bar;
    out_ << line << '\n';
    if (columns_ && shown_) draw();
    out_ << std::flush;
}

void Console::show(ProgressView const& view, TimePoint now)
{
    bool const due = is_due(view, now);
    if (!columns_ && !due) return;
    shown_ = view;
    shown_at_ = now;
    if (columns_)
        draw();
    else
        out_ << progress_line(view) << '\n';
    out_ << std::flush;
}

void Console::finish()
{
    if (columns_ && shown_) out_ << '\n' << std::flush;
    shown_.reset();
}

bool Console::is_due(ProgressView const& view, TimePoint now) const
{
    if (!shown_ || (view.held > 0ms) != (shown_->held > 0ms)) return true;
    auto const done = [](ProgressView const& one) { return one.invited + one.failed; };
    if (done(view) == done(*shown_)) return false;
    return now - shown_at_ >= plain_interval || done(view) == view.total;
}

void Console::draw()
{
    out_ << over_the_bar << progress_bar(*shown_, columns_());
}

Console standard_console()
{
    if (::isatty(STDERR_FILENO) == 1) return {std::cerr, columns_of_standard_error};
    return {std::cerr, {}};
}

} // namespace invite_csv

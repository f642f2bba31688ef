#pragma once

namespace invite_csv {

/// The exit status, which is part of the interface; see `--help`.
enum class ExitStatus
{
    all_invited = 0,
    some_failed = 1,
    bad_input = 2,
    unfinished = 3
};

} // namespace invite_csv

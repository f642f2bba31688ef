#pragma once

namespace invite_csv {

/// What the program's exit status says. Part of its interface: `--help` has it.
enum class ExitStatus
{
    all_invited = 0,
    some_failed = 1,
    bad_input = 2,
    unfinished = 3
};

} // namespace invite_csv

#!/usr/bin/env bash
# cost_selftest.sh CHECK COMPILER [FLAG...]
#
# Shows CHECK (cost.sh) a file that costs too much, one that does not, and one that does not compile.
set -euo pipefail
check=$1
shift
files=$(mktemp -d)
trap 'rm -rf "$files"' EXIT
echo '#include <cstddef>' > "$files/cheap.cpp"
echo '#include <functional>' > "$files/expensive.cpp"
echo '#include "missing"' > "$files/broken.cpp"

# verdict LIMIT BASELINE FILE COMPILER...: the check's status and its first line
verdict()
{
    local limit=$1 baseline=$2 file=$3 output status=0
    shift 3
    output=$("$check" "$limit" "$files/$baseline.cpp" "$files/$file.cpp" "$@" 2> /dev/null) || status=$?
    echo "$status ${output%%:*}"
}

expect()
{
    [[ $1 == "$2" ]] || { echo "expected: $1, got: $2"; exit 1; }
}

expect '1 compile cost' "$(verdict 1.25 cheap expensive "$@")"
expect '0 compile cost' "$(verdict 1.25 expensive cheap "$@")"
expect '1 the compiler failed' "$(verdict 1.25 cheap broken "$@")"
expect '1 the compiler failed' "$(verdict 1.25 broken cheap "$@")"

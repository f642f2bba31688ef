#!/usr/bin/env bash
# prints.sh DEMO PROGRAM PATTERN...
#
# Runs the program against the stand-in backend: it must succeed and print a line for each of the patterns, and no others.
DEMO=$1 program=$2
shift 2
. "$(dirname "$0")/stand_in.sh"

output=$("$program")
echo "$output"
mapfile -t lines <<< "$output"
((${#lines[@]} == $#)) || { echo "expected $# lines, got ${#lines[@]}"; exit 1; }
for line in "${lines[@]}"; do
    [[ $line =~ ^$1$ ]] || { echo "expected: $1"; echo "got:      $line"; exit 1; }
    shift
done

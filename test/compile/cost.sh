#!/usr/bin/env bash
# cost.sh LIMIT BASELINE FILE COMPILER [FLAG...]
#
# The compile cost of FILE, as a multiple of BASELINE: the least user CPU of each, because other work on the machine only adds to
# it. At least five compilations of each; more, up to twenty, while the result is over LIMIT. Fails if it stays there.
set -euo pipefail
limit=$1 baseline=$2 file=$3
shift 3

object=$(mktemp)
trap 'rm -f "$object"' EXIT
TIMEFORMAT=%U

# Prints the time. The compiler's messages stay visible.
seconds()
{
    local source=$1
    shift
    { time "$@" -c "$source" -o "$object" 2>&3; } 3>&2 2>&1
}

# Prints the smaller number. The first may be empty.
least() { LC_ALL=C awk -v a="$1" -v b="$2" 'BEGIN { print a == "" || b + 0 < a + 0 ? b : a }'; }

within_limit() { LC_ALL=C awk -v limit="$limit" -v a="$1" -v b="$2" 'BEGIN { exit !(b <= limit * a) }'; }

a= b=
for ((pair = 1; pair <= 20; ++pair)); do
    time_a=$(seconds "$baseline" "$@") && time_b=$(seconds "$file" "$@") || { echo "the compiler failed"; exit 1; }
    a=$(least "$a" "$time_a") b=$(least "$b" "$time_b")
    ((pair < 5)) || ! within_limit "$a" "$b" || break
done
LC_ALL=C awk -v limit="$limit" -v a="$a" -v b="$b" 'BEGIN {
    printf "compile cost: %.3f times the baseline (%.2f s against %.2f s user CPU), limit %.2f\n", (a > 0 ? b / a : b), b, a, limit
}'
within_limit "$a" "$b"

#!/usr/bin/env bash
# What one warm create costs: user instructions (callgrind) and mallocs, the cost of building the caller's params subtracted.
# usage: bench/warm_create.sh PROGRAM (the built clerk_bench_warm_create)
set -euo pipefail

program=${1:?usage: bench/warm_create.sh PROGRAM}
few=100
many=600
dir=$(mktemp -d)
trap 'exec 3>&-; rm -rf "$dir"' EXIT

mkfifo "$dir/open" "$dir/url"
"$program" --serve "$dir/ca.pem" <"$dir/open" >"$dir/url" &
exec 3>"$dir/open" # the stand-in serves until this is closed
read -r url <"$dir/url"

# mallocs MODE -> "COUNT BYTES" a call
mallocs() { "$program" "--$1" "$many" "$url" "$dir/ca.pem" | awk -v n="$many" '{ print $2 / n, $4 / n }'; }

# instructions MODE CALLS -> user instructions of the whole program
instructions() {
    valgrind --tool=callgrind --callgrind-out-file="${CALLGRIND_OUT:-$dir/callgrind}.$1.$2" "$program" "--$1" "$2" "$url" "$dir/ca.pem" 2>&1 |
        awk '/Collected/ { print $4 }'
}

# a_call MODE -> user instructions a call: the difference of two runs, so that start and end count for nothing
a_call() { echo $((($(instructions "$1" "$many") - $(instructions "$1" "$few")) / (many - few))); }

read -r create_count create_bytes < <(mallocs create)
read -r control_count control_bytes < <(mallocs control)
create=$(a_call create)
control=$(a_call control)

printf '%-28s %10s %10s %10s\n' 'a warm create' 'whole' 'params' 'net'
printf '%-28s %10d %10d %10d\n' 'user instructions' "$create" "$control" $((create - control))
awk -v a="$create_count" -v b="$control_count" 'BEGIN { printf "%-28s %10.1f %10.1f %10.1f\n", "mallocs", a, b, a - b }'
awk -v a="$create_bytes" -v b="$control_bytes" 'BEGIN { printf "%-28s %10.0f %10.0f %10.0f\n", "malloc bytes", a, b, a - b }'

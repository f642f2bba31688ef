#!/usr/bin/env bash
# cost.sh LIMIT BASELINE FILE COMPILER [FLAG...]
#
# The compile cost of FILE, as a multiple of BASELINE: user CPU, the median of the ratios of five pairs. Fails over LIMIT.
set -euo pipefail
limit=$1 baseline=$2 file=$3
shift 3

object=$(mktemp)
trap 'rm -f "$object"' EXIT
TIMEFORMAT=%U

# The compiler's own complaints stay visible, the time comes on a descriptor of its own.
seconds()
{
    local source=$1
    shift
    { time "$@" -c "$source" -o "$object" 2>&3; } 3>&2 2>&1
}

seconds "$baseline" "$@" > /dev/null || { echo "the compiler failed"; exit 1; }
for pair in 1 2 3 4 5; do
    a=$(seconds "$baseline" "$@") || exit
    b=$(seconds "$file" "$@") || exit
    echo "$a $b"
done | LC_ALL=C awk -v limit="$limit" '
    { ratio[NR] = $2 / $1; baseline[NR] = $1; cost[NR] = $2 }
    function median(values, i, j, swap) {
        for (i = 1; i <= 5; ++i)
            for (j = i + 1; j <= 5; ++j)
                if (values[j] < values[i]) { swap = values[i]; values[i] = values[j]; values[j] = swap }
        return values[3]
    }
    END {
        if (NR != 5) { print "the compiler failed"; exit 1 }
        result = median(ratio)
        printf "compile cost: %.3f times the baseline (%.2f s against %.2f s user CPU), limit %.2f\n",
            result, median(cost), median(baseline), limit
        exit !(result <= limit)
    }'

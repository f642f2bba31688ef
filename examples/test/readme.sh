#!/usr/bin/env bash
# readme.sh README FILE...
#
# Checks that each block of code in README appears in one of the files that are built and run: the same lines in the same order,
# all of them indented by the same amount. Looks at blocks of the language LANGUAGE, by default cpp.
set -euo pipefail
readme=$1
shift
(($# > 0)) || { echo "no files to look in"; exit 1; }

LC_ALL=C awk -v language="${LANGUAGE:-cpp}" -v readme="$readme" '
function leading(text) { match(text, /^ */); return RLENGTH }

# Whether the block stands in the file from that line on.
function stands_at(file, line,    i, shift, text) {
    shift = -1
    for (i = 1; i <= size; ++i) {
        text = lines[file, line + i - 1]
        if (block[i] == "") { if (text != "") return 0; continue }
        if (shift < 0) {
            shift = leading(text) - leading(block[i])
            if (shift < 0) return 0
        }
        if (text != sprintf("%*s", shift, "") block[i]) return 0
    }
    return shift >= 0
}

function found(    file, line) {
    for (file in count)
        for (line = 1; line + size - 1 <= count[file]; ++line)
            if (stands_at(file, line)) return 1
    return 0
}

FILENAME != readme { lines[FILENAME, FNR] = $0; count[FILENAME] = FNR; next }

!inside && $0 == "```" language { inside = 1; begin = FNR; size = 0; next }
inside && $0 == "```" {
    inside = 0
    ++blocks
    if (!found()) { printf "%s:%d: this block is in none of the examples\n", readme, begin; bad = 1 }
    next
}
inside { block[++size] = $0 }

END {
    if (inside) { printf "%s:%d: this block does not end\n", readme, begin; bad = 1 }
    if (blocks == 0 && !bad) { printf "%s: no block of %s\n", readme, language; bad = 1 }
    if (!bad) printf "%d blocks of %s\n", blocks, language
    exit bad
}
' "$@" "$readme"

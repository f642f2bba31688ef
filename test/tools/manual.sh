#!/usr/bin/env bash
# manual.sh PROGRAM HELP PAGE
#
# Checks that --help prints HELP, that the program accepts each option in it, and that PAGE, the manual page, documents the same
# options and has the same sections.
set -euo pipefail
program=$1 help=$2 page=$3
fail() { echo "FAILED: $*"; exit 1; }

diff <("$program" --help) "$help" || fail "--help does not print $help"

options=$(sed -nE 's/^  (--[a-z-]+).*/\1/p' "$help")
[[ -n $options ]] || fail "$help lists no option"
for option in $options; do
    output=$("$program" "$option=" --no-such-option 2>&1 < /dev/null) && fail "$option= --no-such-option is accepted"
    [[ $output != *"unrecognised option '$option'"* ]] || fail "$option is not an option"
done

documented=$(sed -nE 's/^\.BR "((\\-)+[a-z\-]+)".*/\1/p' "$page" | tr -d '\\')
diff <(echo "$options") <(echo "$documented") || fail "< only in $help, > only in $page"

sections=$(sed -nE 's/^([A-Z][a-z]+( [a-z]+)?):$/.SH \U\1/p' "$help")
diff <(printf '.SH NAME\n.SH SYNOPSIS\n.SH DESCRIPTION\n%s\n' "$sections") <(grep '^\.SH ' "$page") || fail "the sections differ"

# groff reports what it does not understand.
if command -v groff > /dev/null; then
    warnings=$(LC_ALL=C.UTF-8 groff -man -Tutf8 -ww -z "$page" 2>&1)
    [[ -z $warnings ]] || fail "$warnings"
fi

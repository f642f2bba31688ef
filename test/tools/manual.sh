#!/usr/bin/env bash
# manual.sh PROGRAM PAGE: checks that PAGE, a manual page in mdoc(7), documents exactly the options that --help lists.
set -euo pipefail
help=$("$1" --help)
listed=$(sed -nE 's/^ +(--[a-z-]+).*/\1/p' <<< "$help" | sort -u)
documented=$(sed -nE 's/^\.It Fl -([a-z-]+).*/--\1/p' "$2" | sort)
[[ -n $listed ]] || { echo "$1 --help lists no option"; exit 1; }
diff <(echo "$listed") <(echo "$documented") || { echo "< only in --help, > only in $2"; exit 1; }

synopsis=$(sed -n '/^\.Sh SYNOPSIS/,/^\.Sh DESCRIPTION/p' "$2")
for option in $listed; do
    grep -qE -- "Fl -${option#--}( |$)" <<< "$synopsis" || { echo "$option is not in the synopsis of $2"; exit 1; }
done

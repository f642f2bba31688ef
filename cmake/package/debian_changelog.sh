#!/usr/bin/env bash
# debian_changelog.sh VERSION MAINTAINER CHANGELOG.md
#
# Prints the newest section of CHANGELOG.md as a Debian changelog. VERSION is the version of the package, with its revision.
# The date is SOURCE_DATE_EPOCH or, without it, the time at which CHANGELOG.md changed.
set -euo pipefail
version=$1 maintainer=$2 changelog=$3
epoch=${SOURCE_DATE_EPOCH:-$(stat -c %Y "$changelog")}

echo "clerk ($version) unstable; urgency=medium"
echo
# An entry becomes one line, then lines of at most 80 characters.
awk '
    function flush() { if (entry != "") print "  * " entry; entry = "" }
    /^## / { if (++sections == 2) exit; next }
    sections == 0 { next }
    /^### / { flush(); sub(/^### /, ""); print "  [ " $0 " ]"; next }
    /^- / { flush(); sub(/^- /, ""); entry = $0; next }
    /^  [^ ]/ { sub(/^ +/, ""); entry = entry " " $0 }
    END { flush() }
' "$changelog" | while IFS= read -r line; do
    fold -s -w 76 <<< "$line" | sed -E '2,$s/^/    /; s/ +$//'
done
echo
echo " -- $maintainer  $(LC_ALL=C date --utc --rfc-email --date "@$epoch")"

#!/usr/bin/env bash
# sources_listed.sh ROOT
#
# Sources are listed by name: checks that none below src, test, tools, examples and bench was forgotten.
set -euo pipefail
cd "$1"
bad=0
while IFS= read -r file; do
    # Listed in the build file of its own folder or of one above it, by its path from there (or by its stem, in examples).
    folder=$(dirname "$file") name=$(basename "$file") found=
    while [[ $folder != . && -z $found ]]; do
        for list in "$folder"/CMakeLists.txt "$folder"/*.cmake; do
            [[ -f $list ]] && grep -qE "(^|[[:space:]/(])(${name//./\\.}|${name%.cpp})($|[[:space:])])" "$list" && found=$list
        done
        name=$(basename "$folder")/$name
        folder=$(dirname "$folder")
    done
    [[ -n $found ]] || { echo "$file: in no list of sources"; bad=1; }
done < <(find src test tools examples bench -name '*.cpp' | LC_ALL=C sort)
exit $bad

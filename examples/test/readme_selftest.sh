#!/usr/bin/env bash
# readme_selftest.sh CHECK
#
# Shows CHECK (readme.sh) blocks that stand in an example and blocks that do not.
set -euo pipefail
check=$1
files=$(mktemp -d)
trap 'rm -rf "$files"' EXIT
failures=0

cat > "$files/one.cpp" << 'END'
int first();

void outer()
{
    // README: part
    if (first())
        second();

    third();
    // README: end
}
END
echo 'int other();' > "$files/two.cpp"

# expect OUTPUT README_TEXT: the check prints it, and passes if it only counts blocks
expect()
{
    local wanted="fails: $1" got verdict=passes
    [[ $1 != *' blocks of '* ]] || wanted="passes: $1"
    printf '%s\n' "$2" > "$files/README.md"
    got=$(cd "$files" && "$check" README.md one.cpp two.cpp) || verdict=fails
    got="$verdict: $got"
    [[ $got == "$wanted" ]] || { printf 'for:\n%s\nexpected: %s\ngot:      %s\n' "$2" "$wanted" "$got"; failures=$((failures + 1)); }
}

# block LINE...: a README with this block from its third line on
block() { printf 'Text\n\n```cpp\n'; printf '%s\n' "$@"; printf '```\n'; }
missing='README.md:3: this block is in none of the examples'

expect '1 blocks of cpp' "$(block 'int first();')"
expect '1 blocks of cpp' "$(block 'int other();')"
expect '1 blocks of cpp' "$(block 'if (first())' '    second();' '' 'third();')"
expect '2 blocks of cpp' "$(block 'int first();'; block 'int other();')"
expect '1 blocks of cpp' "$(block 'int first();'; printf '```sh\nscripts/demo\n```\n')"
expect "$missing" "$(block 'int second();')"
expect "$missing" "$(block 'int first()')"
expect "$missing" "$(block 'int first();' 'int other();')"
expect "$missing" "$(block 'if (first())' 'second();')"
expect "$missing" "$(block 'if (first())' '    second();' 'third();')"
expect "$missing" "$(block '    int first();')"
expect "$missing" "$(block 'third();' 'second();')"
expect "$missing" "$(block '')"
expect "README.md:8: this block is in none of the examples" "$(block 'int first();'; block 'int second();')"
expect 'README.md:1: this block does not end' $'```cpp\nint first();'
expect 'README.md: no block of cpp' 'Text'

((failures == 0)) || { echo "$failures failed"; exit 1; }

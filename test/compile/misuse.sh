# misuse.sh FILE COMPILER FLAG...
#
# Compiles the file without and with each of its mistakes. Each mistake must be refused, and the first three lines of the output
# must name its cause.
set -euo pipefail
file=$1
shift

declare -A causes=(
    [token]='LastArgumentIsNotACompletionTokenFor|is not a completion token for'
    [before]='RequestOptionsBelongBeforeTheCompletionToken|RequestOptions belong before the completion token'
    [after]='RequestOptionsBelongAfterTheParameters|RequestOptions belong after the parameters'
    [context]='ATemporaryContextIsDestroyedBeforeTheClient|a temporary context is destroyed before the client'
)
expected=(none token token before after token after token token token token token token token context token)

failed=0
for mistake in "${!expected[@]}"; do
    rc=0
    output=$("$@" -fsyntax-only "-DMISTAKE=$mistake" "$file" 2>&1) || rc=$?
    cause=${expected[mistake]}
    if [[ $cause == none ]]; then
        ((rc == 0)) && continue
    else
        head -n 3 <<< "$output" | grep -qE "${causes[$cause]}" && ((rc != 0)) && continue
    fi
    echo "mistake $mistake: expected '$cause' in the first three lines of:"
    head -n 5 <<< "$output"
    failed=1
done
exit $failed

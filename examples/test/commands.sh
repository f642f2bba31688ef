#!/usr/bin/env bash
# commands.sh TOOLS CREATE_INVITATION FILE...
#
# Checks the blocks of commands (sh) in these Markdown files. Blocks of the installed programs are run, with the program
# CREATE_INVITATION after the start of a stand-in. All other commands must be part of .ci/run.
set -euo pipefail
tools=$1 create_invitation=$2
shift 2
ci=$(realpath "$(dirname "$0")/../../.ci/run")
mapfile -t files < <(realpath "$@")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
fail() { echo "FAILED: $*"; exit 1; }

# run_block BLOCK: in a shell of its own, in which a stand-in listens on a port that is free
run_block()
{
    local port=$((20000 + RANDOM % 10000)) log=$folder/log attempt
    for attempt in 1 2 3 4 5; do
        rm -f ca.pem people.csv.*
        printf 'email_address\nann@example.com\n' > people.csv
        if bash -euo pipefail -c '
            export PATH=$1:$PATH
            trap "kill \$(jobs -p) 2> /dev/null || true; wait" EXIT
            if [[ $2 != *clerk-fake-backend* ]]; then
                clerk-fake-backend --http --port "$3" > announced &
                until grep -qs curl announced; do kill -0 $! || exit 1; sleep 0.1; done
                export CLERK_API_URL=http://127.0.0.1:$3 CLERK_SECRET_KEY=sk_test_fake_backend_key
            fi
            eval "${2/ &/ > announced &}"
            if [[ -n $(jobs -p) ]]; then
                for ((i = 0; i < 300; ++i)); do
                    ! grep -qs curl announced || break
                    kill -0 $(jobs -p) || exit 1
                    sleep 0.1
                done
            fi
            [[ $2 != *export* ]] || "$4"
        ' bash "$tools" "${1//8443/$port}" "$port" "$create_invitation" > "$log" 2>&1; then
            return
        fi
        grep -q 'in use' "$log" || break
        port=$((port + 1))
    done
    cat "$log"
    return 1
}

ran=0 found=0
for file in "${files[@]}"; do
    block= inside=0
    while IFS= read -r line; do
        if [[ $line == '```sh' ]]; then
            inside=1 block=
        elif [[ $line == '```' && $inside == 1 ]]; then
            inside=0
            if [[ $block == clerk-* ]]; then
                run_block "$block" || fail "$file: these commands do not work: $block"
                ran=$((ran + 1))
            else
                while IFS= read -r command; do
                    command=${command%%[[:space:]]#*}
                    command=${command%"${command##*[![:space:]]}"}
                    grep -qF -- "$command" "$ci" || fail "$file: .ci/run does not run: $command"
                    found=$((found + 1))
                done <<< "${block%$'\n'}"
            fi
        elif ((inside)); then
            block+=$line$'\n'
        fi
    done < "$file"
done
echo "$ran blocks ran, $found commands are in .ci/run"
((ran > 0 && found > 0))

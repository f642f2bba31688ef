#!/usr/bin/env bash
# fake_backend_misused.sh CLERK-FAKE-BACKEND
#
# Invalid options end it with status 2 and an error text; --help and --version with 0.
set -euo pipefail
program=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# expect STATUS PATTERN OPTION...
expect()
{
    local wanted=$1 pattern=$2 output status=0
    shift 2
    output=$(timeout 30 "$program" "$@" 2>&1) || status=$?
    ((status == wanted)) || { echo "$*: status $status instead of $wanted: $output"; exit 1; }
    grep -qE -e "$pattern" <<< "$output" || { echo "$*: no line matches '$pattern': $output"; exit 1; }
}

expect 0 '^clerk-fake-backend [0-9]+\.[0-9]+\.[0-9]+$' --version
expect 0 '^Exit status:$' --help
# The help names no option that there is not, and rightly says which take a value.
help=$("$program" --help)
mapfile -t options < <(grep -oE '^  --[a-z-]+( [A-Z]+)?' <<< "$help")
((${#options[@]} == 21)) || { echo "the help names ${#options[@]} options"; exit 1; }
for option in "${options[@]}"; do
    read -r name value <<< "$option"
    [[ $name == --help ]] || expect 0 '^Exit status:$' --help "$name" ${value:+1}
done

expect 2 'unexpected argument' serve
expect 2 "unrecognised option '--prot'" --prot 1
expect 2 "unrecognised option '--por'" --por 1
expect 2 '^clerk-fake-backend: --port: must be a number from 0 to 65535$' --port 65536
expect 2 '^Try clerk-fake-backend --help.$' --port ''
expect 2 "'--port' is missing" --port
expect 2 'cannot be specified more than once' --port 1 --port 2
expect 2 '^clerk-fake-backend: --address: must be an IP address$' --address localhost
expect 2 '^clerk-fake-backend: --address: must be a loopback address unless' --address 0.0.0.0
expect 2 '^clerk-fake-backend: --http: allowed on a loopback address only$' --http --address 0.0.0.0 --allow-remote
expect 2 '^clerk-fake-backend: --ca-file: not available with --http$' --http --ca-file "$folder/ca.pem"
expect 2 '^clerk-fake-backend: --name: ' --name 'two words'
expect 2 '^clerk-fake-backend: --prefix: ' --prefix clerk
expect 2 '^clerk-fake-backend: --key: is a publishable key' --key pk_test_1
expect 2 '^clerk-fake-backend: --limit-create: must be a number' --limit-create -1
expect 2 '^clerk-fake-backend: --limit-bulk: must be a number' --limit-bulk 1.5
expect 2 '^clerk-fake-backend: --limit-others: must be a number' --limit-others many
expect 2 '^clerk-fake-backend: --window: must be a number from 1 to 31536000$' --window 0 --limit-bulk 1
expect 2 '^clerk-fake-backend: --window: requires' --window 60
expect 2 '^clerk-fake-backend: --no-limits: excludes' --no-limits --limit-bulk 1
expect 2 '^clerk-fake-backend: --ca-file: .*No such file' --ca-file "$folder/none/ca.pem"
expect 2 '^clerk-fake-backend: --record: .* cannot be written$' --record "$folder/none/record"
expect 2 '^clerk-fake-backend: --seed: .* cannot be read$' --seed "$folder/none"
expect 2 '^clerk-fake-backend: --seed: .* cannot be read$' --seed "$folder"
echo '{"users": ["somebody"]}' > "$folder/seed.json"
expect 2 '^clerk-fake-backend: --seed: .*/seed.json: users\[0\]: must be an e-mail address$' --seed "$folder/seed.json"

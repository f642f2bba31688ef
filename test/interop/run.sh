#!/usr/bin/env bash
# run.sh NODE CLERK-FAKE-BACKEND CLERK_INTEROP FOLDER
#
# Makes all calls by both clients, each group on a separate backend, and writes the results to FOLDER.
set -euo pipefail
node=$1 fake_backend=$2 clerk_interop=$3 folder=$4
cd "$(dirname "$0")"
backend=

stop()
{
    [[ -n $backend ]] || return 0
    kill -TERM "$backend" 2> /dev/null || true
    wait "$backend"
    backend=
}
trap stop EXIT

# field NAME: of the backend's announcement
field() { "$node" -p 'JSON.parse(process.argv[1])[process.argv[2]]' "$announced" "$1"; }

# client GROUP NAME OPTIONS PROGRAM...: one client, one group of calls
client()
{
    local base=$folder/$1.$2 options=$3 announced output
    shift 3
    rm -f "$base".*
    # shellcheck disable=SC2086 # several options
    exec {output}< <(exec "$fake_backend" --print-json --seed seed.json --record "$base.requests" $options)
    backend=$!
    IFS= read -r -t 30 -u "$output" announced
    # The key that the clients have, whichever the backend wants.
    CLERK_API_URL=$(field url) CLERK_SECRET_KEY=sk_test_fake_backend_key RECORD=$base.requests \
        SSL_CERT_FILE=$(field ca_file) NODE_EXTRA_CA_CERTS=$(field ca_file) \
        "$@" "$folder/$group.calls" > "$base.outcomes"
    stop
    exec {output}<&-
}

mkdir -p "$folder"
"$node" calls.mjs > "$folder/groups.json"
groups=$("$node" -p 'JSON.parse(require("fs").readFileSync(process.argv[1])).map((g) => g.name).join("\n")' "$folder/groups.json")
for group in $groups; do
    options=$("$node" -e '
        const [, file, folder, name] = process.argv, fs = require("fs");
        const { calls, options } = JSON.parse(fs.readFileSync(file)).find((group) => group.name === name);
        fs.writeFileSync(`${folder}/${name}.calls`, JSON.stringify(calls));
        console.log(options.join(" "));' "$folder/groups.json" "$folder" "$group")
    client "$group" sdk "$options" "$node" sdk.mjs
    client "$group" clerk "$options" "$clerk_interop"
done

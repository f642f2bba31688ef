# Sourced with FAKE_BACKEND set, after `serve` knows what to serve: starts clerk-fake-backend, asks it, ends it.
set -euo pipefail
folder=$(mktemp -d)
backend=

fail() { echo "FAILED: $*"; exit 1; }

clean_up()
{
    [[ -z $backend ]] || kill -TERM "$backend" 2> /dev/null || true
    rm -rf "$folder"
}
trap clean_up EXIT

# serve OPTION...: starts it; $announced is its first line
serve()
{
    exec {output}< <(exec "$FAKE_BACKEND" "$@")
    backend=$!
    IFS= read -r -t 30 -u "$output" announced || fail "$*: it did not start"
    port=$(sed -nE 's|.*"url":"https?://127\.0\.0\.1:([0-9]+)[^"]*".*|\1|p' <<< "$announced")
}

# stop SIGNAL: it ends at once and well, and has no more to say
stop()
{
    local status=0 rest
    kill -"$1" "$backend"
    wait "$backend" || status=$?
    backend=
    ((status == 0)) || fail "SIG$1: status $status"
    rest=$(cat <&"$output")
    exec {output}<&-
    [[ -z $rest ]] || fail "it went on: $rest"
}

# request METHOD TARGET [BODY]: the text of one HTTP request, the last of its connection
request()
{
    local body=${3-}
    printf '%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\n' \
        "$1" "$2" "${key:-sk_test_fake_backend_key}"
    printf 'Content-Length: %d\r\nConnection: close\r\n\r\n%s' "${#body}" "$body"
}

# ask METHOD TARGET [BODY]: the answer to it, without TLS
ask()
{
    local connection
    exec {connection}<> "/dev/tcp/127.0.0.1/$port"
    request "$@" >&"$connection"
    cat <&"$connection"
    exec {connection}<&-
}

# expect PATTERN METHOD TARGET [BODY]: the status line and the body match
expect()
{
    local pattern=$1 answer
    shift
    answer=$(ask "$@" | tr -d '\r')
    answer=$(sed -n '1p; 1,/^$/d; p' <<< "$answer" | tr '\n' ' ')
    [[ $answer =~ $pattern ]] || fail "$*: expected $pattern, got $answer"
}

#!/usr/bin/env bash
# demo.sh DEMO CREATE_INVITATION
#
# Tests the demo's output, errors and server.
set -euo pipefail
DEMO=$1 create_invitation=$2

fail() { echo "FAILED: $*"; exit 1; }

# expect STATUS PATTERN ARGUMENT...: the demo ends with that status, and a line of its output matches
expect()
{
    local wanted=$1 pattern=$2 output status=0
    shift 2
    output=$("$DEMO" "$@" 2>&1) || status=$?
    ((status == wanted)) || fail "demo $*: status $status instead of $wanted: $output"
    grep -qE "$pattern" <<< "$output" || fail "demo $*: no line matches '$pattern': $output"
    ! grep -qE 'ticket=[^*]' <<< "$output" || fail "demo $*: it prints a ticket"
}

unset CLERK_API_URL CLERK_SECRET_KEY SSL_CERT_FILE
for pattern in '^A stand-in for Clerk.s API, .*no e-mail is sent' '^id       inv_[0-9A-Za-z]{27}$' '^status   pending$' \
    '^expires  20[0-9]{2}-[01][0-9]-[0-3][0-9] [0-2][0-9]:[0-5][0-9]:[0-5][0-9] UTC$' \
    '^url      https://.*/v1/tickets/accept\?ticket=\*\*\*$'; do
    expect 0 "$pattern"
done
expect 0 '^Exit status' --help

# Nothing of this reaches any server.
for to in '' '--to invite@example.com'; do
    expect 2 '^--live requires CLERK_SECRET_KEY to be set' --live $to
    CLERK_SECRET_KEY=pk_test_key expect 2 'publishable key' --live $to
done
expect 2 'exclude each other' --live --serve --to invite@example.com
expect 2 '^--to requires --live' --to invite@example.com
expect 2 '^a port requires --serve' 8443
expect 2 'out of range' --serve 65536
expect 2 "'--serv'" --serv
expect 2 invalid --serve port

. "$(dirname "$0")/stand_in.sh"
expect 0 "^LIVE: lists the invitations at $CLERK_API_URL; changes nothing$" --live
expect 0 '^total    0$' --live
expect 0 "^LIVE: creates an invitation at $CLERK_API_URL, which sends an e-mail to live@example.com$" --live --to live@example.com
expect 1 duplicate_record --live --to live@example.com
for pattern in '^total    1$' '^id       inv_[0-9A-Za-z]{27}$' '^status   pending$' '^url      https://.*\?ticket=\*\*\*$'; do
    expect 0 "$pattern" --live
done
! "$DEMO" --live | grep -q @ || fail "demo --live: it prints an address"
newest=$("$DEMO" --live --to newest@example.com | grep '^id ')
expect 0 "^$newest$" --live
expect 0 '^total    2$' --live
for to in '' '--to other@example.com'; do
    CLERK_SECRET_KEY=sk_test_wrong expect 1 clerk_key_invalid --live $to
    SSL_CERT_FILE=/dev/null expect 1 'TLS' --live $to
done
expect 1 'in use' --serve "${CLERK_API_URL##*:}"

# What it prints for other programs is complete: an HTTP client needs nothing else.
printed_line 'curl ' | grep -qF -- "--cacert $SSL_CERT_FILE -H 'Authorization: Bearer $CLERK_SECRET_KEY'" ||
    fail "the curl line: $(printed_line 'curl ')"
if command -v curl > /dev/null; then
    # Without this script's environment.
    answer=$(env -i PATH="$PATH" bash -c "$(printed_line 'curl ' | sed 's/^curl /curl -sS /')")
else
    answer=$("$create_invitation")
fi
[[ $answer =~ inv_[0-9A-Za-z]{27} ]] || fail "no invitation: $answer"

ca_file=$SSL_CERT_FILE
[[ -s $ca_file ]] || fail "no CA file"
kill -TERM "$stand_in"
wait "$stand_in" || fail "SIGTERM: status $?"
[[ ! -e $ca_file ]] || fail "the CA file is left behind"

#!/usr/bin/env bash
# fake_backend_served.sh CLERK-FAKE-BACKEND
#
# Requests of bash alone, without TLS: invitations, a seed, limits, a record, and two ways to end.
FAKE_BACKEND=$1
. ./served.sh
cat > "$folder/seed.json" << 'JSON'
{"users": ["user@example.com"], "invitations": [{"id": "inv_1", "email_address": "old@example.com", "status": "accepted"}]}
JSON

serve --http --print-json --seed "$folder/seed.json" --record "$folder/record" --key sk_test_mine --prefix /clerk \
    --limit-create 4 --window 1000
[[ $announced == '{"url":"http://127.0.0.1:'$port'/clerk","secret_key":"sk_test_mine","ca_file":null}' ]] ||
    fail "announced: $announced"

key=sk_test_mine
expect '^HTTP/1.1 200 OK .*"id":"inv_[0-9A-Za-z]{27}"' POST /clerk/v1/invitations '{"email_address":"new@example.com"}'
expect '^HTTP/1.1 400 .*duplicate_record' POST /clerk/v1/invitations '{"email_address":"new@example.com"}'
expect '^HTTP/1.1 422 .*form_identifier_exists' POST /clerk/v1/invitations '{"email_address":"user@example.com"}'
expect '^HTTP/1.1 422 .*form_identifier_exists' POST /clerk/v1/invitations '{"email_address":"old@example.com"}'
expect '^HTTP/1.1 429 .*too_many_requests' POST /clerk/v1/invitations '{"email_address":"late@example.com"}'
expect '^HTTP/1.1 200 .*"total_count":1' GET '/clerk/v1/invitations?paginated=true&query=old%40example.com'
expect '^HTTP/1.1 400 .*invitation_already_accepted' POST /clerk/v1/invitations/inv_1/revoke
expect '^HTTP/1.1 404' GET '/v1/invitations?token=sk_test_mine'
key=sk_test_wrong expect '^HTTP/1.1 401 .*clerk_key_invalid' GET /clerk/v1/invitations
stop TERM

# One line a request, and the key in none of them.
mapfile -t lines < "$folder/record"
((${#lines[@]} == 9)) || fail "${#lines[@]} lines were recorded"
[[ ${lines[0]} == '{"method":"POST","path":"/clerk/v1/invitations","query":"","headers":{'*'},'\
'"body":"{\"email_address\":\"new@example.com\"}","status":200}' ]] || fail "recorded: ${lines[0]}"
[[ ${lines[0]} == *'"content-type":"application/json"'* ]] || fail "recorded: ${lines[0]}"
[[ ${lines[4]} == *'"status":429}' ]] || fail "recorded: ${lines[4]}"
[[ ${lines[5]} == *'"method":"GET",'*'"query":"paginated=true&query=old%40example.com"'* ]] || fail "recorded: ${lines[5]}"
[[ ${lines[7]} == *'"query":"token=***"'* ]] || fail "recorded: ${lines[7]}"
! grep -qiE 'sk_test|authorization' "$folder/record" || fail "a key was recorded"

# Without limits, in words, and another signal.
key=
serve --http --no-limits --verbose 2> "$folder/log"
[[ $announced == "A stand-in for Clerk's API. It sends no e-mail. Press Ctrl-C to stop it." ]] || fail "announced: $announced"
text=
while [[ $text != *'curl '* ]]; do
    IFS= read -r -t 30 -u "$output" line || fail "it did not start: $text"
    text+=$line$'\n'
done
port=$(sed -nE 's|^url      http://127\.0\.0\.1:([0-9]+)$|\1|p' <<< "$text")
grep -qx "export CLERK_API_URL='http://127.0.0.1:$port' CLERK_SECRET_KEY='sk_test_fake_backend_key'" <<< "$text" || fail "$text"
expect '^HTTP/1.1 400 ' POST /v1/invitations ''

grep -qE '^level=debug event=attempt_end operation="POST /v1/invitations" attempt=1 status=400 ' "$folder/log" ||
    fail "logged: $(cat "$folder/log")"

# A port in use is not an invalid option.
status=0
"$FAKE_BACKEND" --port "$port" 2> "$folder/errors" || status=$?
((status == 1)) || fail "a port in use: status $status"
grep -q 'in use' "$folder/errors" || fail "a port in use: $(cat "$folder/errors")"
stop INT

#!/usr/bin/env bash
# fake_backend_tls.sh CLERK-FAKE-BACKEND
#
# With TLS: OpenSSL's own client trusts the CA that was written. --ca-file sets the path of the file.
FAKE_BACKEND=$1
. ./served.sh

# trusts CA [NAME]: a list over TLS that verifies against that CA, and that name
trusts()
{
    request GET /v1/invitations |
        openssl s_client -quiet -verify_return_error -CAfile "$1" -verify_hostname "${2:-localhost}" -connect "127.0.0.1:$port" \
            2> /dev/null | grep -qm1 '^HTTP/1.1 200'
}

# Of its own it is a temporary file.
serve --print-json
ca=$(sed -nE 's|.*"ca_file":"([^"]+)".*|\1|p' <<< "$announced")
[[ $announced == '{"url":"https://127.0.0.1:'$port'","secret_key":"sk_test_fake_backend_key","ca_file":"'$ca'"}' ]] ||
    fail "announced: $announced"
[[ -s $ca ]] || fail "no CA in $ca"
if command -v openssl > /dev/null; then
    trusts "$ca" || fail "the CA is not trusted"
    ! trusts "$ca" clerk.test || fail "the certificate is for any name"
fi
stop TERM
[[ ! -e $ca ]] || fail "the CA is left behind"

# At a place of the user's it stays.
serve --print-json --ca-file "$folder/ca.pem" --name clerk.test
[[ $announced == *'"ca_file":"'$folder'/ca.pem"}' ]] || fail "announced: $announced"
if command -v openssl > /dev/null; then
    trusts "$folder/ca.pem" clerk.test || fail "the name is not in the certificate"
fi
stop INT
[[ -s $folder/ca.pem ]] || fail "the CA is gone"

#!/usr/bin/env bash
# includes_selftest.sh CHECK
#
# Shows CHECK (includes.sh) one tree for each thing that it must see, and one that it must let pass.
set -euo pipefail
check=$1
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
failures=0

# with FILE INCLUDE [MESSAGE]: a tree in which FILE has that include yields that message; without one, it passes.
with()
{
    local file=$1 include=$2 message=${3-} output wanted=passes got
    rm -rf "$tree"
    mkdir -p "$tree/include" "$tree/src/common" "$(dirname "$tree/$file")"
    echo '#include <string>' > "$tree/src/common/fine.cpp"
    printf '#pragma once\n%s\n' "#include $include" > "$tree/$file"
    [[ -z $message ]] || wanted=$'fails\n'"$file:2: $include: $message"
    got=$(output=$("$check" "$tree") && echo passes || echo fails; echo "$output")
    if [[ $got != "$wanted" ]]; then
        printf '%s with #include %s\n  expected: %s\n  got:      %s\n' "$file" "$include" "$wanted" "$got"
        failures=$((failures + 1))
    fi
}

layers=(portable common json url codec wire policy tls net transport api)
for from in "${!layers[@]}"; do
    for to in "${!layers[@]}"; do
        message=
        ((to <= from)) || message="${layers[from]} may not include ${layers[to]}"
        with "src/${layers[from]}/a.cpp" "\"${layers[to]}/b.hpp\"" "$message"
    done
    with "src/${layers[from]}/a.cpp" '"testing/b.hpp"' 'the library does not know its stand-in'
    with "src/${layers[from]}/a.hpp" '<boost/asio.hpp>' 'includes far more than anything needs'
done

for layer in common json url codec wire policy net transport api; do
    with "src/$layer/a.cpp" '<openssl/ssl.h>' 'OpenSSL belongs to tls'
    with "src/$layer/a.cpp" '<boost/asio/ssl.hpp>' 'OpenSSL belongs to tls'
    with "src/$layer/a.cpp" '<boost/asio/ssl/context.hpp>' 'OpenSSL belongs to tls'
done
for layer in tls testing; do
    with "src/$layer/a.cpp" '<openssl/ssl.h>'
    with "src/$layer/a.cpp" '<boost/asio/ssl/context.hpp>'
done

for layer in common json url codec policy tls net transport api; do
    with "src/$layer/a.cpp" '<boost/beast/http/parser.hpp>' 'HTTP belongs to wire'
done
for layer in wire testing; do
    with "src/$layer/a.cpp" '<boost/beast/http/parser.hpp>'
done

with src/codec/a.cpp '"invitation.hpp"' 'name it by its path below src/'
with src/codec/a.cpp '"../net/pool.hpp"' 'name it by its path below src/'
with src/net/a.cpp '<clerk/client.hpp>' 'belongs to api'
with src/net/a.cpp '<clerk/error.hpp>'
with src/net/a.cpp '<clerk/testing/fake_backend.hpp>' 'the library does not know its stand-in'
with src/testing/a.cpp '"testing/b.hpp"'
with src/testing/a.cpp '"b.hpp"' 'name it by its path below src/'
with src/testing/a.cpp '"portable/b.hpp"'
with src/testing/a.cpp '"wire/b.hpp"' 'testing sees the public headers only'
with src/wire/a.cpp '<boost/beast.hpp>' 'includes far more than anything needs'

with include/clerk/a.hpp '<chrono>'
with include/clerk/a.hpp '<clerk/error.hpp>'
with include/clerk/a.hpp '<boost/asio/awaitable.hpp>'
with include/clerk/a.hpp '<boost/asio/detail/config.hpp>'
with include/clerk/a.hpp '<boost/json/object.hpp>'
with include/clerk/a.hpp '"error.hpp"' 'public headers name each other as <clerk/...>'
with include/clerk/a.hpp '<boost/asio/io_context.hpp>' 'too expensive for a public header'
with include/clerk/a.hpp '<boost/json.hpp>' 'too expensive for a public header'
with include/clerk/a.hpp '<openssl/ssl.h>' 'not for a public header'
with include/clerk/a.hpp '<sys/socket.h>' 'not for a public header'
with include/clerk/a.hpp '<clerk/testing/fake_backend.hpp>' 'the library does not know its stand-in'
with include/clerk/testing/a.hpp '<clerk/testing/export.hpp>'

((failures == 0)) || { echo "$failures failed"; exit 1; }

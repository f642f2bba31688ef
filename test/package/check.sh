#!/usr/bin/env bash
# check.sh FOLDER
#
# Installs the .deb packages of FOLDER and uses them. Requires a fresh Debian system, which it changes, and root.
set -euo pipefail
packages=$(cd "$1" && pwd)
folder=$(mktemp -d)
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
cd "$folder"

fail() { echo "FAILED: $*" >&2; exit 1; }
step() { echo "--- $*"; }
apt() { apt-get -q -y "$@" > apt.log 2>&1 || { cat apt.log; fail "apt-get $*"; }; }
same() { [[ $1 == "$2" ]] || fail "expected $1, got $2"; }

apt update
version=$(dpkg-deb --field "$packages"/clerk-tools_*.deb Version)
upstream=${version%-*}

step "the tools, with their libraries only"
apt install --no-install-recommends "$packages"/libclerk[0-9]*.deb "$packages"/libclerk-testing[0-9]*.deb \
    "$packages"/clerk-tools_*.deb man-db
for tool in clerk-invite clerk-fake-backend; do
    same "$tool $upstream" "$($tool --version)"
    $tool --help > help.txt
    grep -q -- --version help.txt || fail "$tool --help: $(< help.txt)"
    man --warnings $tool > page.txt 2> page.log || fail "man $tool: $(< page.log)"
    [[ ! -s page.log ]] || fail "man $tool: $(< page.log)"
    grep -q -- --version page.txt || fail "man $tool has no options"
done

step "an invitation of three people"
printf '%s\n' email_address,team ann@example.com,Research bob@example.com,Sales cleo@example.com, > people.csv
exec {output}< <(exec clerk-fake-backend --print-json --ca-file ca.pem --record requests)
backend=$!
trap 'kill "$backend" 2> /dev/null || true; rm -rf "$folder"' EXIT
IFS= read -r -t 30 -u "$output" announced || fail "clerk-fake-backend does not start"
[[ $announced =~ \"url\":\"([^\"]+)\",\"secret_key\":\"([^\"]+)\" ]] || fail "announced: $announced"
CLERK_API_URL=${BASH_REMATCH[1]} CLERK_SECRET_KEY=${BASH_REMATCH[2]} SSL_CERT_FILE=ca.pem clerk-invite people.csv
same 3 "$(grep -c ',invited,inv_' people.csv.results.csv)"
[[ -s requests ]] || fail "no request was recorded"
kill -TERM "$backend"
wait "$backend" || fail "clerk-fake-backend ends with status $?"

step "programs built with CMake and with pkg-config"
apt install --no-install-recommends "$packages"/libclerk-dev_*.deb cmake g++ make pkg-config
mkdir app
cat > app/main.cpp << 'end'
#include <clerk/clerk.hpp>
#include <boost/asio/io_context.hpp>
#include <iostream>
int main()
{
    boost::asio::io_context context;
    clerk::ClientOptions options;
    options.secret_key = "sk_test_key";
    clerk::Client client{context.get_executor(), options};
    std::cout << client.stats().open << ' ' << clerk::version() << '\n';
}
end
cat > app/tests.cpp << 'end'
#include <clerk/testing/fake_backend.hpp>
int main() { return clerk::testing::FakeBackend{}.port() == 0; }
end
cat > app/CMakeLists.txt << 'end'
cmake_minimum_required(VERSION 3.25)
project(app LANGUAGES CXX)
find_package(clerk CONFIG REQUIRED COMPONENTS testing)
add_executable(app main.cpp)
target_link_libraries(app PRIVATE clerk::clerk)
add_executable(tests tests.cpp)
target_link_libraries(tests PRIVATE clerk::testing)
end
build() { { cmake -S app -B build && cmake --build build; } > build.log 2>&1 || { cat build.log; fail "build with CMake"; }; }
build
same "0 $upstream" "$(build/app)"
build/tests || fail "tests"
same "$upstream" "$(pkg-config --modversion clerk)"
# shellcheck disable=SC2046 # several options
c++ -std=c++23 app/main.cpp $(pkg-config --cflags --libs clerk) -o by_pkg_config
same "0 $upstream" "$(./by_pkg_config)"

step "the development files without the tools"
apt purge clerk-tools
rm -rf build
build

step "nothing left behind"
apt purge libclerk-dev '^libclerk(-testing)?[0-9.]+$'
[[ -z $(find /usr /var/lib/dpkg/info -name '*clerk*') ]] || fail "left: $(find /usr /var/lib/dpkg/info -name '*clerk*')"
echo "the packages of version $version work"

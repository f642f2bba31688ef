#!/usr/bin/env bash
# examine.sh FOLDER: checks the packages of FOLDER without installing them.
set -euo pipefail
cd "$1"

fail() { echo "FAILED: $*" >&2; exit 1; }
# has PATTERN TEXT: a line of TEXT matches PATTERN
has() { grep -qE -- "$1" <<< "$2" || fail "no $1 in:"$'\n'"$2"; }
has_not() { ! grep -E -- "$1" <<< "$2" || fail "matches $1"; }

# The changelog closes no bug of Debian's tracker, because the packages are not in Debian.
lintian --fail-on error,warning --suppress-tags initial-upload-closes-no-bugs ./*.deb

version=$(dpkg-deb --field clerk-tools_*.deb Version)
for package in libclerk-dev clerk-tools libclerk-testing[0-9]; do
    depends=$(dpkg-deb --field "$(echo $package*.deb)" Depends)
    has "libclerk[0-9.]+ \(= $version\)" "$depends"
done
depends=$(dpkg-deb --field libclerk-dev_*.deb Depends)
for package in 'libboost[0-9.]*-dev' 'libboost-json[0-9.]*-dev' libssl-dev; do has "$package" "$depends"; done
for manual in clerk-invite clerk-fake-backend; do
    dpkg-deb --fsys-tarfile clerk-tools_*.deb | tar -xO "./usr/share/man/man1/$manual.1.gz" | gzip -d | mandoc -T lint -W warning
done
# The links to scripts of another package lead somewhere.
pages=$(dpkg-deb --contents libclerk-doc_*_all.deb)
for page in index.html reference/ClientOptions.html _static/scripts/furo.js; do has "/usr/share/doc/libclerk-doc/html/$page$" "$pages"; done
while read -r link; do
    [[ -e /usr/share/doc/libclerk-doc/html/_static/$link || -e /usr/share/${link##../../../../} ]] || fail "no $link"
done < <(sed -nE 's/.*_static\/[^ ]+ -> (.*)/\1/p' <<< "$pages")

for name in '' -testing -devel -tools -doc; do
    list=$(rpm -qp --list clerk$name-[0-9]*.rpm) requires=$(rpm -qp --requires clerk$name-[0-9]*.rpm)
    provides=$(rpm -qp --provides clerk$name-[0-9]*.rpm)
    has "^/usr/share/doc/clerk$name/copyright$" "$list"
    # A package must not own the folders of others.
    has_not '^/usr/(bin|include|lib[^/]*|lib/[^/]*|.*/cmake|.*/pkgconfig|share|share/doc|share/man|share/man/man1)$' "$list"
    case $name in
    '' | -testing)
        has "/libclerk${name/-/_}\.so(\.[0-9]+){3}$" "$list"
        has "^libclerk${name/-/_}\.so(\.[0-9]+){2}\(\)\(64bit\)$" "$provides"
        has '^libboost_json\.so' "$requires"
        has '^libssl\.so' "$requires"
        has_not '/(include|cmake|pkgconfig)/|\.so$' "$list"
        ;;
    -devel)
        for file in include/clerk/clerk.hpp include/clerk/testing/fake_backend.hpp 'cmake/clerk/clerkConfig\.cmake' \
            'pkgconfig/clerk\.pc' 'libclerk\.so' 'libclerk_testing\.so'; do
            has "/$file$" "$list"
        done
        for required in 'clerk = ' 'clerk-testing = ' 'boost-devel >= ' 'openssl-devel >= '; do has "^$required" "$requires"; done
        ;;
    -doc) has '^/usr/share/doc/clerk-doc/html/index.html$' "$list" ;;
    -tools)
        for tool in clerk-invite clerk-fake-backend; do
            has "^/usr/bin/$tool$" "$list"
            has "^/usr/share/man/man1/$tool\.1\.gz$" "$list"
        done
        has '^libclerk\.so' "$requires"
        has '^libboost_program_options\.so' "$requires"
        ;;
    esac
done
echo "the packages of version $version pass"

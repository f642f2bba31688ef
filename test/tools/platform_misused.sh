#!/usr/bin/env bash
# platform_misused.sh SCRIPT
#
# Calls SCRIPT (scripts/platform) in unusable environments: it prints the reason in one line, fails, and leaves no mount and no half-made system.
set -euo pipefail
platform=$(readlink -f "$1")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failures=0

# Exactly the programs that the script requires: a test adds or removes some.
mkdir "$folder/bin" "$folder/systems"
for program in bash sh sed tr readlink dirname cat mkdir rm mv cp df tail head grep sort env flock unshare chroot mount umount find \
    comm tar xargs true setpriv; do
    ln -s "$(type -P "$program")" "$folder/bin/"
done

# expect PATTERN COMMAND...: fails, and the last line of what it prints on standard error matches
expect()
{
    local pattern=$1 output status=0
    shift
    output=$(env PATH="$folder/bin" HOME="$folder" CLERK_PLATFORMS="$folder/systems" "$@" 2>&1 > /dev/null) || status=$?
    if ((status == 0)) || [[ ! $(tail -n 1 <<< "$output") =~ $pattern ]]; then
        printf '%s\n  expected: %s\n  status %s: %s\n' "$*" "$pattern" "$status" "$output"
        failures=$((failures + 1))
    fi
    if grep -q "$folder" /proc/mounts || [[ -n $(find "$folder" -name '*.partial') ]]; then
        printf '%s\n  leaves something behind\n' "$*"
        failures=$((failures + 1))
    fi
}

expect "unknown platform 'debian11'; known are: debian12 debian13 " "$platform" debian11 true
expect "unknown platform ''" "$platform" --remove
expect "--boost '1.99' is not available on debian13" "$platform" debian13 --boost 1.99 true
expect "--boost '1.88' is not available on debian12" "$platform" debian12 --boost 1.88 true
expect "--boost '' is not available on debian13" "$platform" debian13 --boost

if ((EUID != 0)); then
    expect 'takes root' "$platform" debian12 true
    echo "skipped without root: permissions, debootstrap and a full disk"
elif ! unshare --mount true 2> /dev/null; then
    expect 'may not mount or chroot' "$platform" debian12 true
    echo "skipped without mounts: debootstrap and a full disk"
else
    chmod 755 "$folder"
    expect 'takes root' setpriv --reuid=65534 --regid=65534 --clear-groups bash "$platform" debian12 true
    expect 'debootstrap is not installed' "$platform" debian12 true
    printf '#!/bin/sh\nmkdir -p "$3/proc"; echo "E: no such mirror"; exit 1\n' > "$folder/bin/debootstrap"
    chmod +x "$folder/bin/debootstrap"
    expect 'debootstrap failed: E: no such mirror' "$platform" debian12 true
    expect 'MB of free space; a system takes' unshare --mount \
        bash -c 'mount -t tmpfs -o size=1m small "$CLERK_PLATFORMS" && "$0" debian12 true' "$platform"
fi

((failures == 0)) || { echo "$failures failed"; exit 1; }

#!/usr/bin/env bash
# pkg_config.sh FOLDER VERSION COMPILER [FLAG...]
#
# Builds consumer.cpp in FOLDER with the flags of pkg-config, and runs it.
set -euo pipefail
folder=$1 version=$2
shift 2
consumer=$(dirname "$0")/consumer.cpp
mkdir -p "$folder"

[[ $(pkg-config --modversion clerk) == "$version" ]] || { echo "not version $version"; exit 1; }
read -ra cflags <<< "$(pkg-config --cflags clerk)"
"$@" -std=c++23 "${cflags[@]}" -c "$consumer" -o "$folder/consumer.o"
for option in --libs '--static --libs'; do
    # shellcheck disable=SC2086 # two options
    read -ra libs <<< "$(pkg-config $option clerk)"
    "$@" "$folder/consumer.o" "${libs[@]}" -o "$folder/consumer"
    output=$("$folder/consumer")
    [[ $output == "$version" ]] || { echo "expected $version, got: $output"; exit 1; }
done

#!/usr/bin/env bash
# includes.sh ROOT
#
# Checks the includes below ROOT/include and ROOT/src: an include may only point down the layers, and the expensive
# headers are restricted to some files. Prints one line for each violation and fails if there is one.
set -euo pipefail
cd "$1"

export LC_ALL=C
mapfile -t files < <(find include src -type f \( -name '*.hpp' -o -name '*.cpp' -o -name '*.ipp' \) | sort)
((${#files[@]} > 0)) || { echo "no sources below $1"; exit 1; }

awk '
BEGIN {
    layers = split("portable common json url codec wire policy tls net transport api", layer_names, " ")
    for (i = 1; i <= layers; ++i) rank[layer_names[i]] = i

    split("any_completion_handler any_io_executor async_result awaitable", asio, " ")
    for (i in asio) public_boost["boost/asio/" asio[i] ".hpp"]
    public_boost["boost/asio/detail/config.hpp"]  # macros only, and part of each of the above
    public_boost["boost/asio/execution_context.hpp"]  # part of any_io_executor
    public_boost["boost/json/object.hpp"]
    public_boost["boost/system/error_code.hpp"]  # part of each of the above
    public_boost["boost/system/system_error.hpp"]  # small
}

function complain(text) { printf "%s:%d: %s: %s\n", FILENAME, FNR, header, text; bad = 1 }

FNR == 1 {
    split(FILENAME, parts, "/")
    is_public = parts[1] == "include"
    layer = is_public ? "" : parts[3] == "" ? "?" : parts[2]
    if (!is_public && layer != "testing" && !(layer in rank)) {
        printf "%s: no layer of this name\n", FILENAME
        bad = 1
    }
}

/^[ \t]*#[ \t]*include/ {
    if (!match($0, /<[^>]*>|"[^"]*"/)) { header = $0; complain("not a plain include"); next }
    header = substr($0, RSTART, RLENGTH)
    name = substr(header, 2, length(header) - 2)
    quoted = substr(header, 1, 1) == "\""

    if (name ~ /^boost\/(asio|beast)\.hpp$/) complain("includes far more than anything needs")

    if (is_public) {
        if (quoted) complain("public headers name each other as <clerk/...>")
        else if (FILENAME == "include/clerk/json.hpp" && name ~ /^boost\/json\//) next  # not part of clerk.hpp
        else if (name ~ /^boost\// && !(name in public_boost)) complain("too expensive for a public header")
        else if (name ~ /\.h$/ || (name ~ /\// && name !~ /^(boost|clerk)\//)) complain("not for a public header")
        if (name ~ /^clerk\/testing\// && FILENAME !~ /^include\/clerk\/testing\//) complain("the library does not know its stand-in")
        next
    }

    if (name ~ /^(openssl\/|boost\/asio\/ssl)/ && layer != "tls" && layer != "testing") complain("OpenSSL belongs to tls")
    if (name ~ /^boost\/beast/ && layer != "wire" && layer != "testing") complain("HTTP belongs to wire")

    if (name ~ /^clerk\/testing\// && layer != "testing") complain("the library does not know its stand-in")
    if (name ~ /^clerk\/(clerk|client|invitations)\.hpp$/ && layer != "api" && layer != "testing") complain("belongs to api")

    if (quoted) {
        target = name
        sub(/\/.*/, "", target)
        if (name !~ /\// || (target != "testing" && !(target in rank))) complain("name it by its path below src/")
        else if (layer == "testing" && target != "testing" && target != "portable") complain("testing sees the public headers only")
        else if (target == "testing" && layer != "testing") complain("the library does not know its stand-in")
        else if (layer in rank && rank[target] > rank[layer]) complain(layer " may not include " target)
    }
}

END { exit bad }
' "${files[@]}"

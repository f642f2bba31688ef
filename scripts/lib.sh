# Sourced by the other scripts: where the project is, which packages it needs, how it is built.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Debian 12's packages. `build` is what the library, its tests and examples take; the others come on top.
packages_of()
{
    case $1 in
    build) echo g++ cmake ninja-build pkg-config libboost1.81-dev libboost-json1.81-dev libboost-url1.81-dev \
        libboost-program-options1.81-dev libboost-test1.81-dev libssl-dev ca-certificates ccache ;;
    clang) echo clang-19 libclang-rt-19-dev llvm-19 ;;
    format) echo clang-format-19 ;;
    tidy) echo clang-tidy-19 python3 ;;
    coverage) echo llvm-19 python3 ;;
    guard) echo valgrind strace python3 ;;
    bench) echo nginx-light golang-go gnuplot-nox libcurl4-openssl-dev libbenchmark-dev openssl ;;
    package) echo dpkg-dev file lintian mandoc rpm ;;
    # Node from another source makes Debian's unnecessary.
    node) { command -v node && command -v npm; } > /dev/null || echo nodejs npm ;;
    *) echo "no package group $1" >&2; return 1 ;;
    esac
}

# What must be there on a system whose packages are not known.
programs_of()
{
    case $1 in
    build) echo c++ cmake ninja pkg-config ;;
    clang) echo clang++-19 ;;
    format) echo clang-format-19 ;;
    tidy) echo clang-tidy-19 run-clang-tidy-19 ;;
    coverage) echo llvm-cov-19 llvm-profdata-19 python3 ;;
    guard) echo valgrind strace python3 ;;
    bench) echo nginx go gnuplot curl-config openssl ;;
    package) echo dpkg-buildflags dpkg-shlibdeps file lintian mandoc rpm rpmbuild ;;
    node) echo node npm ;;
    esac
}

is_debian_12()
{
    [[ -r /etc/os-release ]] && (. /etc/os-release && [[ ${ID-} == debian && ${VERSION_ID-} == 12 ]])
}

installed()
{
    [[ $(dpkg-query -W -f '${db:Status-Status}' "$1" 2> /dev/null) == installed ]]
}

# need GROUP...: installs what is missing of these groups. On a system other than Debian 12, says what it would take and
# goes on where the programs are there.
need()
{
    local group package program missing=()
    if is_debian_12; then
        for group; do
            for package in $(packages_of "$group"); do installed "$package" || missing+=("$package"); done
        done
        ((${#missing[@]} > 0)) || return 0
        local sudo=()
        if ((EUID != 0)); then
            command -v sudo > /dev/null || { echo "As root: apt-get install ${missing[*]}" >&2; return 1; }
            sudo=(sudo)
        fi
        echo "Installing ${missing[*]}"
        # A source of the machine's own that cannot be reached is no reason to stop: the installation tells.
        "${sudo[@]}" apt-get update -q || true
        "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}"
        return
    fi

    for group; do
        for program in $(programs_of "$group"); do command -v "$program" > /dev/null || missing+=("$program"); done
    done
    ((${#missing[@]} == 0)) && [[ -d build ]] && return
    echo "This is not Debian 12. What it takes, by Debian's names:" >&2
    for group; do echo "    $(packages_of "$group")" >&2; done
    ((${#missing[@]} == 0)) || { echo "Not found here: ${missing[*]}" >&2; return 1; }
    echo "The programs are there: going on." >&2
}

# How many compilers fit: one a processor, and one for each 1.5 GB of memory.
jobs()
{
    local processors kilobytes
    processors=$(nproc)
    kilobytes=$(awk '$1 == "MemAvailable:" { print $2 }' /proc/meminfo 2> /dev/null || true)
    if [[ -n $kilobytes && $((kilobytes / 1500000)) -lt $processors ]]; then
        processors=$((kilobytes / 1500000))
    fi
    echo $((processors > 0 ? processors : 1))
}

# build PRESET [TARGET...]: configures and builds, quietly where there is nothing to do.
build()
{
    local preset=$1
    shift
    cmake --preset "$preset" > /dev/null && cmake --build --preset "$preset" --parallel "$(jobs)" ${1:+--target "$@"}
}

# Sourced by the other scripts: enters the project's folder, installs packages, builds.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Debian 12 and later and Ubuntu 24.04 and later, which name their packages alike. Ubuntu is untested.
system_is_known()
{
    [[ -r /etc/os-release ]] || return 1
    local ID= VERSION_ID=
    . /etc/os-release
    case $ID in
    debian) [[ -z $VERSION_ID ]] || ((${VERSION_ID%%.*} >= 12)) ;; # unstable has no VERSION_ID
    ubuntu) ((${VERSION_ID%%.*} >= 24)) ;;
    *) return 1 ;;
    esac
}

installed()
{
    [[ $(dpkg-query -W -f '${db:Status-Status}' "$1" 2> /dev/null) == installed ]]
}

# The version in the names of Boost's packages: the newest one that is installed and new enough; otherwise nothing, which is the
# system's default version, or Debian 12's second one, because its default is too old.
boost_version()
{
    local version
    version=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' 'libboost1.*-dev' 2> /dev/null |
        sed -nE 's/^installed libboost(1\.[0-9]+)-dev$/\1/p' | sort -V | tail -n 1)
    if [[ -z $version || ${version#1.} -lt 81 ]]; then
        version=
        ! grep -qs '^VERSION_CODENAME=bookworm$' /etc/os-release || version=1.81
    fi
    echo "$version"
}

# The version of clang that the presets name, or the system's default if that is no longer packaged.
clang_version()
{
    local version=19
    if ! command -v clang++-19 > /dev/null && command -v apt-cache > /dev/null && ! apt-cache show clang-19 > /dev/null 2>&1; then
        version=$(apt-cache depends clang 2> /dev/null | sed -nE 's/.*Depends: clang-([0-9]+)$/\1/p' | head -n 1)
    fi
    echo "${version:-19}"
}

# The packages of a group. `build` is for the library, its tests and examples; the other groups add to it.
packages_of()
{
    local boost clang library packages=()
    case $1 in
    build)
        boost=$(boost_version)
        for library in '' -json -url -program-options -test; do packages+=("libboost$library$boost-dev"); done
        packages+=(libssl-dev)
        if [[ -n ${CLERK_CROSS-} ]]; then
            packages=("${packages[@]/%/:$CLERK_CROSS}" "$(cross_compiler)" qemu-user)
        else
            packages+=(g++)
            # For one example, on the systems that package it.
            ! apt-cache show "libboost-cobalt$boost-dev" > /dev/null 2>&1 || packages+=("libboost-cobalt$boost-dev")
        fi
        echo "${packages[@]}" cmake ninja-build pkg-config ca-certificates ccache
        ;;
    # For installed programs that mix in standalone Asio, and whose Asio uses io_uring.
    # For the example with Prometheus and its test.
    test) [[ -n ${CLERK_CROSS-} ]] || echo libasio-dev liburing-dev prometheus-cpp-dev python3 python3-prometheus-client ;;
    clang) clang=$(clang_version); echo "clang-$clang libclang-rt-$clang-dev llvm-$clang" ;;
    libcxx) clang=$(clang_version); echo "libc++-$clang-dev libc++abi-$clang-dev" ;;
    format) echo clang-format-19 ;;
    tidy) echo clang-tidy-19 python3 ;;
    coverage) echo llvm-19 python3 ;;
    guard) echo valgrind strace python3 ;;
    bench) echo nginx-light golang-go gnuplot-nox libcurl4-openssl-dev libbenchmark-dev openssl ;;
    docs) echo doxygen furo graphviz python3-breathe python3-myst-parser python3-sphinx python3-sphinx-copybutton ;;
    browser) echo chromium chromium-driver fonts-dejavu-core python3-selenium ;;
    package) echo dpkg-dev file lintian mandoc rpm ;;
    # Not Debian's if another Node.js is on PATH.
    node) { command -v node && command -v npm; } > /dev/null || echo nodejs npm ;;
    *) echo "no package group $1" >&2; return 1 ;;
    esac
}

# The package with the compiler for the architecture in CLERK_CROSS.
cross_compiler()
{
    case $CLERK_CROSS in
    arm64) echo g++-aarch64-linux-gnu ;;
    *) echo "g++-$CLERK_CROSS-linux-gnu" ;;
    esac
}

# The programs that a group requires, for systems whose packages are not known.
programs_of()
{
    case $1 in
    build) echo c++ cmake ninja pkg-config ;;
    clang | libcxx) echo clang++-19 ;;
    format) echo clang-format-19 ;;
    tidy) echo clang-tidy-19 run-clang-tidy-19 ;;
    coverage) echo llvm-cov-19 llvm-profdata-19 python3 ;;
    guard) echo valgrind strace python3 ;;
    bench) echo nginx go gnuplot curl-config openssl ;;
    docs) echo doxygen dot sphinx-build ;;
    browser) echo chromium chromedriver ;;
    package) echo dpkg-buildflags dpkg-shlibdeps file lintian mandoc rpm rpmbuild ;;
    node) echo node npm ;;
    esac
}

# need GROUP...: installs the missing packages of these groups. On an unknown system, lists them and continues if the programs
# are there.
need()
{
    local group package program missing=()
    if system_is_known; then
        # Which packages there are decides their names; a new system has no list of them.
        [[ -n $(find /var/lib/apt/lists -name '*_Packages*' 2> /dev/null | head -n 1) ]] || as_root apt-get update -q || true
        for group; do
            for package in $(packages_of "$group"); do installed "$package" || missing+=("$package"); done
        done
        ((${#missing[@]} > 0)) || return 0
        echo "Installing ${missing[*]}"
        # The installation may succeed even if one of the machine's sources cannot be reached.
        as_root apt-get update -q || true
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}"
        return
    fi

    for group; do
        for program in $(programs_of "$group"); do command -v "$program" > /dev/null || missing+=("$program"); done
    done
    ((${#missing[@]} == 0)) && [[ -d build ]] && return
    echo "This is neither Debian 12 or later nor Ubuntu 24.04 or later. Required, by Debian's names:" >&2
    for group; do echo "    $(packages_of "$group")" >&2; done
    ((${#missing[@]} == 0)) || { echo "Not found here: ${missing[*]}" >&2; return 1; }
    echo "All programs are here: continuing." >&2
}

as_root()
{
    if ((EUID == 0)); then
        "$@"
    elif command -v sudo > /dev/null; then
        sudo "$@"
    else
        echo "This takes root, and there is no sudo: $*" >&2
        return 1
    fi
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

# build PRESET [TARGET...]: configures and builds, quietly if there is nothing to do.
build()
{
    local preset=$1 options=()
    shift
    # The presets name clang 19.
    case $preset in
    clang | asan | tsan | coverage | fuzz | libcxx) [[ $(clang_version) == 19 ]] || options+=("-DCMAKE_CXX_COMPILER=clang++-$(clang_version)") ;;
    esac
    [[ -z ${CLERK_CROSS-} ]] || options+=(--toolchain "cmake/toolchains/$CLERK_CROSS.cmake")
    cmake --preset "$preset" "${options[@]}" > /dev/null && cmake --build --preset "$preset" --parallel "$(jobs)" ${1:+--target "$@"}
}

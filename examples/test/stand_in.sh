# Sourced with DEMO set: starts the stand-in backend, tells clients of it by the environment, and ends it at the exit.
set -euo pipefail

printed=
exec {stand_in_output}< <(exec "$DEMO" --serve)
stand_in=$!

# The curl line is its last; by then the port accepts connections.
while [[ $printed != *'curl '* ]]; do
    IFS= read -r -t 30 -u "$stand_in_output" line || { echo "the stand-in backend did not start: $printed"; exit 1; }
    printed+=$line$'\n'
done

# printed_line PATTERN: the first line of what the stand-in printed that begins with it
printed_line()
{
    awk -v pattern="^$1" '$0 ~ pattern { print; exit }' <<< "$printed"
}

stop_stand_in()
{
    kill -TERM "$stand_in" 2> /dev/null || return 0
    wait "$stand_in"
}
trap stop_stand_in EXIT

eval "$(printed_line 'export ')"

#!/usr/bin/env bash
# metrics.sh DEMO COMMAND...
#
# Runs the command with the stand-in backend.
DEMO=$1
shift
. "$(dirname "$0")/stand_in.sh"

"$@"

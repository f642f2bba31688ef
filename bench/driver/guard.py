#!/usr/bin/env python3
"""Counts what a warm create costs and compares it with bench/expected_counts.json.

usage: guard.py [--accept]   (--accept writes the file instead)

One call after the other over one connection, against the stand-in in a process of its own: so everything repeats. Two runs of
different length are subtracted from each other, and then the cost of building the caller's params.
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

from tools import instruction_count, syscall_counts

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = str(ROOT / 'build/bench/bench/clerk_bench_warm_create')
EXPECTED = ROOT / 'bench/expected_counts.json'
TOLERANCE = 0.03
# What an observer that does nothing may add to a create.
OBSERVER_INSTRUCTIONS, OBSERVER_MALLOCS = 300, 0
FEW, MANY = 100, 600
# These are few, and strace costs time: enough that one more or less by chance is not seen.
SYSCALLS_FEW, SYSCALLS_MANY = 100, 1100


class StandIn:
    def __enter__(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.ca = str(pathlib.Path(self.scratch.name) / 'ca.pem')
        self.process = subprocess.Popen([PROGRAM, '--serve', self.ca], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().strip()
        return self

    def __exit__(self, *_):
        self.process.stdin.close()  # it serves until then
        self.process.wait()
        self.scratch.cleanup()

    def command(self, mode, calls):
        return [PROGRAM, '--' + mode, str(calls), self.url, self.ca]


def output_of(command):
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    if done.returncode != 0:
        raise RuntimeError(' '.join(command) + '\n' + done.stdout + done.stderr)
    return done.stdout + done.stderr


def mallocs(stand_in, mode):
    count, size = re.search(r'mallocs (\d+) bytes (\d+)', output_of(stand_in.command(mode, MANY))).groups()
    return int(count) / MANY, int(size) / MANY


def instructions(stand_in, mode):
    few, many = (instruction_count(stand_in.command(mode, calls)) for calls in (FEW, MANY))
    return (many - few) / (MANY - FEW)


def syscalls(stand_in):
    few, many = (sum(syscall_counts(stand_in.command('create', calls)).values()) for calls in (SYSCALLS_FEW, SYSCALLS_MANY))
    return (many - few) / (SYSCALLS_MANY - SYSCALLS_FEW)


def count():
    with StandIn() as stand_in:
        of_create, of_params = mallocs(stand_in, 'create'), mallocs(stand_in, 'control')
        return {
            'instructions': round(instructions(stand_in, 'create') - instructions(stand_in, 'control')),
            'mallocs': round(of_create[0] - of_params[0], 2),
            'malloc_bytes': round(of_create[1] - of_params[1]),
            'syscalls': round(syscalls(stand_in), 2),
        }


def count_observer():
    """Returns what an observer that does nothing adds."""
    with StandIn() as stand_in:
        return {
            'instructions': round(instructions(stand_in, 'observed') - instructions(stand_in, 'create')),
            'mallocs': round(mallocs(stand_in, 'observed')[0] - mallocs(stand_in, 'create')[0], 2),
        }


def compare_observer(found):
    print(f'an observer adds {found["instructions"]} instructions (at most {OBSERVER_INSTRUCTIONS}) '
          f'and {found["mallocs"]:g} mallocs (at most {OBSERVER_MALLOCS})')
    return found['instructions'] <= OBSERVER_INSTRUCTIONS and found['mallocs'] <= OBSERVER_MALLOCS


def compare(found, expected):
    """Prints a row a count. @returns whether none has grown beyond the tolerance"""
    within = True
    print(f'{"a warm create":16}{"now":>10}{"expected":>10}{"":>9}')
    for name, value in found.items():
        drift = value / expected[name] - 1
        verdict = '  beyond the tolerance' if drift > TOLERANCE else '  less: worth keeping' if drift < -TOLERANCE else ''
        within = within and drift <= TOLERANCE
        print(f'{name:16}{value:>10g}{expected[name]:>10g}{drift:>+8.1%}{verdict}')
    return within


def main():
    found = count()
    known = json.loads(EXPECTED.read_text())
    if '--accept' in sys.argv[1:]:
        EXPECTED.write_text(json.dumps({**known, 'counts': found}, indent=4) + '\n')
        print(f'written: {found}')
        return 0
    within = compare(found, known['counts'])
    if not compare_observer(count_observer()):
        return 1
    if within:
        return 0
    print(f'Where it is meant to cost more: scripts/bench --accept writes {EXPECTED.relative_to(ROOT)}.')
    return 1


if __name__ == '__main__':
    sys.exit(main())

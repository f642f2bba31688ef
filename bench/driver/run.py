#!/usr/bin/env python3
"""Measures everything, writes bench/results/, prints the figures beside their bars.

usage: run.py [--quick] [--repeats N] [--results DIRECTORY]
"""
import argparse
import json
import os
import pathlib
import platform
import re
import subprocess
import tempfile
import time

import counted
import figures
import plots
import report
import timed
from clients import BUILT, ROOT, Runner
from server import Server, nginx_program

FULL = {
    'cases': timed.CASES, 'repeats': 5, 'seconds': 1.2, 'warm_up': 2_000, 'patience': 1.0,
    'open_repeats': 3, 'open_seconds': 3, 'cold_requests': 200, 'cold_repeats': 5, 'first_repeats': 30,
    'waiting_repeats': 5, 'waiting_seconds': 2, 'thread_repeats': 5,
    'instruction_calls': (200, 1_200), 'instruction_concurrency': (1, 64), 'most_waiting': 100_000, 'micro_seconds': 0.3,
}
QUICK = FULL | {
    'cases': ((1, 1), (16, 16), (256, 64)), 'repeats': 3, 'seconds': 0.5, 'warm_up': 500, 'patience': 0.3,
    'open_repeats': 2, 'open_seconds': 1, 'cold_requests': 100, 'cold_repeats': 3, 'first_repeats': 15,
    'waiting_repeats': 2, 'waiting_seconds': 1, 'thread_repeats': 3, 'instruction_calls': (200, 700), 'instruction_concurrency': (64,),
    'micro_seconds': 0.05, 'most_waiting': 20_000,
}


def first_line(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    return (done.stdout + done.stderr).strip().splitlines()[0]


def machine():
    cpu = re.search(r'model name\s*: (.*)', pathlib.Path('/proc/cpuinfo').read_text())
    memory = re.search(r'MemTotal:\s*(\d+)', pathlib.Path('/proc/meminfo').read_text())
    return {
        'cpu': cpu.group(1) if cpu else platform.processor(),
        'processors': os.cpu_count(),
        'memory_gib': round(int(memory.group(1)) / 2**20),
        'kernel': platform.release(),
        'load_before': os.getloadavg()[0],
        'compiler': first_line('c++', '--version'),
        'openssl': first_line('openssl', 'version'),
        'nginx': first_line(nginx_program(), '-v'),
        'go': first_line('go', 'version'),
        'node': first_line('node', '--version'),
        'npm_packages': json.loads((ROOT / 'bench/node/package.json').read_text())['dependencies'],
    }


def stolen_seconds():
    """What the hypervisor kept from this machine's processors."""
    fields = pathlib.Path('/proc/stat').read_text().split('\n', 1)[0].split()
    return int(fields[8]) / os.sysconf('SC_CLK_TCK')


def micro(plan, say):
    say('micro-benchmarks')
    done = subprocess.run([str(BUILT / 'clerk_bench_micro'), f'--benchmark_min_time={plan["micro_seconds"]}',
                           '--benchmark_format=json', '--benchmark_repetitions=5', '--benchmark_report_aggregates_only=true'],
                          capture_output=True, text=True, check=True)
    return {row['run_name']: row['cpu_time'] for row in json.loads(done.stdout)['benchmarks']
            if row['aggregate_name'] == 'median'}


def measure(plan, say):
    # The last processor serves; the first runs the clients.
    last = os.cpu_count() - 1
    everything = f'0-{last}'
    with tempfile.TemporaryDirectory() as scratch, Server(scratch, ROOT / 'bench/server.conf', str(last)) as server:
        run = Runner(server, '0')
        stolen = stolen_seconds()
        results = {'machine': machine(), 'plan': plan, 'closed_loop': timed.closed_loop(run, plan, say)}
        if plan['open_repeats']:
            results['open_loop'] = timed.open_loop(run, plan, results['closed_loop'], say)
        warm = results['closed_loop']['cases']['1/1']['clients']
        results['cold'] = timed.cold(run, plan, warm, say)
        results['first'] = timed.first_create(run, plan, say)
        results['waiting'] = timed.waiting(run, plan, say)
        results['threads'] = timed.threads(run, plan, everything, say)
        results['machine'] |= {'load_after': os.getloadavg()[0], 'stolen_s': stolen_seconds() - stolen}
        results['micro'] = micro(plan, say)
        results['mallocs'] = counted.mallocs(run, say)
        results['io_calls'] = counted.io_calls(run, say)
        results['locks'] = counted.locks(run, everything, say)
        results['instructions'] = counted.instructions(run, plan, say)
        results['profile'] = results['instructions'].pop('profile')
        results['idle'] = counted.idle_connections(run, say)
        results['waiting_memory'] = counted.waiting_calls(run, plan, say)
    return results


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--quick', action='store_true')
    parser.add_argument('--results', type=pathlib.Path, default=ROOT / 'bench/results')
    parser.add_argument('--draw-only', action='store_true', help='from the results that are there')
    parser.add_argument('--repeats', type=int, help='how often each client has its turn')
    options = parser.parse_args()
    options.results.mkdir(parents=True, exist_ok=True)
    raw = options.results / 'results.json'
    begin = time.monotonic()

    def say(what):
        print(f'{time.monotonic() - begin:6.0f} s  {what}', flush=True)

    if not options.draw_only:
        plan = dict(QUICK if options.quick else FULL)
        if options.repeats:
            # A first create takes milliseconds: fewer runs would save no time.
            plan |= {name: max(options.repeats, plan[name] if name == 'first_repeats' else 0)
                     for name in plan if name.endswith('repeats') and plan[name]}
        results = measure(plan, say)
        results['took_s'] = time.monotonic() - begin
        raw.write_text(json.dumps(results, indent=1) + '\n')
    results = json.loads(raw.read_text())
    table = figures.table(results)
    (options.results / 'figures.json').write_text(json.dumps(table, indent=1) + '\n')
    plots.draw(results, options.results)
    (options.results / 'report.md').write_text(report.markdown(results, table))
    print()
    print(figures.text(table))
    print(f'\n{options.results}: results.json, figures.json, report.md and the plots; {results["took_s"]:.0f} s of measuring')


if __name__ == '__main__':
    main()

"""The clients that are compared, and how one of them is run."""
import dataclasses
import json
import os
import pathlib
import resource
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILT = ROOT / 'build/bench/bench'
PRELOAD = BUILT / 'libclerk_bench_count.so'


@dataclasses.dataclass(frozen=True)
class Client:
    name: str
    command: tuple
    form: str = ''
    most_waiting: int = 100_000
    least_warm_up: int = 0  # calls until its code is compiled

    @property
    def key(self):
        return self.name.replace(' ', '_').replace('@', '').replace('/', '_')


OURS = Client('awaitable', (str(BUILT / 'clerk_bench_ours'),), 'awaitable')
CALLBACK = Client('callback', (str(BUILT / 'clerk_bench_ours'),), 'callback')
FLOOR = Client('floor', (str(BUILT / 'clerk_bench_floor'),))
BEAST = Client('Beast by hand', (str(BUILT / 'clerk_bench_beast'),))
CURL = Client('libcurl multi', (str(BUILT / 'clerk_bench_curl'),), most_waiting=10_000)
GO = Client('Go net/http', (str(ROOT / 'build/bench/go_client'),))
UNDICI = Client('undici', ('node', str(ROOT / 'bench/node/client.mjs')), 'undici', least_warm_up=4_000)
CLERK = Client('@clerk/backend', ('node', str(ROOT / 'bench/node/client.mjs')), 'clerk', most_waiting=10_000, least_warm_up=2_000)
ALL = (FLOOR, OURS, CALLBACK, BEAST, CURL, GO, UNDICI, CLERK)


class Runner:
    """Runs clients against one server, on the processors given (`taskset` notation; empty = any)."""

    def __init__(self, server, cpu):
        self.server = server
        self.cpu = cpu

    def arguments(self, client, *, closing=False, **options):
        url = self.server.closing_url if closing else self.server.url
        result = ['--url', url, '--ca', self.server.ca]
        if client.form:
            result += ['--form', client.form]
        for name, value in options.items():
            result += ['--' + name.replace('_', '-')] + ([] if value is True else [str(value)])
        return result

    def command(self, client, *, cpu=None, **options):
        where = self.cpu if cpu is None else cpu
        pinned = ['taskset', '-c', where] if where else []
        return pinned + list(client.command) + self.arguments(client, **options)

    def run(self, client, *, counted=False, **options):
        """What the client printed, `cpu_us` a request added; with `counted`, mallocs and system calls too (which costs time)."""
        environment = dict(os.environ)
        if counted:
            environment['LD_PRELOAD'] = str(PRELOAD)
        done = subprocess.run(self.command(client, **options), env=environment, capture_output=True, text=True, timeout=300)
        lines = done.stdout.strip().splitlines()
        if done.returncode != 0 or not lines:
            raise RuntimeError(f'{client.name} {options}: exit {done.returncode}\n{done.stderr[-2000:]}')
        result = json.loads(lines[-1])
        if result['errors']:
            raise RuntimeError(f'{client.name} {options}: {result["errors"]} errors\n{done.stderr[-2000:]}')
        result['cpu_us'] = (result['user_s'] + result['sys_s']) / result['requests'] * 1e6
        result['throughput'] = result['requests'] / result['wall_s']
        return result

    def run_process(self, client, **options):
        """What the client printed, and user and system time of the whole process in microseconds."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        result = self.run(client, **options)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return result, (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1e6

"""What can be counted, and repeats: instructions, mallocs, syscalls, bytes."""
import tempfile

import profile_of
from clients import ALL, BEAST, CALLBACK, CURL, FLOOR, OURS
from timed import name_of
from tools import instruction_count

NATIVE = (FLOOR, OURS, CALLBACK, BEAST, CURL)


def a_call(count, few, many):
    """The cost of one call: two runs that differ in nothing but their number."""
    return (count(many) - count(few)) / (many - few)


def callgrind(run, client, profile, **options):
    return instruction_count([*client.command, *run.arguments(client, **options)], profile)


def instructions(run, plan, say):
    """With 64 calls over 64 connections, and one over one. The warm-up is long enough that all handshakes are over, also under
    callgrind: otherwise the two runs differ in their number."""
    few, many = plan['instruction_calls']
    with tempfile.TemporaryDirectory() as scratch:
        def control(calls):
            return callgrind(run, OURS, f'{scratch}/control', control=True, requests=calls)
        report = {'params': a_call(control, few, many), 'profile': {}}
        for concurrency in plan['instruction_concurrency']:
            report[str(concurrency)] = {}
            for client in NATIVE:
                say(f'instructions of {client.name} at {concurrency}')
                profiles = {calls: f'{scratch}/{client.key}.{calls}' for calls in (few, many)}
                report[str(concurrency)][client.name] = a_call(
                    lambda calls: callgrind(run, client, profiles[calls], concurrency=concurrency,
                                            connections=concurrency, warm_up=32 * concurrency, requests=calls), few, many)
                if concurrency == 64:
                    report['profile'][client.name] = profile_of.a_call(profiles, few, many)
    return report


def mallocs(run, say):
    say('mallocs')
    control = run.run(OURS, counted=True, control=True, warm_up=1000, requests=10_000)
    report = {'params': {'count': control['mallocs'] / 10_000, 'bytes': control['malloc_bytes'] / 10_000}}
    for client in NATIVE:
        result = run.run(client, counted=True, concurrency=64, connections=64, warm_up=2_000, requests=10_000)
        report[client.name] = {'count': result['mallocs'] / 10_000, 'bytes': result['malloc_bytes'] / 10_000}
    return report


def io_calls(run, say):
    """System calls of input, output and waiting, counted in the client's own process: one slowed by a tracer makes fewer, because
    all that it waits for is there before it looks."""
    say('system calls')
    return {name_of(case): {client.name: run.run(client, counted=True, concurrency=case[0], connections=case[1], warm_up=2_000,
                                                 requests=20_000)['io_calls'] / 20_000 for client in NATIVE}
            for case in ((1, 1), (256, 64))}


def locks(run, cpus, say):
    """Mutexes locked by a create at full load, and those of them that another thread held."""
    report = {}
    for threads in (1, 2, 4):
        say(f'locks with {threads} threads')
        result = run.run(OURS, cpu=cpus, counted=True, threads=threads, concurrency=256, connections=64, warm_up=2_000,
                         requests=100_000)
        report[threads] = {'a_create': result['locks'] / 100_000, 'contended': result['contended'] / result['locks']}
    return report


def idle_connections(run, say):
    """Heap of a process that keeps so many connections, each of which has carried calls."""
    report = {}
    for client in (FLOOR, OURS, BEAST):
        say(f'idle connections of {client.name}')
        heap = {n: run.run(client, concurrency=n, connections=n, warm_up=4 * n, requests=4 * n)['heap_bytes']
                for n in (1, 100, 1000)}
        report[client.name] = {'heap_bytes': heap, 'a_connection': (heap[1000] - heap[100]) / 900}
    return report


def waiting_calls(run, plan, say):
    """Peak of resident memory with so many calls under way over 64 connections; the caller's own memory is part of it."""
    report = {}
    for client in ALL:
        say(f'memory of waiting calls of {client.name}')
        most = min(client.most_waiting, plan['most_waiting'])
        peak = {n: run.run(client, concurrency=n, connections=64, requests=1_000)['peak_resident_bytes']
                for n in (1, 1_000, most)}
        report[client.name] = {'peak_bytes': peak, 'a_call': (peak[most] - peak[1_000]) / (most - 1_000)}
    return report

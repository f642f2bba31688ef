"""The timed cases. Within each, the clients take turns, so that a drift of the machine's speed meets all of them."""
from clients import ALL, BEAST, CALLBACK, CLERK, CURL, FLOOR, GO, OURS, UNDICI
from statistics_of import paired_ratio, spread

CASES = ((1, 1), (16, 16), (64, 64), (256, 64), (1000, 64), (256, 256))
OPEN_LOADS = (0.5, 0.8)


def name_of(case):
    return f'{case[0]}/{case[1]}'


def in_turn(run, clients, repeats, options_of):
    """{client name: [result, ...]}, the clients interleaved, in the opposite order every other time."""
    results = {client.name: [] for client in clients}
    for turn in range(repeats):
        for client in clients if turn % 2 == 0 else reversed(clients):
            results[client.name].append(run.run(client, **options_of(client)))
    return results


def summary(results):
    return {
        'cpu_us': spread([r['cpu_us'] for r in results]),
        'throughput': spread([r['throughput'] for r in results]),
        'p50_us': spread([r['latency_us']['p50'] for r in results]),
        'p99_us': spread([r['latency_us']['p99'] for r in results]),
        'p999_us': spread([r['latency_us']['p999'] for r in results]),
    }


def params_us(run):
    """What building the caller's params costs, which is no work of the client's."""
    return spread([run.run(OURS, control=True, warm_up=1000, seconds=0.5)['cpu_us'] for _ in range(3)])['median']


def closed_loop(run, plan, say):
    control = params_us(run)
    report = {'params_us': control, 'cases': {}}
    for case in plan['cases']:
        concurrency, connections = case
        say(f'concurrency {concurrency} over {connections} connections')
        results = in_turn(run, ALL, plan['repeats'], lambda client: {
            'concurrency': concurrency, 'connections': connections, 'seconds': plan['seconds'],
            'warm_up': max(plan['warm_up'], 2 * concurrency, int(client.least_warm_up * plan['patience']))})
        # All clients written in C++ build the same params; the floor and the others have text in their place.
        net = {name: [r['cpu_us'] - (control if name in (OURS.name, CALLBACK.name, BEAST.name) else 0) for r in of]
               for name, of in results.items()}
        report['cases'][name_of(case)] = {
            'clients': {name: summary(of) for name, of in results.items()},
            'ratios': {mine.name: {other.name: paired_ratio(net[mine.name], net[other.name])
                                   for other in (FLOOR, BEAST, CURL, GO, UNDICI, CLERK)}
                       for mine in (OURS, CALLBACK)}}
    return report


def open_loop(run, plan, closed, say):
    """At a part of what the client itself was measured to carry over 64 connections."""
    report = {}
    capacity_case = closed['cases']['64/64']['clients']
    for part in OPEN_LOADS:
        say(f'open loop at {part:.0%} of each client\'s capacity')
        rates = {name: part * of['throughput']['median'] for name, of in capacity_case.items()}
        results = in_turn(run, ALL, plan['open_repeats'], lambda client: {
            'connections': 64, 'rate': rates[client.name], 'seconds': plan['open_seconds'],
            'warm_up': max(int(rates[client.name] * 0.5), client.least_warm_up)})
        report[f'{part:.0%}'] = {name: {'rate': rates[name], **summary(of)} for name, of in results.items()}
    return report


def cold(run, plan, warm, say):
    """One connection for each call: a whole handshake, and a resumed one."""
    say('cold connects, full and resumed')
    common = {'concurrency': 1, 'connections': 1, 'requests': plan['cold_requests'], 'warm_up': 5, 'closing': True}
    report = {}
    pairs = {OURS.name: OURS, FLOOR.name: FLOOR}
    full = {name: [] for name in pairs}
    resumed = {name: [] for name in pairs}
    for _ in range(plan['cold_repeats']):
        for name, client in pairs.items():
            full[name].append(run.run(client, **common, no_resumption=True)['cpu_us'])
            resumed[name].append(run.run(client, **common)['cpu_us'])
    for name in pairs:
        call = warm[name]['cpu_us']['median']
        report[name] = {
            'full_us': spread(full[name]), 'resumed_us': spread(resumed[name]),
            'ratio': paired_ratio([r - call for r in resumed[name]], [f - call for f in full[name]]),
            'ratio_with_the_call': paired_ratio(resumed[name], full[name])}
    return report


def waiting(run, plan, say):
    """What more calls than connections cost those that run."""
    say('1k and 100k waiting calls')
    few, many = [], []
    for _ in range(plan['waiting_repeats']):
        for to, concurrency in ((few, 1_064), (many, 100_064)):
            to.append(run.run(OURS, concurrency=concurrency, connections=64, seconds=plan['waiting_seconds'],
                              warm_up=2 * concurrency)['cpu_us'])
    return {'1k_us': spread(few), '100k_us': spread(many), 'ratio': paired_ratio(many, few)}


def threads(run, plan, cpus, say):
    """All processors for both sides: threads on one processor would never meet."""
    say('1, 2 and 4 threads')
    counts = (1, 2, 4)
    results = {count: [] for count in counts}
    for _ in range(plan['thread_repeats']):
        for count in counts:
            results[count].append(run.run(OURS, cpu=cpus, threads=count, concurrency=256, connections=64,
                                          seconds=plan['seconds'], warm_up=2000))
    cpu = {count: [r['cpu_us'] for r in of] for count, of in results.items()}
    return {
        'cpu_us': {count: spread(of) for count, of in cpu.items()},
        'throughput': {count: spread([r['throughput'] for r in of]) for count, of in results.items()},
        'ratio_2': paired_ratio(cpu[2], cpu[1]), 'ratio_4': paired_ratio(cpu[4], cpu[1])}

"""The timed cases. Within each, the clients take turns, so that a drift of the machine's speed meets all of them."""
from clients import ALL, BEAST, CALLBACK, CLERK, CURL, FLOOR, GO, OURS, UNDICI
from statistics_of import paired_ratio, spread

CASES = ((1, 1), (16, 16), (64, 64), (256, 64), (1000, 64), (256, 256))
OPEN_RATES = (500, 4_000, 12_000)
# The 99th percentile of fewer calls depends on a few of them.
LEAST_OPEN_CALLS = 2_500
IN_CPP = (FLOOR, OURS, CALLBACK, BEAST, CURL)


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
    """The same rates for all clients, over 64 connections. The highest is 80 % of what the slowest client in C++ carries."""
    report = {}
    case = closed['cases'].get('64/64') or closed['cases']['256/64']
    capacity = {name: of['throughput']['median'] for name, of in case['clients'].items()}
    for rate in (*OPEN_RATES, int(0.8 * min(capacity[client.name] for client in IN_CPP))):
        say(f'open loop at {rate} a second')
        able = [client for client in ALL if rate <= 0.9 * capacity[client.name]]
        results = in_turn(run, able, plan['open_repeats'], lambda client: {
            'connections': 64, 'rate': rate, 'seconds': max(plan['open_seconds'], LEAST_OPEN_CALLS / rate),
            'warm_up': max(rate // 2, client.least_warm_up)})
        report[str(rate)] = {
            'clients': {name: summary(of) for name, of in results.items()},
            'ratios': {other.name: {quantile: paired_ratio([r['latency_us'][quantile] for r in results[OURS.name]],
                                                           [r['latency_us'][quantile] for r in results[other.name]])
                                    for quantile in ('p50', 'p99')}
                       for other in (CURL, BEAST) if other in able and OURS in able}}
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


def first_create(run, plan, say):
    """CPU of a process that makes one create: from the constructor of the client to the result, and of the whole process."""
    say('first create of a process')
    clients = (FLOOR, OURS, BEAST, CURL, GO)
    create = {client.name: [] for client in clients}
    process = {client.name: [] for client in clients}
    for turn in range(plan['first_repeats']):
        for client in clients if turn % 2 == 0 else reversed(clients):
            result, process_us = run.run_process(client, requests=1, warm_up=0, concurrency=1, connections=1)
            create[client.name].append(result['cpu_us'])
            process[client.name].append(process_us)
    ratios = [{name: paired_ratio(used[OURS.name], used[name]) for name in used if name != OURS.name} for used in (create, process)]
    return {'cpu_us': {name: spread(of) for name, of in create.items()},
            'process_us': {name: spread(of) for name, of in process.items()},
            'ratio': ratios[0], 'process_ratio': ratios[1]}


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

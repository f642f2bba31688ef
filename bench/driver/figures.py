"""The figures that the library is held to."""
from clients import BEAST, CALLBACK, CLERK, FLOOR, OURS

RAW_OPENSSL_IDLE = 33 * 1024


def rows(results):
    """(name, value, bar, stretch or None, spread or None) each; smaller is better."""
    closed = results['closed_loop']['cases']
    instructions = results['instructions']
    mallocs = results['mallocs']
    params = mallocs['params']
    busy = [case for case in closed if int(case.split('/')[0]) >= 16]

    def ratio(case, other):
        return closed[case]['ratios'][OURS.name][other.name]

    def row(name, spread, bar, stretch=None):
        return name, spread['median'], bar, stretch, (spread['low'], spread['high'])

    yield ('instructions / floor, 64 over 64',
           (instructions['64'][OURS.name] - instructions['params']) / instructions['64'][FLOOR.name], 1.45, 1.20, None)
    yield row('CPU / floor, 1 over 1', ratio('1/1', FLOOR), 1.25, 1.10)
    for case in busy:
        yield row(f'CPU / floor, {case.replace("/", " over ")}', ratio(case, FLOOR), 1.20, 1.08)
    for case in closed:
        yield row(f'CPU / Beast by hand, {case.replace("/", " over ")}', ratio(case, BEAST), 0.60, 0.50)
    yield row('CPU / @clerk/backend, 1 over 1', ratio('1/1', CLERK), 1 / 14)
    for case in busy:
        yield row(f'CPU / @clerk/backend, {case.replace("/", " over ")}', ratio(case, CLERK), 1 / 40)
    for rate, load in results.get('open_loop', {}).items():
        for other, quantiles in load['ratios'].items():
            for quantile, ratio_of in quantiles.items():
                yield row(f'{quantile} / {other}, {rate} a second', ratio_of, 1.0)
    yield 'mallocs', mallocs[OURS.name]['count'] - params['count'], 16, 10, None
    yield 'malloc bytes', mallocs[OURS.name]['bytes'] - params['bytes'], 1800, 1000, None
    yield 'system calls, 1 over 1', results['io_calls']['1/1'][OURS.name], 5.0, 4.0, None
    yield 'system calls, 256 over 64', results['io_calls']['256/64'][OURS.name], 3.2, 2.4, None
    yield 'idle connection / 33 KB', results['idle'][OURS.name]['a_connection'] / RAW_OPENSSL_IDLE, 1.3, 1.15, None
    yield 'bytes a waiting call', results['waiting_memory'][CALLBACK.name]['a_call'], 800, 500, None
    yield row('CPU, 100k waiting / 1k', results['waiting']['ratio'], 1.10, 1.02)
    yield row('CPU, 4 threads / 1', results['threads']['ratio_4'], 1.3, 1.2)
    yield 'contended locks, 4 threads', results['locks']['4']['contended'], 0.01, 0.001, None
    yield row('CPU of the first create of a process / floor', results['first']['ratio'][FLOOR.name], 1.1)
    yield row('handshake CPU, resumed / full', results['cold'][OURS.name]['ratio'], 0.45, 0.40)


def table(results):
    result = []
    for name, value, bar, stretch, spread in rows(results):
        verdict = 'missed' if value > bar else 'stretch met' if stretch is not None and value <= stretch else 'bar met'
        result.append({'figure': name, 'ours': value, 'spread': spread, 'bar': bar, 'stretch': stretch, 'verdict': verdict})
    return result


def number(value):
    if value is None:
        return ''
    return f'{value:.0f}' if value >= 100 else f'{value:.2f}' if value >= 0.1 else f'{value:.4f}'


def cells(row):
    spread = f'{number(row["spread"][0])} to {number(row["spread"][1])}' if row['spread'] else 'counted'
    return [row['figure'], number(row['ours']), spread, number(row['bar']), number(row['stretch']), row['verdict']]


HEADER = ['figure', 'ours', 'quartiles', 'bar', 'stretch', '']


def text(table_rows):
    lines = [HEADER] + [cells(row) for row in table_rows]
    widths = [max(len(line[i]) for line in lines) for i in range(len(HEADER))]
    return '\n'.join('  '.join(cell.ljust(w) if i in (0, 5) else cell.rjust(w)
                               for i, (cell, w) in enumerate(zip(line, widths))).rstrip() for line in lines)


def markdown(table_rows):
    lines = ['| figure | ours | quartiles | bar | stretch | |', '|---|---:|---:|---:|---:|---|']
    return '\n'.join(lines + ['| ' + ' | '.join(cells(row)) + ' |' for row in table_rows])

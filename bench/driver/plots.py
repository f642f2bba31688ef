"""SVG plots, drawn by gnuplot."""
import subprocess

from clients import ALL, CALLBACK, FLOOR, OURS

STYLE = '''
set terminal svg size 860,480 dynamic background rgb 'white' noenhanced font 'sans-serif,13'
set encoding utf8
set grid ytics lc rgb '#dddddd'
set key outside right top
set border 3
set tics nomirror
'''
# Of the clients.
COLOURS = ('#222222', '#0b62a4', '#59a1cf', '#c0392b', '#e08e2b', '#2e8b57', '#8e44ad', '#888888')
# One colour for each part of the cost of a create in profile_of.py.
PART_COLOURS = ('#9aa5b1', '#0b62a4', '#d9d2c5', '#e08e2b', '#f1c40f', '#2e8b57', '#c0392b', '#222222', '#8e44ad', '#59a1cf',
                '#d4739c')


def quoted(text):
    return "'" + str(text).replace("'", "''") + "'"


def gnuplot(directory, name, script):
    subprocess.run(['gnuplot'], input=f'{STYLE}\nset output {quoted(directory / (name + ".svg"))}\n{script}\n', text=True,
                   check=True)


def block(name, rows):
    return f'${name} << EOD\n' + '\n'.join(' '.join(str(cell) for cell in row) for row in rows) + '\nEOD\n'


def by_concurrency(results, directory, what, name, title, scale):
    """Bars in groups, one group a case; whiskers from quartile to quartile."""
    cases = list(results['closed_loop']['cases'].items())
    script, plotted = '', []
    for at, client in enumerate(ALL):
        rows = []
        for i, (_, case) in enumerate(cases):
            value = case['clients'][client.name][what]
            rows.append([i + (at - 3.5) * 0.1, value['median'] * scale, value['low'] * scale, value['high'] * scale])
        script += block(f'c{at}', rows)
        plotted.append(f'$c{at} using 1:2:(0.09) with boxes fs solid lc rgb {quoted(COLOURS[at])} title {quoted(client.name)}')
        plotted.append(f'$c{at} using 1:3:(0):($4-$3) with vectors nohead lc rgb "#000000" lw 1 notitle')
    tics = ', '.join(f'{quoted(key.replace("/", " over "))} {i}' for i, (key, _) in enumerate(cases))
    gnuplot(directory, name, f'{script}set title {quoted(title)}\nset logscale y\nset xtics ({tics})\n'
            f'set xlabel "calls at a time over connections"\nset xrange [-0.6:{len(cases) - 0.4}]\nplot ' + ', '.join(plotted))


def latency_by_load(results, directory):
    script, plotted = '', []
    quantiles = (('p50_us', 'p50'), ('p99_us', 'p99'), ('p999_us', 'p99.9'))
    loads = results['open_loop']
    for at, client in enumerate(ALL):
        rows = [[i * 3.6 + q, loads[load]['clients'][client.name][key]['median'] / 1000]
                for i, load in enumerate(loads) for q, (key, _) in enumerate(quantiles) if client.name in loads[load]['clients']]
        rows = [[row[0] + (at - 3.5) * 0.1, row[1]] for row in rows]
        script += block(f'c{at}', rows)
        plotted.append(f'$c{at} using 1:2:(0.09) with boxes fs solid lc rgb {quoted(COLOURS[at])} title {quoted(client.name)}')
    tics = ', '.join(f'"{label} at {load}" {i * 3.6 + q}' for i, load in enumerate(loads)
                     for q, (_, label) in enumerate(quantiles))
    gnuplot(directory, 'latency', f'{script}set title "Latency from the scheduled start, ms, by creates a second"\n'
            .replace("''", "'") + f'set logscale y\nset xtics ({tics}) font ",11"\nplot ' + ', '.join(plotted))


def instruction_profile(results, directory):
    profiles = results['profile']
    clients = [FLOOR, OURS, CALLBACK]
    parts = list(dict.fromkeys(part for client in clients for part in profiles[client.name]['parts']))
    rows = [['"' + client.name + '"'] + [max(profiles[client.name]['parts'].get(part, 0), 0) / 1000 for part in parts]
            for client in clients]
    plotted = ', '.join(f'$p using {i + 2}{":xtic(1)" if i == 0 else ""} lc rgb {quoted(PART_COLOURS[i])} title {quoted(part)}'
                        for i, part in enumerate(parts))
    gnuplot(directory, 'instructions', block('p', rows) + 'set title "Thousand user instructions a create, 64 over 64"\n'
            'set style data histograms\nset style histogram rowstacked\nset style fill solid 0.9 border -1\n'
            f'set boxwidth 0.6\nset yrange [0:*]\nplot {plotted}')


def memory_by_waiting(results, directory):
    script, plotted = '', []
    for at, client in enumerate(ALL):
        peaks = results['waiting_memory'][client.name]['peak_bytes']
        script += block(f'm{at}', [[int(n), size / 2**20] for n, size in peaks.items()])
        plotted.append(f'$m{at} using 1:2 with linespoints pt 7 lw 2 lc rgb {quoted(COLOURS[at])} title {quoted(client.name)}')
    gnuplot(directory, 'memory', f'{script}set title "Peak resident memory of the process, MiB"\nset logscale xy\n'
            'set xlabel "calls at a time, over 64 connections"\nplot ' + ', '.join(plotted))


def draw(results, directory):
    by_concurrency(results, directory, 'throughput', 'throughput', 'Thousand creates a second', 1e-3)
    by_concurrency(results, directory, 'cpu_us', 'cpu', 'CPU a create, microseconds', 1)
    if 'open_loop' in results:
        latency_by_load(results, directory)
    instruction_profile(results, directory)
    memory_by_waiting(results, directory)

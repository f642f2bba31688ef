"""The report: every table in Markdown, beside the plots."""
import figures
from clients import ALL, CALLBACK, CURL, BEAST, FLOOR, OURS

NATIVE = (FLOOR, OURS, CALLBACK, BEAST, CURL)


def table(header, rows):
    lines = ['| ' + ' | '.join(header) + ' |', '|---|' + '---:|' * (len(header) - 1)]
    return '\n'.join(lines + ['| ' + ' | '.join(str(cell) for cell in row) + ' |' for row in rows]) + '\n'


def with_quartiles(spread, digits=1):
    return f'{spread["median"]:.{digits}f} ({spread["low"]:.{digits}f} to {spread["high"]:.{digits}f})'


def machine(of):
    return table(['what', 'value'], [
        ['processor', f'{of["processors"]} of {of["cpu"]}'], ['memory', f'{of["memory_gib"]} GiB'], ['kernel', of['kernel']],
        ['compiler', of['compiler']], ['OpenSSL', of['openssl']], ['server', of['nginx']], ['Go', of['go']],
        ['Node', of['node']], ['from npm', ', '.join(f'{k} {v}' for k, v in of['npm_packages'].items())],
        ['load average before and after the timed part', f'{of["load_before"]:.2f}, {of["load_after"]:.2f}'],
        ['processor time the hypervisor kept during it', f'{of["stolen_s"]:.1f} s']])


def closed_loop(results):
    closed = results['closed_loop']
    header = ['client'] + [case.replace('/', ' over ') for case in closed['cases']]
    text = 'CPU a create in microseconds, user and system; the median of the runs, the quartiles in parentheses.\n\n'
    text += table(header, [[client.name] + [with_quartiles(case['clients'][client.name]['cpu_us'])
                                            for case in closed['cases'].values()] for client in ALL])
    text += f'\nOf these, building the caller\'s params is {closed["params_us"]:.2f} in ours and in Beast\'s.\n'
    text += '\nCreates a second. The server has one processor and bounds the fastest.\n\n'
    text += table(header, [[client.name] + [f'{case["clients"][client.name]["throughput"]["median"]:.0f}'
                                            for case in closed['cases'].values()] for client in ALL])
    return text


def open_loop(results):
    text = ('Latency in microseconds from the scheduled start of each create, and CPU a create. All clients have the same rate and '
            'wait for the next start with a timer of their loop. Those that cannot sustain a rate are left out.\n')
    for rate, of in results['open_loop'].items():
        clients = of['clients']
        text += f'\nAt {rate} a second:\n\n' + table(
            ['client', 'p50', 'p99', 'p99.9', 'CPU'],
            [[client.name] + [f'{clients[client.name][key]["median"]:.0f}' for key in ('p50_us', 'p99_us', 'p999_us', 'cpu_us')]
             for client in ALL if client.name in clients])
    return text


def counts(results):
    instructions, mallocs, io_calls = results['instructions'], results['mallocs'], results['io_calls']
    at = [n for n in ('1', '64') if n in instructions]
    return table(
        ['client', *(f'instructions, {n} over {n}' for n in at), 'mallocs', 'malloc bytes',
         *(f'system calls, {case.replace("/", " over ")}' for case in io_calls)],
        [[client.name, *(f'{instructions[n][client.name]:.0f}' for n in at),
          f'{mallocs[client.name]["count"]:.1f}', f'{mallocs[client.name]["bytes"]:.0f}',
          *(f'{case[client.name]:.2f}' for case in io_calls.values())] for client in NATIVE] +
        [['building the params, part of ours and Beast\'s', *(f'{instructions["params"]:.0f}' for _ in at),
          f'{mallocs["params"]["count"]:.1f}', f'{mallocs["params"]["bytes"]:.0f}', *('' for _ in io_calls)]])


def profile(results):
    profiles = results['profile']
    parts = list(dict.fromkeys(p for client in (OURS, FLOOR) for p in profiles[client.name]['parts']))
    text = table(['part', FLOOR.name, OURS.name, 'more'],
                 [[part, f'{profiles[FLOOR.name]["parts"].get(part, 0):.0f}', f'{profiles[OURS.name]["parts"].get(part, 0):.0f}',
                   f'{profiles[OURS.name]["parts"].get(part, 0) - profiles[FLOOR.name]["parts"].get(part, 0):+.0f}']
                  for part in parts])
    text += '\nThe functions that cost most, of those that are not OpenSSL\'s:\n\n'
    own = [(name, cost) for name, cost in profiles[OURS.name]['functions'].items() if 'libcrypto' not in name and 'libssl' not in name]
    return text + table(['function', 'instructions a create'],
                        [[f'`{name[:110]}`', f'{cost:.0f}'] for name, cost in own[:30]])


def memory(results):
    text = table(['client', 'bytes an idle connection'],
                 [[name, f'{of["a_connection"]:.0f}'] for name, of in results['idle'].items()]) + '\n'
    return text + table(['client', 'bytes a waiting call, the caller\'s own included'],
                        [[client.name, f'{results["waiting_memory"][client.name]["a_call"]:.0f}'] for client in ALL])


def others(results):
    cold, threads, waiting = results['cold'], results['threads'], results['waiting']
    text = table(['connect and create, CPU us', 'full', 'resumed', 'handshakes\' ratio'],
                 [[name, with_quartiles(of['full_us'], 0), with_quartiles(of['resumed_us'], 0), with_quartiles(of['ratio'], 2)]
                  for name, of in cold.items()]) + '\n'
    first = results['first']
    text += table(['first create of a process', 'CPU us, constructor to result', 'CPU us, whole process'],
                  [[name, with_quartiles(of, 0), with_quartiles(first['process_us'][name], 0)]
                   for name, of in first['cpu_us'].items()]) + '\n'
    text += table(['threads', 'CPU us a create', 'creates a second'],
                  [[n, with_quartiles(threads['cpu_us'][n]), f'{threads["throughput"][n]["median"]:.0f}'] for n in threads['cpu_us']])
    text += '\n' + table(['threads', 'locks a create', 'of them contended'],
                         [[n, f'{of["a_create"]:.1f}', f'{of["contended"]:.2%}'] for n, of in results['locks'].items()])
    text += '\n' + table(['waiting calls', 'CPU us a create'],
                         [['1k', with_quartiles(waiting['1k_us'])], ['100k', with_quartiles(waiting['100k_us'])]])
    return text + '\n' + table(['micro-benchmark', 'ns'], [[name, f'{value:.0f}'] for name, value in results['micro'].items()])


def markdown(results, figure_table):
    sections = [('Figures', figures.markdown(figure_table) + '\n'), ('Machine', machine(results['machine'])),
                ('By concurrency', '![CPU](cpu.svg)\n\n![throughput](throughput.svg)\n\n' + closed_loop(results))]
    if 'open_loop' in results:
        sections.append(('Latency by load', '![latency](latency.svg)\n\n' + open_loop(results)))
    sections += [('Counted', counts(results)),
                 ('Where the instructions go', '![instructions](instructions.svg)\n\n' + profile(results)),
                 ('Memory', '![memory](memory.svg)\n\n' + memory(results)),
                 ('Handshakes, threads, waiting calls, parts', others(results))]
    return '# Measurements\n\n' + '\n'.join(f'## {title}\n\n{text}' for title, text in sections)

"""Counting with valgrind and strace."""
import re
import subprocess
import tempfile


def instruction_count(command, profile='/dev/null'):
    """Instructions in user space of a whole run; where they went is written to `profile`."""
    tool = ['valgrind', '--tool=callgrind', f'--callgrind-out-file={profile}']
    done = subprocess.run(tool + command, capture_output=True, text=True, timeout=600)
    found = re.search(r'Collected : (\d+)', done.stderr)
    if done.returncode != 0 or not found:
        raise RuntimeError(f'{" ".join(command)}: exit {done.returncode}\n{done.stderr[-2000:]}')
    return int(found.group(1))


def syscall_counts(command):
    """{name: how often} of a whole run."""
    with tempfile.NamedTemporaryFile('r') as out:
        done = subprocess.run(['strace', '-f', '-c', '-o', out.name] + command, capture_output=True, text=True, timeout=300)
        if done.returncode != 0:
            raise RuntimeError(f'{" ".join(command)}: exit {done.returncode}\n{done.stderr[-2000:]}')
        rows = [line.split() for line in out.read().splitlines()]
    # Share of time, seconds, microseconds a call, calls, perhaps errors, name.
    return {row[-1]: int(row[3]) for row in rows if len(row) >= 5 and row[0][:1].isdigit() and row[-1] != 'total'}

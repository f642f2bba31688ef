"""scrape.py PROGRAM

Has the program invite people, scrapes its metrics and checks them.
"""

import subprocess
import sys
import urllib.request

from prometheus_client.parser import text_string_to_metric_families


def scrape(url):
    """Returns the samples: the value of each name and set of labels."""
    # The program is on this machine.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(url, timeout=10) as response:
        text = response.read().decode()
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def find(samples, name, **labels):
    """Returns the sum of the samples with this name and these labels."""
    return sum(value for (n, l), value in samples.items() if n == name and labels.items() <= dict(l).items())


def check(samples, expected, name, **labels):
    value = find(samples, name, **labels)
    if value != expected:
        sys.exit(f"{name} {labels} is {value}, not {expected}, of {samples}")


def main():
    program = subprocess.Popen([sys.argv[1], "127.0.0.1:0"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        url = program.stdout.readline().strip()
        for address in ("a@example.com", "b@example.com", "a@example.com", "no address"):
            program.stdin.write(address + "\n")
            program.stdin.flush()
            print(program.stdout.readline(), end="")
        samples = scrape(url)
        count = "http_client_request_duration_seconds_count"
        route = {"url_template": "POST /v1/invitations", "http_request_method": "POST"}
        check(samples, 2, count, **route, http_response_status_code="200")
        check(samples, 1, count, **route, http_response_status_code="400", error_type="api")
        check(samples, 3, count)
        check(samples, 1, "http_client_open_connections", http_connection_state="idle")
        check(samples, 0, "http_client_open_connections", http_connection_state="active")
        check(samples, 0, "clerk_waiting_calls")
        program.stdin.close()
        if program.wait(timeout=30) != 0:
            sys.exit("the program failed")
    finally:
        program.kill()


main()

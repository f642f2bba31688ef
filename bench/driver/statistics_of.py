"""Medians with their spread."""
import statistics


def spread(values):
    """Median and quartiles of a list of numbers."""
    values = sorted(values)
    if len(values) == 1:
        low = high = values[0]
    else:
        low, _, high = statistics.quantiles(values, n=4, method='inclusive')
    return {'median': statistics.median(values), 'low': low, 'high': high, 'runs': len(values)}


def paired_ratio(ours, theirs):
    """The spread of ours/theirs, run by run: what the machine did to both in a turn cancels out."""
    return spread([a / b for a, b in zip(ours, theirs)])

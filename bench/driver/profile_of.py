"""Where a call's instructions go, function by function and by part."""
import collections
import re

# The first that matches decides; the names are callgrind's `object:function`.
PARTS = (
    ('OpenSSL', r'libcrypto|libssl'),
    ('malloc, free', r'(^|[^\w])(_?int_)?(malloc|free|calloc|realloc)|malloc_consolidate|operator new|operator delete|unlink_chunk'),
    ('memcpy, memset, memcmp', r'mem(cpy|set|move|cmp|chr)|strlen'),
    ('JSON', r'json|Json|encode_create|InvitationReader|ValueBuilder|field_of|holds_control|decode_|read_invitation|write_body'
             r'|end_of_value|end_of_string|write_text|floor::\(anonymous namespace\)::take'),
    ('HTTP', r'beast|ResponseReader|ResponseParser|RequestParts|request_with_body|ContentLength|read_head|string_to_field'),
    ('clocks, locks', r'(^|:)(__)?pthread_|clock_gettime|vdso|steady_clock::now'),
    ('pool, deadlines, engine', r'clerk::detail::(Engine|CallScheduler|Pool|Timer|Connection|SecureStream|Call|Tls|Client|Completion)'
                                r'|clerk::detail'),
    ('Asio', r'asio|epoll|socket_ops'),
    ('system calls', r'(^|:)(__)?(recv|send|read|write|epoll_wait|syscall|timerfd)'),
    ('the client itself', r'bench'),
)


def by_function(profile):
    """{object and function: instructions}, inclusive of nothing, from a file of callgrind's."""
    names, objects = {}, {}
    cost = collections.Counter()
    function, container, skip = '', '', False

    def resolve(table, text):
        match = re.match(r'\((\d+)\)(?: (.*))?', text)
        if not match:
            return text
        if match.group(2) is not None:
            table[match.group(1)] = match.group(2)
        return table.get(match.group(1), '?')

    with open(profile) as lines:
        for line in lines:
            line = line.rstrip('\n')
            if line.startswith('ob='):
                container = resolve(objects, line[3:]).rsplit('/', 1)[-1]
            elif line.startswith('fn='):
                function = f'{container}:{resolve(names, line[3:])}'
            elif line.startswith('cob='):
                resolve(objects, line[4:])
            elif line.startswith('cfn='):
                resolve(names, line[4:])
            elif line.startswith('calls='):
                skip = True  # the next line holds what the called function cost
            elif line[:1] in '+-*0123456789' and line:
                fields = line.split()
                if skip:
                    skip = False
                elif len(fields) >= 2:
                    cost[function] += int(fields[1])
    return cost


def part_of(function):
    return next((part for part, pattern in PARTS if re.search(pattern, function)), 'the rest')


def a_call(profiles, few, many):
    """{'functions': {name: instructions}, 'parts': {name: instructions}} of one call, from the profiles of two runs."""
    each = collections.Counter()
    for calls, sign in ((many, 1), (few, -1)):
        for function, cost in by_function(profiles[calls]).items():
            each[function] += sign * cost
    each = {name: cost / (many - few) for name, cost in each.items() if abs(cost) >= 5 * (many - few)}
    parts = collections.Counter()
    for function, cost in each.items():
        parts[part_of(function)] += cost
    ordered = dict(sorted(each.items(), key=lambda item: -item[1])[:60])
    return {'functions': ordered, 'parts': dict(parts.most_common())}

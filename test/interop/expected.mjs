// Where the two clients differ on purpose: in which calls (`*`: in any of them), in which parts, and why. Anything else that
// differs fails the comparison, and so does a line here that is no longer true. The table notes at each call what is not general.
import { groups } from './calls.mjs';

const refusedHere = (...parts) => ['sent', 'refused', ...parts];

const withoutBody = groups
  .flatMap(({ calls }) => calls)
  .filter((call) => 'list' in call || 'revoke' in call)
  .map(({ name }) => name)
  .filter((name) => !/^(list: (limit 0|limit -1|limit 501|offset -1)|revoke: (no id|dots|dots on a way))$/.test(name));

export const expected = [
  {
    general: true,
    calls: '*',
    parts: ['request.accept', 'request.accept-encoding'],
    reason: "Node's fetch accepts anything and offers compression; clerk asks for JSON and for no coding, of which it knows none",
  },
  {
    general: true,
    calls: withoutBody,
    parts: ['request.content-type'],
    reason: 'the SDK sends Content-Type without a body, clerk only with one',
  },
  {
    calls: [
      'create: no address', 'create: an address without an at', 'create: an empty redirect', 'create: no days', 'create: 366 days',
      'bulk: eleven', 'bulk: nobody', 'list: limit 501', 'list: limit -1', 'list: offset -1',
    ],
    parts: refusedHere('error'),
    reason: 'clerk refuses unsent what no server could accept; the SDK sends it and gets the error',
  },
  {
    calls: ['list: limit 0'],
    parts: refusedHere('value'),
    reason: 'the SDK takes limit 0 for no limit and gets ten; clerk refuses it',
  },
  {
    calls: ['list: query nothing', 'list: offset 0'],
    parts: ['request.query'],
    reason: 'the SDK leaves out what is zero or empty, clerk sends what is set; the answers are the same',
  },
  {
    calls: ['create: an empty object of metadata'],
    parts: ['request.body'],
    reason: 'metadata without anything in it is what clerk takes for none, and leaves out; the answers are the same',
  },
  {
    calls: ['revoke: an id with signs'],
    parts: ['request.path', 'request.status', 'error', 'value'],
    reason: 'the SDK puts an id into the path as it is, so a slash in it makes another path; clerk encodes it',
  },
  {
    calls: ['revoke: an id with a question'],
    parts: ['request.path', 'request.query', 'error'],
    reason: 'the same with a question mark, which ends the path: this request is no revoke at all',
  },
  {
    calls: ['revoke: dots on a way'],
    parts: refusedHere('error'),
    reason: 'the SDK refuses dot segments within an id; clerk encodes the slashes, and there is no such id',
  },
  {
    calls: ['create: over the limit', 'bulk: over the limit', 'list: over the limit', 'revoke: over the limit'],
    parts: ['resets_in'],
    reason: 'the SDK drops ResetsIn from meta; clerk keeps all of meta',
  },
];

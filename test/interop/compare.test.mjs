// The comparison itself: what it takes for the same, and that it sees what is not. Run by node --test.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judge, runOf } from './compare.mjs';
import { momentOf } from './normalise.mjs';
import { tableOf } from './table.mjs';

const now = 1_750_000_000_000;
const id = (letter) => `inv_${letter.repeat(27)}`;
const request = (changes = {}) => ({ method: 'GET', path: '/v1/invitations', query: 'a=1&b=2', headers: {}, body: '', status: 200, ...changes });
const outcome = (changes = {}) => ({ name: 'one', requests_so_far: 1, value: { id: id('a'), created_at: now, status: 'pending' }, ...changes });
const run = (outcomes = [outcome()], requests = [request()]) => runOf(outcomes, requests, now);
const found = (theirs, ours, rules = []) => judge(theirs, ours, rules).unexplained.map(({ part }) => part);

test('a run is the same as itself', () => {
  assert.deepEqual(found(run(), run()), []);
});

test('drawn ids, the time of day and the order of a query make no difference', () => {
  const other = run([outcome({ value: { id: id('z'), created_at: now + 60_000, status: 'pending' } })], [request({ query: 'b=2&a=1' })]);
  assert.deepEqual(found(run(), other), []);
});

test('an id that stands for another makes a difference', () => {
  const calls = (second) => run(
    [outcome(), outcome({ value: { id: id('b') }, requests_so_far: 2 }), outcome({ requests_so_far: 3, value: {} })],
    [request(), request(), request({ path: `/v1/invitations/${id(second)}/revoke` })],
  );
  assert.deepEqual(found(calls('a'), calls('a')), []);
  assert.deepEqual(found(calls('a'), calls('b')), ['request.path']);
});

test('each part of a request is looked at', () => {
  for (const [part, changes] of [
    ['method', { method: 'POST' }], ['path', { path: '/v1/invitation' }], ['query', { query: 'a=1' }], ['query', { query: 'a=1&b=2&b=2' }],
    ['body', { body: '{}' }], ['status', { status: 201 }], ['content-type', { headers: { 'content-type': 'text/plain' } }],
  ]) assert.deepEqual(found(run(), run([outcome()], [request(changes)])), [`request.${part}`]);
});

test('bodies are compared as JSON', () => {
  const body = (text) => run([outcome()], [request({ body: text })]);
  assert.deepEqual(found(body('{"a":1,"b":[1,2]}'), body('{ "b": [1, 2], "a": 1 }')), []);
  assert.deepEqual(found(body('{"a":1}'), body('{"a":1.5}')), ['request.body']);
  assert.deepEqual(found(body('{"a":[1,2]}'), body('{"a":[2,1]}')), ['request.body']);
});

test('a request more or less is a difference', () => {
  assert.deepEqual(found(run(), run([outcome({ requests_so_far: 0 })], [])), ['sent']);
  assert.deepEqual(found(run(), run([outcome({ requests_so_far: 2 })], [request(), request()])), ['sent']);
});

test('what came of a call is looked at', () => {
  const error = (changes = {}) => run([outcome({ value: undefined, error: { status: 429, errors: [{ code: 'c', meta: {} }], retry_after: 3600, traced: true, ...changes } })]);
  assert.deepEqual(found(run(), run([outcome({ value: { id: id('a'), created_at: now, status: 'revoked' } })])), ['value']);
  assert.deepEqual(found(run(), error()).sort(), ['error', 'value']);
  assert.deepEqual(found(error(), error({ retry_after: 3590 })), []);
  assert.deepEqual(found(error(), error({ retry_after: 3000 })), ['error']);
  assert.deepEqual(found(error(), error({ errors: [{ code: 'c', meta: { param_name: 'x' } }] })), ['error']);
  assert.deepEqual(found(error(), error({ traced: false })), ['error']);
});

test('a moment by the clock is told from one that was given', () => {
  assert.equal(momentOf(now + 7 * 86_400_000 + 5000, now), '<now + 7 d>');
  assert.equal(momentOf(now + 3_600_000, now), now + 3_600_000);
  assert.equal(momentOf(1_700_000_000_000, now), 1_700_000_000_000);
  assert.equal(momentOf(null, now), null);
});

test('a rule explains its part of its call and no other', () => {
  const other = run([outcome()], [request({ query: '', body: '{}' })]);
  const rule = { calls: ['one'], parts: ['request.query'], reason: 'why' };
  assert.deepEqual(found(run(), other, [rule]), ['request.body']);
  assert.deepEqual(found(run(), other, [{ ...rule, calls: ['two'] }]), ['request.query', 'request.body']);
  assert.deepEqual(found(run(), other, [{ ...rule, calls: '*' }]), ['request.body']);
});

test('a rule that explains nothing is told', () => {
  const rule = { calls: ['one', 'two'], parts: ['request.query'], reason: 'why' };
  const { stale } = judge(run(), run([outcome()], [request({ query: '' })]), [rule]);
  assert.deepEqual(stale.map(({ name }) => name), ['two']);
  assert.equal(judge(run(), run(), [{ ...rule, calls: '*' }]).stale.length, 1);
});

test('a call that one of the two did not make fails', () => {
  assert.throws(() => judge(run(), [], []));
  assert.throws(() => judge([], run(), []));
  assert.throws(() => judge(run(), run([outcome({ name: 'two' })]), []));
});

test('the table says which call is different', () => {
  const table = tableOf(judge(run(), run([outcome()], [request({ query: '' })]), []), []);
  assert.match(table, /^one +200 pending +200 pending +DIFFERENT$/m);
  assert.match(table, /^UNEXPLAINED one: request.query: \["a=1","b=2"\] \/ \[\]$/m);
  assert.match(table, /^interop: 1 calls compared, 1 unexplained differences$/m);
});

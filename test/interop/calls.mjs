// The calls that both clients make, one after the other: each names an operation and its parameters by Clerk's names on the
// wire. A group has a backend of its own, started with these options. Run as a program, prints them all as JSON.
import { fileURLToPath } from 'node:url';

const text = (size) => 'x'.repeat(size);
const people = (prefix, count) => Array.from({ length: count }, (_, i) => ({ email_address: `${prefix}${i}@example.com` }));
const create = (name, address, rest = {}) => ({ name: `create: ${name}`, create: { email_address: address, ...rest } });
const bulk = (name, params) => ({ name: `bulk: ${name}`, create_bulk: params });
const list = (name, params) => ({ name: `list: ${name}`, list: params });
const revoke = (name, id) => ({ name: `revoke: ${name}`, revoke: id });

const metadata = {
  text: 'Käse "quoted" \\ / \u2028 \u{1f600}', camelCase: 1, snake_case: 2, 'with space': 3, '': 4,
  nested: { deepKey: { deeper_key: [1, -2, 0.1, 1e21, true, false, null, [], {}] } },
};

const creates = [
  create('an address alone', 'alone@example.com'),
  create('every parameter', 'every@example.com', {
    public_metadata: metadata, redirect_url: 'https://www.example.com/sign-up?a=1&b=%20#c', notify: false,
    ignore_existing: true, expires_in_days: 7, template_slug: 'invitation',
  }),
  create('the other values', 'other@example.com', { notify: true, ignore_existing: false, template_slug: 'waitlist_invitation' }),
  create('one day', 'day@example.com', { expires_in_days: 1 }),
  create('365 days', 'year@example.com', { expires_in_days: 365 }),
  create('an empty object of metadata', 'empty@example.com', { public_metadata: {} }),
  create('an address with a tag', 'tag+1@example.com'),
  create('an address in quotes', '"quoted name"@example.com'),
  create('an address beyond ASCII', 'jürgen@exämple.com'),
  create('a duplicate', 'alone@example.com'),
  create('a duplicate in capitals', 'ALONE@example.com'),
  create('a duplicate to ignore', 'alone@example.com', { ignore_existing: true }),
  create('a user', 'user@example.com'),
  create('a user to ignore', 'user@example.com', { ignore_existing: true }),
  create('one who accepted', 'accepted@example.com'),
  create('one who was revoked', 'revoked@example.com'),
  create('one who let it expire', 'expired@example.com'),
  create('a domain without a dot', 'a@b'),
  create('a redirect to no URL', 'url@example.com', { redirect_url: 'nowhere' }),
  create('two errors at once', 'a@b', { redirect_url: 'nowhere' }),
  create('metadata of 8 KB', 'large@example.com', { public_metadata: { k: text(8192 - 8) } }),
  create('metadata of a byte more', 'larger@example.com', { public_metadata: { k: text(8192 - 7) } }),
  create('no address', ''),
  create('an address without an at', 'nobody'),
  create('an empty redirect', 'url@example.com', { redirect_url: '' }),
  create('no days', 'days@example.com', { expires_in_days: 0 }),
  create('366 days', 'days@example.com', { expires_in_days: 366 }),
];

const bulks = [
  bulk('one', people('one', 1)),
  bulk('ten', people('ten', 10)),
  bulk('each with its own', [
    { email_address: 'x@example.com', public_metadata: metadata, notify: false },
    { email_address: 'y@example.com', expires_in_days: 3, redirect_url: 'https://example.com/y', ignore_existing: true },
    { email_address: 'z@example.com', template_slug: 'invitation' },
  ]),
  bulk('two were invited before', [...people('new', 2), ...people('ten', 2)]),
  bulk('none of them was created', people('new', 2)),
  bulk('they are to ignore', people('ten', 2).map((one) => ({ ...one, ignore_existing: true }))),
  bulk('one is a user', [...people('nice', 1), { email_address: 'user@example.com', ignore_existing: true }]),
  bulk('one is there twice', [...people('twin', 1), ...people('TWIN', 1)]),
  bulk('several errors', [{ email_address: 'a@b' }, { email_address: 'b@c', redirect_url: 'nowhere' }]),
  bulk('eleven', people('eleven', 11)),
  bulk('nobody', []),
];

const orders = ['created_at', 'email_address', 'expires_at'].flatMap((field) => [field, `+${field}`, `-${field}`]);

const lists = [
  list('all', {}),
  ...['pending', 'accepted', 'revoked', 'expired', 'lost'].map((status) => list(`status ${status}`, { status })),
  ...orders.map((order_by) => list(`order by ${order_by}`, { order_by, status: 'pending', limit: 100 })),
  list('order by name', { order_by: 'name' }),
  list('query an address', { query: 'with+plus@example.com' }),
  list('query a part in capitals', { query: 'TEN' }),
  list('query an id', { query: 'inv_pending' }),
  list('query what is not there', { query: 'nobody' }),
  list('query with signs', { query: 'ü&=?#%+ /\\"~*\'()' }),
  list('query nothing', { query: '' }),
  list('limit 1', { limit: 1 }),
  list('limit 500', { limit: 500 }),
  list('limit 501', { limit: 501 }),
  list('limit 0', { limit: 0 }),
  list('limit -1', { limit: -1 }),
  list('offset 0', { offset: 0 }),
  list('offset 2', { offset: 2, limit: 3 }),
  list('offset behind the end', { offset: 1000 }),
  list('offset -1', { offset: -1 }),
  list('everything', { status: 'pending', query: 'ten', order_by: '+email_address', limit: 4, offset: 5 }),
];

const revokes = [
  revoke('a pending one', 'inv_pending'),
  revoke('the same again', 'inv_pending'),
  revoke('one of ours', { of: 'create: an address alone' }),
  revoke('an accepted one', 'inv_accepted'),
  revoke('an expired one', 'inv_expired'),
  revoke('an unknown id', 'inv_unknown'),
  revoke('an id beyond ASCII', 'inv_ü'),
  list('in the end', { limit: 500 }), // from here on, the two do not ask for the same
  revoke('an id with signs', 'inv_a+b c/ü'),
  revoke('an id with a question', 'inv_pending?x=y#z'),
  revoke('no id', ''),
  revoke('dots', '..'),
  revoke('dots on a way', 'x/../inv_plus'),
];

const unlike = people('key', 1)[0].email_address;

export const groups = [
  { name: 'calls', options: ['--no-limits'], calls: [...creates, ...bulks, ...lists, ...revokes] },
  {
    name: 'limits',
    options: ['--limit-create', '1', '--limit-bulk', '1', '--limit-others', '1', '--window', '3600'],
    calls: [
      create('within the limit', 'limit1@example.com'), create('over the limit', 'limit2@example.com'),
      bulk('within the limit', people('b', 1)), bulk('over the limit', people('c', 1)),
      list('within the limit', {}), list('over the limit', {}), revoke('over the limit', 'inv_pending'),
    ],
  },
  {
    name: 'keys',
    options: ['--key', 'sk_test_another_key', '--prefix', '/a/proxy'],
    calls: [create('a wrong key', unlike), bulk('a wrong key', people('key', 1)), list('a wrong key', {}), revoke('a wrong key', 'inv_pending')],
  },
];

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(JSON.stringify(groups));

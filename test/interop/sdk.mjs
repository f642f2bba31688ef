// sdk.mjs CALLS: makes the calls of a file by Clerk's own SDK; prints what came of each, a line of JSON each, by Clerk's names on
// the wire. CLERK_API_URL and CLERK_SECRET_KEY say where, RECORD names the file in which the backend writes a line for each request.
import { readFileSync } from 'node:fs';
import { createClerkClient } from '@clerk/backend';
import { isClerkAPIResponseError } from '@clerk/backend/errors';

const { CLERK_API_URL: apiUrl, CLERK_SECRET_KEY: secretKey, RECORD: record } = process.env;
const { invitations } = createClerkClient({ apiUrl, secretKey, telemetry: { disabled: true } });

const camel = (name) => name.replace(/_(.)/g, (_, letter) => letter.toUpperCase());
const camelKeys = (params) => Object.fromEntries(Object.entries(params).map(([name, value]) => [camel(name), value]));
const snakeKeys = (object) =>
  Object.fromEntries(
    Object.entries(object)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), value]),
  );

const invitation = ({ id, emailAddress, publicMetadata, status, url, revoked, createdAt, updatedAt, raw }) => ({
  ...snakeKeys({ id, emailAddress, publicMetadata, status, url, revoked, createdAt, updatedAt }),
  expires_at: raw?.expires_at, // the SDK's own class has no such field
});

const made = new Map();
const operations = {
  create: async (params, name) => {
    const created = await invitations.createInvitation(camelKeys(params));
    made.set(name, created.id);
    return invitation(created);
  },
  create_bulk: async (params) => (await invitations.createInvitationBulk(params.map(camelKeys))).map(invitation),
  list: async (params) => {
    const page = await invitations.getInvitationList(camelKeys(params));
    return { data: page.data.map(invitation), total_count: page.totalCount };
  },
  revoke: async (id) => invitation(await invitations.revokeInvitation(typeof id === 'string' ? id : made.get(id.of))),
};

const failure = (error) => {
  if (!isClerkAPIResponseError(error) || error.status === undefined) return { refused: String(error.message) };
  const { status, errors, retryAfter, clerkTraceId } = error;
  return {
    error: {
      status,
      errors: errors.map(({ code, message, longMessage, meta }) => ({ code, message, long_message: longMessage, meta: snakeKeys(meta ?? {}) })),
      retry_after: retryAfter ?? null,
      traced: Boolean(clerkTraceId),
    },
  };
};

const requestsSoFar = () => readFileSync(record, 'utf8').split('\n').length - 1;

for (const call of JSON.parse(readFileSync(process.argv[2], 'utf8'))) {
  const operation = Object.keys(operations).find((name) => name in call);
  const outcome = await operations[operation](call[operation], call.name).then((value) => ({ value }), failure);
  console.log(JSON.stringify({ name: call.name, requests_so_far: requestsSoFar(), ...outcome }));
}

// What differs between two runs whoever made them: drawn ids, tickets and the time of day. Each gets a name by when it came.

const day = 24 * 3600 * 1000;
const times = ['created_at', 'updated_at', 'expires_at'];

/// One run's names for its drawn ids and tickets: the first is id 1.
export class Names {
  #seen = new Map();

  of(text) {
    return text
      .replace(/inv_[0-9A-Za-z]{27}/g, (id) => this.#name('id', id))
      .replace(/(?<=[?&]ticket=)[0-9A-Za-z]{64}/g, (ticket) => this.#name('ticket', ticket));
  }

  #name(kind, text) {
    if (!this.#seen.has(text)) this.#seen.set(text, `<${kind} ${this.#seen.size + 1}>`);
    return this.#seen.get(text);
  }
}

/// A time near the run's own, which the clock decided, as whole days from then; any other as it is.
export const momentOf = (time, now) => {
  if (typeof time !== 'number') return time;
  const days = Math.round((time - now) / day);
  const byClock = Math.abs(time - now - days * day) < 600_000 && days >= 0 && days <= 365;
  return byClock ? `<now + ${days} d>` : time;
};

/// The value with names in place of what was drawn.
export const normalised = (value, names, now) => {
  if (typeof value === 'string') return names.of(value);
  if (Array.isArray(value)) return value.map((one) => normalised(one, names, now));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, times.includes(key) ? momentOf(one, now) : normalised(one, names, now)]),
  );
};

/// The outcome of a call. A wait is in minutes, and `ResetsIn` is a separate part, because seconds pass between two runs.
export const normalisedOutcome = ({ value, error, refused }, names, now) => {
  if (refused !== undefined) return { refused: true };
  if (error) {
    const { retry_after, ...rest } = error;
    const resets = rest.errors?.some(({ meta }) => 'ResetsIn' in (meta ?? {}));
    for (const one of rest.errors ?? []) delete one.meta?.ResetsIn;
    const wait = retry_after === null ? null : `${Math.ceil(retry_after / 60)} min`;
    return { error: { ...normalised(rest, names, now), retry_after: wait }, ...(resets && { resets_in: true }) };
  }
  return { value: normalised(value, names, now) };
};

/// A recorded request in the parts that are compared.
export const normalisedRequest = ({ method, path, query, headers, body, status }, names) => ({
  method,
  path: names.of(path),
  query: [...new URLSearchParams(query)].map(([name, value]) => `${name}=${names.of(value)}`).sort(),
  body: body === '' ? null : JSON.parse(body),
  status,
  ...Object.fromEntries(['accept', 'accept-encoding', 'clerk-api-version', 'content-type'].map((name) => [name, headers[name] ?? null])),
});

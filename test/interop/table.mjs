// The comparison for people: a line a call, then the reasons.

const line = (cells, widths) => cells.map((cell, i) => String(cell).slice(0, widths[i]).padEnd(widths[i])).join('  ').trimEnd();

/// `200`, `400 duplicate_record`, `refused`: what a client got, and, if several, how many.
export const summary = ({ requests, outcome }) => {
  const status = requests.map((request) => request.status).join(', ');
  if (outcome.refused) return status ? `${status}, refused` : 'refused unsent';
  if (outcome.error) {
    const codes = outcome.error.errors.map(({ code }) => code).join(' + ');
    return `${outcome.error.status} ${codes}${outcome.error.retry_after ? ` for ${outcome.error.retry_after}` : ''}`;
  }
  const { value } = outcome;
  if (Array.isArray(value)) return `${status} of ${value.length}`;
  return value.data ? `${status} ${value.data.length} of ${value.total_count}` : `${status} ${value.status}`;
};

export const tableOf = ({ calls, unexplained, stale }, rules) => {
  const special = rules.filter(({ general }) => !general);
  const rows = calls.map(({ name, theirs, ours, differences }) => {
    const bad = differences.some(({ rule }) => !rule);
    const notes = [...new Set(differences.map(({ rule }) => special.indexOf(rule) + 1).filter((note) => note > 0))];
    return [name, summary(theirs), summary(ours), bad ? 'DIFFERENT' : notes.length ? `expected (${notes.join(', ')})` : 'same'];
  });
  const widths = [36, 46, 46, 14];
  return [
    line(['call', '@clerk/backend', 'clerk', 'verdict'], widths),
    line(widths.map((width) => '-'.repeat(width)), widths),
    ...rows.map((row) => line(row, widths)),
    '',
    'Expected:',
    ...special.map(({ reason }, i) => `  (${i + 1}) ${reason}`),
    ...rules.filter(({ general }) => general).map(({ reason }) => `  in general: ${reason}`),
    ...unexplained.map(({ name, part, theirs, ours }) => `UNEXPLAINED ${name}: ${part}: ${JSON.stringify(theirs)} / ${JSON.stringify(ours)}`),
    ...stale.map(({ name, part, reason }) => `NO LONGER TRUE ${name}: ${part}: ${reason}`),
    `interop: ${calls.length} calls compared, ${unexplained.length} unexplained differences`,
  ].join('\n');
};

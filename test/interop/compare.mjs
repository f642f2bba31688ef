// What two runs of the same calls have in common, and what not.
import { isDeepStrictEqual } from 'node:util';
import { Names, normalisedOutcome, normalisedRequest } from './normalise.mjs';

/// One run: for each call its name, its requests and what came of it, all of it normalised.
export const runOf = (outcomes, requests, now) => {
  const names = new Names();
  let taken = 0;
  return outcomes.map((outcome) => {
    const sent = requests.slice(taken, outcome.requests_so_far);
    taken = outcome.requests_so_far;
    // The request first: an id that it names is known from an earlier answer.
    return {
      name: outcome.name,
      requests: sent.map((request) => normalisedRequest(request, names)),
      outcome: normalisedOutcome(outcome, names, now),
    };
  });
};

const parts = (prefix, theirs, ours) =>
  [...new Set([...Object.keys(theirs), ...Object.keys(ours)])]
    .filter((part) => !isDeepStrictEqual(theirs[part], ours[part]))
    .map((part) => ({ part: `${prefix}${part}`, theirs: theirs[part], ours: ours[part] }));

/// The parts in which two runs of one call differ.
export const differences = (theirs, ours) => {
  if (theirs.requests.length !== ours.requests.length) {
    const sent = { part: 'sent', theirs: theirs.requests.length, ours: ours.requests.length };
    return [sent, ...parts('', theirs.outcome, ours.outcome)];
  }
  return [
    ...theirs.requests.flatMap((request, i) => parts('request.', request, ours.requests[i])),
    ...parts('', theirs.outcome, ours.outcome),
  ];
};

/// Sorts the differences of all calls into explained and unexplained ones. A rule that explains nothing is stale, and so is one
/// that names a call without its difference.
export const judge = (theirs, ours, rules) => {
  const used = new Set();
  const calls = theirs.map((call, i) => {
    if (call.name !== ours[i]?.name) throw new Error(`call ${i} is ${call.name} for the one, ${ours[i]?.name} for the other`);
    const found = differences(call, ours[i]).map((difference) => {
      const rule = rules.find(({ calls, parts: of }) => (calls === '*' || calls.includes(call.name)) && of.includes(difference.part));
      if (rule) for (const name of rule.calls === '*' ? ['*'] : [call.name]) used.add(`${rules.indexOf(rule)} ${name} ${difference.part}`);
      return { ...difference, rule };
    });
    return { name: call.name, theirs: call, ours: ours[i], differences: found };
  });
  if (ours.length !== theirs.length) throw new Error(`${theirs.length} calls by the one, ${ours.length} by the other`);
  const stale = rules.flatMap((rule, i) =>
    (rule.calls === '*' ? ['*'] : rule.calls).flatMap((name) =>
      rule.parts.filter((part) => !used.has(`${i} ${name} ${part}`)).map((part) => ({ name, part, reason: rule.reason })),
    ),
  );
  return { calls, stale, unexplained: calls.flatMap((call) => call.differences.filter(({ rule }) => !rule).map((one) => ({ name: call.name, ...one }))) };
};

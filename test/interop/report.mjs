// report.mjs FOLDER: compares what both clients did in each group of calls, as scripts/interop left it in FOLDER, and prints a
// table. Fails on a difference that nobody expects.
import { readFileSync, statSync } from 'node:fs';
import { groups } from './calls.mjs';
import { judge, runOf } from './compare.mjs';
import { expected } from './expected.mjs';
import { tableOf } from './table.mjs';

const lines = (file) => readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
const folder = process.argv[2];

const run = (client) =>
  groups.flatMap(({ name }) => {
    const base = `${folder}/${name}.${client}`;
    return runOf(lines(`${base}.outcomes`), lines(`${base}.requests`), statSync(`${base}.outcomes`).mtimeMs);
  });

const verdict = judge(run('sdk'), run('clerk'), expected);
console.log(tableOf(verdict, expected));
const complete = verdict.calls.length === groups.flatMap(({ calls }) => calls).length;
if (!complete) console.log('some calls are missing');
process.exit(complete && verdict.unexplained.length === 0 && verdict.stale.length === 0 ? 0 : 1);

import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../embedded-postgres.mjs';
import { mutants } from '../mutants.table.mjs';
import { Problem } from '../problem.mjs';
import { DOCUMENT, invariantsDocument } from './document.mjs';
import { runJest } from './jest-run.mjs';
import { allButOwn, onlyOwn, ownTests } from './own-tests.mjs';
import { keepResult, keptResults } from './results.mjs';
import { Scratch } from './scratch.mjs';

/**
 * What stands for "all other specs": the unit specs of the server, then the end-to-end ones that look at the most: the
 * other invariants, faults, the timelines, and a night on two engines at whose end each invariant is asked for.
 */
export const OTHERS = [
  { projects: ['unit'], patterns: ['src/modules/', 'src/platform/'] },
  {
    projects: ['e2e'],
    patterns: [
      'e2e/invariants/',
      'keeps-its-word',
      'keeps-the-five-timelines',
      'rings-two-at-once',
      'two-engines-share',
    ],
  },
];

/** An assertion, and not a crash, a time-out or a broken file. */
const isAssertion = ({ message }) => /expect\(|Property failed/.test(message);

const inShort = ({ name, message }) => `${name}\n${message.split('\n').slice(0, 12).join('\n')}`;

const nameOf = ({ file, name }) => `${file}: ${name}`;

export async function hunt({ root, wanted, isAlone }) {
  const [, from, to = from] = /^(\d+)(?:-(\d+))?$/.exec(wanted) ?? [];
  const isWanted = ({ invariant, mutant }) =>
    from === undefined ? mutant.includes(wanted) : invariant >= Number(from) && invariant <= Number(to);
  const chosen = mutants.filter(isWanted);
  if (chosen.length === 0) throw new Problem(`No mutant has "${wanted}" in its name.`);
  const tests = ownTests(root);
  // Named as those of the tests: what a killed run leaves behind, the next one of either removes.
  const room = mkdtempSync(join(tmpdir(), `barry-test-cluster-${process.pid}-`));
  chmodSync(room, 0o711);
  const cluster = await startPostgres({
    dataDir: join(room, 'postgres'),
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: 300 },
  });
  const scratch = new Scratch(root);
  const environment = { BARRY_TEST_CLUSTER_URL: cluster.url, RUNS: process.env.RUNS ?? '300' };
  const run = (options) => runJest(scratch.folder, { environment, ...options });
  const runOwn = (invariants) => {
    const own = tests.filter(({ invariant }) => invariants.includes(invariant));
    return run({
      projects: [...new Set(own.map(({ project }) => project))],
      files: [...new Set(own.map(({ file }) => file))],
      only: invariants.map(onlyOwn).join('|'),
      workers: 2,
    });
  };
  const survivors = [];
  const redAnyway = new Set();
  try {
    const unbroken = runOwn([...new Set(chosen.map(({ invariant }) => invariant))]);
    if (unbroken.failed.length > 0 || unbroken.ran === 0)
      throw new Problem(
        `The tests are red before anything was broken:\n${unbroken.failed.map(inShort).join('\n')}`,
      );
    console.log(`${unbroken.ran} tests of their own are green while nothing is broken`);
    if (isAlone) noteWhatIsRedAnyway();
    for (const mutant of chosen) {
      const sinceMs = performance.now();
      scratch.plant(mutant);
      const { failed, isHung } = runOwn([mutant.invariant]);
      const caughtBy = failed.filter(isAssertion).map(({ name }) => name);
      if (caughtBy.length === 0) survivors.push(mutant.mutant);
      const also = isAlone ? othersThatNotice(mutant) : undefined;
      scratch.heal(mutant);
      keepResult(root, mutant, { caughtBy, also });
      const seconds = ((performance.now() - sinceMs) / 1000).toFixed(0);
      console.log(
        [
          `${caughtBy.length > 0 ? 'caught  ' : 'SURVIVED'} ${mutant.invariant}: ${mutant.mutant} (${seconds} s)`,
          ...caughtBy.map((name) => `           ${name}`),
          ...(isHung ? ['           it hangs, and was ended'] : []),
          ...(caughtBy.length > 0 ? [] : failed.map((one) => `  no assertion: ${inShort(one)}`)),
          ...(also ? [`           others: ${also.length > 0 ? also.slice(0, 4).join('; ') : 'nobody'}`] : []),
        ].join('\n'),
      );
    }
  } finally {
    scratch.remove();
    await cluster.stop();
    rmSync(room, { recursive: true, force: true });
  }
  writeFileSync(join(root, DOCUMENT), invariantsDocument(ownTests(root), keptResults(root)));
  console.log(`${chosen.length - survivors.length} of ${chosen.length} caught; ${DOCUMENT} is written`);
  return survivors.length === 0;

  /** Such tests say nothing about a mutant. */
  function noteWhatIsRedAnyway() {
    for (const { projects, patterns } of OTHERS)
      for (const one of run({ projects, patterns, only: '', workers: 2 }).failed) {
        redAnyway.add(nameOf(one));
        console.log(`red without a mutant, and left out: ${nameOf(one)}`);
      }
  }

  /** The first of the two kinds that notices is enough to say that the own test is not the only one. */
  function othersThatNotice({ invariant }) {
    for (const { projects, patterns } of OTHERS) {
      const { failed, isHung } = run({
        projects,
        patterns,
        only: allButOwn(invariant),
        workers: 2,
        mayStop: true,
      });
      if (isHung) return ['something hangs'];
      const noticed = failed.map(nameOf).filter((name) => !redAnyway.has(name));
      if (noticed.length > 0) return noticed;
    }
    return [];
  }
}

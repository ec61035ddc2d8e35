// npm run bench [-- name …]: the table of the engine's design, as ratios of one run on this machine. Ten minutes.
import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { bootstrap, ROOT, runScript } from './bootstrap.mjs';
import { Problem } from './problem.mjs';
import { Progress } from './start/progress.mjs';

await runScript(async () => {
  const progress = new Progress();
  await bootstrap(progress);
  const { ensureBuilt } = await import('./start/build.mjs');
  await ensureBuilt(ROOT, progress, ['server']);
  const { benches } = await import('../test/bench/benches/benches.mjs');
  const { World } = await import('../test/bench/world.mjs');
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter((name) => !benches.some((bench) => bench.name === name));
  if (unknown.length > 0)
    throw new Problem(
      `No such bench: ${unknown.join(', ')}. There are: ${benches.map(({ name }) => name).join(', ')}.`,
    );
  const chosen = benches.filter(({ name, byHand }) => (wanted.length > 0 ? wanted.includes(name) : !byHand));
  const loadBefore = loadavg()[0];
  const rows = [];
  for (const bench of chosen) {
    // Each has a database and servers of its own, so that none pays for another's rows.
    const world = await World.open({ profileDir: process.env.BENCH_PROFILE });
    try {
      rows.push(...(await progress.step(bench.name, () => bench.run(world))));
    } finally {
      await world.close();
    }
  }
  show(rows);
  const machine = `${cpus()[0]?.model ?? 'unknown'}, ${availableParallelism()} cores`;
  const report = { at: new Date().toISOString(), machine, loadBefore, node: process.version, rows };
  if (wanted.length === 0)
    writeFileSync(join(ROOT, 'docs/bench.json'), `${JSON.stringify(report, null, 2)}\n`);
  console.log(`\nLoad of the machine before: ${loadBefore.toFixed(1)} on ${availableParallelism()} cores.`);
});

function show(rows) {
  const ratiosFirst = rows.toSorted((a, b) => Number(b.unit === '×') - Number(a.unit === '×'));
  const line = (...cells) =>
    console.log(cells.map((cell, i) => (i === 0 ? cell.padEnd(66) : cell.padStart(12))).join(' '));
  console.log();
  line('benchmark', 'reached', 'spread', 'must', 'aim');
  for (const { name, unit, value, low, high, must, aim, better = 'lower', missing, ...more } of ratiosFirst) {
    if (missing) {
      line(name, 'not run', '', '', '');
      console.log(`    ${missing}`);
      continue;
    }
    const reaches = (bound) => (better === 'lower' ? value <= bound : value >= bound);
    const mark = reaches(aim) ? '✓✓' : reaches(must) ? '✓' : '✗';
    const digits = unit === '×' ? 2 : value < 10 ? 1 : 0;
    const text = (number) => `${number.toFixed(digits)} ${unit}`;
    const spread = low === undefined ? '' : `${low.toFixed(digits)}–${high.toFixed(digits)}`;
    line(name, `${text(value)} ${mark}`, spread, text(must), text(aim));
    if (more.perSecond)
      console.log(
        `    ${more.perSecond.toFixed(0)}/s against ${more.againstPerSecond.toFixed(0)}/s; p50 ${more.p50.toFixed(0)} ms, p99 ${more.p99.toFixed(0)} ms; not answered 200: ${more.failed}`,
      );
    if (more.serverMsEach)
      console.log(
        `    processor time of each: server ${more.serverMsEach.toFixed(2)} ms, PostgreSQL ${more.postgresMsEach.toFixed(2)} ms`,
      );
    if (more.note) console.log(`    ${more.note}`);
  }
}

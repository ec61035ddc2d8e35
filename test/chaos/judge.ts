import { availableParallelism, loadavg } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { brokenInvariants, REAL_APART_MS } from '../harness/invariants.js';
import type { ChaosDatabase } from './barry-process.js';
import type { SimulatedPhone } from './simulated-phone.js';

/** Times are meant for a machine with nothing else to do: where more wants to run than can, it takes up to twice as long. */
export const crowding = (): number => Math.min(2, Math.max(1, (loadavg()[0] ?? 0) / availableParallelism()));

/** Until nothing is called any more. */
export async function everyCallIsOver(database: ChaosDatabase, patienceMs = 20_000): Promise<void> {
  const live = () =>
    database.query(
      `select 'call' as what, status, started_at, due_at from calls where due_at is not null
       union all select 'escalation ' || kind, status, started_at, due_at from escalations where due_at is not null`,
    );
  for (const until = Date.now() + patienceMs; ; await pause(100)) {
    const left = await live();
    if (left.length === 0) return;
    if (Date.now() > until) throw new Error(`Not over: ${JSON.stringify(left)}`);
  }
}

/** What was answered with success is there, once. */
export async function nothingLost(database: ChaosDatabase, acknowledged: readonly string[]): Promise<void> {
  const alerts = await database.query<{ title: string }>(`select title from alerts`);
  const titles = alerts.map(({ title }) => title);
  const wrong = acknowledged.filter(
    (name) => titles.filter((title) => title === `${name} is broken`).length !== 1,
  );
  expect(wrong).toEqual([]);
}

/** A device shows a revision once, none after the end of its ring, and hears a position once; no message is tried often. */
export async function nothingTwice(
  database: ChaosDatabase,
  phones: readonly SimulatedPhone[],
  mostTries = 2,
): Promise<void> {
  for (const { rung, over, positions } of phones) {
    const keys = rung.map(({ ringId, revision }) => `${ringId}/${revision}`);
    expect(new Set(keys).size).toBe(keys.length);
    const ends = new Map(over.map(({ ringId, revision }) => [ringId, revision]));
    const revived = rung.filter(({ ringId, revision }) => revision > (ends.get(ringId) ?? Infinity));
    expect(revived).toEqual([]);
    expect(new Set(positions).size).toBe(positions.length);
    expect(positions).toEqual(positions.toSorted((x, y) => x - y));
  }
  expect(await database.query(`select id, kind, tries from outbox where tries > $1`, [mostTries])).toEqual(
    [],
  );
}

export async function invariantsHold(database: ChaosDatabase): Promise<void> {
  expect(await database.atOneInstant((query) => brokenInvariants(query, 'some', REAL_APART_MS))).toEqual([]);
}

/** Every call was proved by its phone: it rang. Those that were called off at once may not have. */
export async function nobodySkipped(database: ChaosDatabase): Promise<void> {
  const calls = await database.query<{ id: string; status: string; stages: { stage: string }[] }>(
    `select id, status, stages from calls where status <> 'cancelled'`,
  );
  expect(calls.length).toBeGreaterThan(0);
  for (const call of calls) expect(call.stages.map(({ stage }) => stage)).toContain('ringing');
}

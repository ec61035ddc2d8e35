import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { answerOf, type AnyAlertSource, credentialOf, type Delivery, type Reading } from '../index.js';
import { deepFreeze, deliveryOf, RECEIVED_AT, type Recorded } from './delivery.js';
import { hostile, type HostileRequest, type Spoiling, spoilings } from './hostile-requests.js';
import { expectFit } from './fit.js';
import { onlyTheDateIs } from './spoiling.js';
import { asJson } from './well-formed.js';

/** Requests for each source; more of them, and other ones: `BARRY_FUZZ_RUNS=8000 BARRY_FUZZ_SEED=3`. */
const RUNS = Number(process.env['BARRY_FUZZ_RUNS'] ?? 150);
const SEED = Number(process.env['BARRY_FUZZ_SEED'] ?? 7);
/** The house waits so long for a reading, and nothing else of it runs meanwhile. */
const BOUND_MS = 1_000;
const TRIES = 3;
const LIMIT_MS = 60_000 + RUNS * 200;
/** What is late is late each time that a smaller request is looked for: the smallest until then is told. */
const SEARCH_MS = LIMIT_MS - 20_000;

interface Recording extends Recorded {
  readonly options?: object | undefined;
}

/** What a source is sent that nobody meant: its own recordings and those of all others, spoilt. */
export function alertSourceFuzz(source: AnyAlertSource, folder: string, own: readonly Recording[]): void {
  const foreign = othersOf(folder);
  const mine = own.filter((one) => deliveryOf(source, one).route.kind === 'signals');
  const pool = mine.length > 0 ? mine : [{ body: source.sample }];
  /** One in five is what another system sends. */
  const recordingOf = ({ which }: Spoiling): Recording =>
    which % 5 === 0 && foreign.length > 0
      ? (foreign[which % foreign.length] ?? {})
      : (pool[which % pool.length] ?? {});
  const requestOf = (spoiling: Spoiling): HostileRequest => hostile(recordingOf(spoiling), spoiling);
  const deliveryFor = (request: HostileRequest) => {
    const { delivery, route } = deliveryOf(source, request);
    return { route, delivery: deepFreeze(delivery) };
  };

  it(
    'takes whatever is sent: never throws, is never late, says nothing that cannot be kept, changes nothing, says it again',
    async () => {
      await fc.assert(
        fc.asyncProperty(spoilings, async (spoiling) => {
          const recording = recordingOf(spoiling);
          const { route, delivery } = deliveryFor(hostile(recording, spoiling));
          const options: unknown = source.options.parse(recording.options ?? {});
          const before = Buffer.from(delivery.rawBody);

          onlyTheDateIs('2001-01-01');
          const reading = await inTime(() => source.read(delivery, options));
          expectFit(reading, delivery.rawBody.length);
          const key = credentialOf(route, delivery);
          expect(['string', 'undefined']).toContain(typeof key);
          await expectAnswers(source, delivery, options);
          expect(before.equals(delivery.rawBody)).toBe(true);
          expect(Object.hasOwn(Object.prototype, 'isSpoilt')).toBe(false);

          onlyTheDateIs('2037-12-31');
          expect(written(await source.read(delivery, options))).toBe(written(reading));
        }),
        { numRuns: RUNS, seed: SEED, interruptAfterTimeLimit: SEARCH_MS, markInterruptAsFailure: true },
      );
    },
    LIMIT_MS,
  );

  if (source.verify) {
    it(
      'believes nothing of what it is sent unproved, and says so without throwing',
      async () => {
        const names = secretNames(source);
        const host = { certificate: () => Promise.reject(new Error('no such certificate')) };
        const options: unknown = source.options.parse(
          Object.fromEntries(names.map((name) => [name, 's3cret-value'])),
        );
        await fc.assert(
          fc.asyncProperty(spoilings, async (spoiling) => {
            const { delivery } = deliveryFor(requestOf(spoiling));
            expect(await source.verify?.(delivery, options, host)).toBe(false);
          }),
          { numRuns: Math.ceil(RUNS / 3), seed: SEED },
        );
      },
      LIMIT_MS,
    );
  }
}

const written = (reading: Reading): string => JSON.stringify(asJson(reading));

/** Of this thread's own work: whoever else works on the machine costs a source nothing. Slow once may be the collector. */
async function inTime(read: () => Reading | Promise<Reading>): Promise<Reading> {
  for (let left = TRIES; ; left -= 1) {
    const from = process.threadCpuUsage();
    const reading = await read();
    const { user, system } = process.threadCpuUsage(from);
    const tookMs = (user + system) / 1000;
    if (tookMs < BOUND_MS) return reading;
    if (left === 1) throw new Error(`it took ${Math.round(tookMs)} ms to read`);
  }
}

/** Whatever it was, its sender hears something that HTTP can carry. */
async function expectAnswers(source: AnyAlertSource, delivery: Delivery, options: unknown): Promise<void> {
  const base = { deliveryId: 'd-1', receivedAt: RECEIVED_AT, duplicate: false, results: [] };
  for (const outcome of [
    base,
    { ...base, problem: { kind: 'unreadable' as const, issues: ['body: wrong'] } },
    { ...base, problem: { kind: 'bad-key' as const } },
    { ...base, problem: { kind: 'not-json' as const } },
  ]) {
    const answer = source.respond?.(outcome, delivery) ?? answerOf(outcome);
    expect(answer.status >= 200 && answer.status < 600).toBe(true);
    for (const value of Object.values(answer.headers ?? {})) expect(value).not.toMatch(/[\r\n\0]/);
    expect((JSON.stringify(answer.body) ?? '').length).toBeLessThan(
      // Some say the key that they were given again.
      64 * 1024 + 6 * delivery.rawBody.length,
    );
  }
  if (source.verify) {
    const host = { certificate: () => Promise.reject(new Error('no such certificate')) };
    expect(typeof (await source.verify(delivery, options, host))).toBe('boolean');
  }
}

/** The recordings and samples of the sources beside it. */
function othersOf(folder: string): readonly Recording[] {
  const beside = join(folder, '..');
  return readdirSync(beside).flatMap((name) =>
    [join(beside, name, 'fixtures'), join(beside, name, 'fixtures/samples')].flatMap((place) =>
      existsSync(place)
        ? readdirSync(place)
            .filter((file) => file.endsWith('.json') && file !== 'expected.json')
            .map((file): Recording => {
              const said = JSON.parse(readFileSync(join(place, file), 'utf8')) as Recording;
              if (place.endsWith('samples')) return { body: said };
              return { body: said.body, ...(said.rawBody === undefined ? {} : { rawBody: said.rawBody }) };
            })
        : [],
    ),
  );
}

const secretNames = (source: AnyAlertSource): readonly string[] => {
  const form = z.toJSONSchema(source.options, { io: 'input' }) as {
    properties?: Record<string, { writeOnly?: boolean }>;
  };
  return Object.entries(form.properties ?? {}).flatMap(([name, field]) => (field.writeOnly ? [name] : []));
};

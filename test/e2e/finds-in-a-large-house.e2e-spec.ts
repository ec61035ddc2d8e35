import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SearchIndex } from '../../src/modules/search/index.js';
import { makeWorld, type World } from '../harness/world.js';
import { readPairs } from '../quality/pairs.js';

/** A hundredth of what is promised; `npm run prove -- search` takes all of it. */
const INCIDENTS = Number(process.env['BARRY_SEARCH_INCIDENTS'] ?? 1_000);
const COMMENTS = INCIDENTS * 10;
const ROUNDS = 20;
const FILL_MS = 60_000 + COMMENTS * 6;

/** Of the pairs of the quality set: each is as rare as its place in the list, as words of people are. */
const vocabulary = [
  ...new Set(
    readPairs().flatMap(({ now, past, nearMisses }) =>
      [now, past, ...nearMisses].flatMap(({ title, text }) =>
        `${title} ${text ?? ''}`.split(/\s+/).filter(Boolean),
      ),
    ),
  ),
];

const p = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

describe(`search among ${INCIDENTS} incidents and ${COMMENTS} comments`, () => {
  let world: World;

  beforeAll(async () => {
    world = await makeWorld();
    const { house, teamId } = world;
    const words = (count: string): string =>
      `(select string_agg(($1::text[])[1 + floor(power(random(), 3) * ${vocabulary.length})::int], ' ')
        from generate_series(1, ${count}) where n >= 0)`;
    await house.query(`select setseed(0.5)`);
    await house.query(
      `insert into incidents (id, title, status, severity, team_id, opened_by_name, started_at, created_at, last_word_at)
       select gen_random_uuid(), ${words('6')}, case when n % 50 = 0 then 'open' else 'resolved' end, 'high', $2, 'Aoi',
         at, at, at
       from (select n, $3::timestamptz - n * interval '7 minutes' as at from generate_series(1, ${INCIDENTS}) n) made`,
      [vocabulary, teamId, house.clock.now()],
    );
    await house.query(
      `insert into comments (id, incident_id, user_name, text, created_at)
       select gen_random_uuid(), id, 'Ben', ${words('25')}, created_at + n * interval '1 minute'
       from incidents cross join generate_series(1, 10) n`,
      [vocabulary],
    );
    const index = house.get(SearchIndex);
    await index.rebuild();
    await index.catchUp();
    await house.query('analyze');
  }, FILL_MS);
  afterAll(() => world.house.stop());

  /** Milliseconds each took, sorted. */
  async function timesOf(path: (round: number) => string): Promise<readonly number[]> {
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const from = performance.now();
      await world.house.ok('GET', path(round), undefined, world.admin.token);
      times.push(performance.now() - from);
    }
    return times.sort((a, b) => a - b);
  }
  const wordAt = (share: number, round: number): string =>
    vocabulary[(Math.floor(vocabulary.length * share) + round * 7) % vocabulary.length] ?? '';

  it('answers, and prints how long it took beside asking for one incident', async () => {
    const ids = await world.house.query<{ id: string }>(
      `select id from incidents order by id limit ${ROUNDS}`,
    );
    const asked = (query: string): string => `/search?query=${encodeURIComponent(query)}`;
    const one = await timesOf((round) => `/incidents/${ids[round]?.id}`);
    const table = {
      'a frequent word': await timesOf((round) => asked(wordAt(0, round % 5))),
      'a rare word': await timesOf((round) => asked(wordAt(0.8, round))),
      'two words': await timesOf((round) => asked(`${wordAt(0.01, round)} ${wordAt(0.1, round)}`)),
      'a mistake': await timesOf((round) => asked(`xq${wordAt(0.5, round)}`)),
      'words and filters': await timesOf((round) =>
        asked(`${wordAt(0.05, round)} status:open kind:incident`),
      ),
      'similar to an incident': await timesOf((round) => `/incidents/${ids[round]?.id}/similar`),
    };
    for (const [name, times] of Object.entries(table))
      process.stdout.write(
        `${name}: p50 ${p(times, 0.5).toFixed(1)} ms, p95 ${p(times, 0.95).toFixed(1)} ms, ` +
          `p95 ${(p(times, 0.95) / p(one, 0.95)).toFixed(1)}x of one incident\n`,
      );
    expect(Object.values(table).every((times) => times.length === ROUNDS)).toBe(true);
    const { hits } = await world.house.ok('GET', asked(wordAt(0, 0)), undefined, world.admin.token);
    expect(hits.length).toBe(50);
  }, 300_000);
});

import { brokenInvariants, lateness, type Query } from '../harness/invariants.js';
import type { Monitor } from './monitor.js';
import type { Providers, Taken } from './outside.js';
import type { People, Somebody } from './people.js';
import type { Requests } from './requests.js';
import type { Scenario } from './scenario.js';

export interface Judged {
  readonly look: Query;
  readonly scenario: Scenario;
  readonly deaths: number;
  readonly stoodStill: number;
  readonly everybody: readonly Somebody[];
  readonly people: People;
  readonly monitor: Monitor;
  readonly providers: Providers;
  readonly requests: Requests;
  readonly hasEnded: boolean;
  readonly startMs: number;
}

/** Two clocks, each a little wrong, and the time that a statement takes. */
const APART_MS = 300;
/** A clock that was moved between two samples is wrong by that as well. */
const MOVED_MS = 200;
const LEASE_MS = 5_000;
/** Of a hundred; a provider that is busier may be busy until nobody wants to be told any more. */
const OFTEN_BUSY = 50;
/** From the answer to "what became of it?" to the call. */
const ASKED_FOR_MS = 500;

interface Message {
  readonly id: string;
  readonly kind: string;
  readonly expires: number;
  readonly done: number | null;
  /** Of the ring that it stood for. */
  readonly ended: number | null;
}

/** What was promised and not kept, in words; an empty list is what everybody wants to see. */
export async function judge(given: Judged): Promise<readonly string[]> {
  const { look, hasEnded, scenario } = given;
  const apartMs = APART_MS + (scenario.moments.some(({ what }) => what === 'step') ? 2 * MOVED_MS : 0);
  return [
    ...(hasEnded ? [] : ['22 the world has not come to its end']),
    ...(await brokenInvariants(look, scenario.trouble === 'none' ? 'none' : 'some', apartMs)),
    ...(await sends(given, apartMs)),
    ...(await revisions(given)),
    ...(await unheard(given, apartMs)),
    ...(await screens(given, apartMs)),
    ...(await alerts(given)),
    ...(await taken(given)),
    ...(await timers(given, apartMs)),
    ...(await repairs(given)),
    ...(await touched(given)),
    ...(scenario.trouble === 'none' ? given.requests.failures.map((one) => `a request failed: ${one}`) : []),
  ];
}

const isCalm = ({ trouble }: Scenario): boolean => trouble === 'none' || trouble === 'providers';

/** 5, 8, 9, 24: by the logs of the providers. */
async function sends(
  { look, scenario, providers, deaths, stoodStill }: Judged,
  apartMs: number,
): Promise<readonly string[]> {
  const rows = await look<Message>(
    `select o.id, o.kind, (extract(epoch from o.expires_at) * 1000)::float8 as expires,
       (extract(epoch from o.done_at) * 1000)::float8 as done, (extract(epoch from r.ended_at) * 1000)::float8 as ended
     from outbox o left join ring_sessions r on r.id = o.ring_id and o.kind in ('ring', 'update')`,
  );
  const messages = new Map(rows.map((row) => [row.id, row]));
  const mishaps = deaths + scenario.mishaps.length + stoodStill;
  // Only who stood still between the last look at a message and its way out may be late with it.
  const late = stoodStill > 0 ? LEASE_MS : 0;
  const broken: string[] = [];
  for (const [id, list] of Map.groupBy(providers.taken, ({ requestId }) => requestId)) {
    const message = messages.get(id);
    const unheard = list.filter(({ isHeard }) => !isHeard).length;
    if (list.length > 1 + unheard + mishaps)
      broken.push(`8 a ${list[0]?.kind} was taken ${list.length} times`);
    if (isDialledAgain(list, ASKED_FOR_MS + late))
      broken.push('8 a telephone was dialled again although its provider knew of the first call');
    for (const one of list) {
      if (!message) broken.push(`8 a ${one.kind} that nobody has decided`);
      else if (one.askedAt > message.expires + apartMs)
        broken.push(`9 a ${one.kind} left ${seconds(one.askedAt - message.expires)} after it had expired`);
      else if (message.ended !== null && one.askedAt > message.ended + apartMs + late)
        broken.push(`9 a ${one.kind} left ${seconds(one.askedAt - message.ended)} after its ring was over`);
    }
  }
  for (const { kind, done, expires } of rows)
    if (done !== null && done > expires + LEASE_MS + apartMs && mishaps <= 1)
      broken.push(`24 a ${kind} was in the outbox ${seconds(done - expires)} after it had expired`);
  return broken;
}

/** Whoever tries a call again asks first what became of it, and a provider that cannot say is not asked to dial. */
function isDialledAgain(list: readonly Taken[], withinMs: number): boolean {
  const [first, ...others] = list.filter(({ kind }) => kind === 'phone');
  return first !== undefined && others.some(({ askedAt }) => askedAt > first.takenAt + withinMs);
}

/** 7: each change of a ring is a revision of its own; of two that wrote the same one, a device hears only the first. */
async function revisions({ look }: Judged): Promise<readonly string[]> {
  const rows = await look<{ revision: string; times: number }>(
    `select params ->> 'revision' as revision, count(*)::int as times from event_log where kind = 'ring.changed'
     group by ring_id, 1 having count(*) > 1`,
  );
  return rows.map(({ revision, times }) => `7 revision ${revision} of a ring was made ${times} times`);
}

/** 12: nobody counts as having rung out whom no provider was ready to ring. */
async function unheard({ look, providers }: Judged, apartMs: number): Promise<readonly string[]> {
  const rows = await look<{ id: string; ended: number; messages: readonly string[] }>(
    `select c.id, (extract(epoch from c.ended_at) * 1000)::float8 as ended, array(
       select o.id from ring_session_calls s join outbox o on o.ring_id = s.ring_id and o.revision >= s.from_revision
         where s.call_id = c.id and o.kind in ('ring', 'update')
       union all select o.id from outbox o where o.call_id = c.id and o.kind = 'phone')::text[] as messages
     from calls c where c.status = 'ended' and c.state ->> 'endReason' = 'rang-out'`,
  );
  const at = new Map<string, Taken>();
  for (const one of providers.taken) if (!at.has(one.requestId)) at.set(one.requestId, one);
  return rows
    .filter(
      ({ ended, messages }) => !messages.some((id) => (at.get(id)?.takenAt ?? Infinity) <= ended + apartMs),
    )
    .map(() => `12 somebody rang out without having been rung`);
}

/** 5, 8: by what the devices have shown. */
async function screens({ look, people, scenario }: Judged, apartMs: number): Promise<readonly string[]> {
  const rows = await look<{ id: string; ended: number | null }>(
    `select id, (extract(epoch from ended_at) * 1000)::float8 as ended from ring_sessions`,
  );
  const endOf = new Map(rows.map(({ id, ended }) => [id, ended]));
  const seen = new Set<string>();
  const broken: string[] = [];
  const toldWithin = scenario.trouble === 'none' ? 2_000 : 15_000;
  for (const { name, ringId, revision, until } of people.rung) {
    const key = `${name}/${ringId}/${revision}`;
    if (seen.has(key)) broken.push(`8 ${name} was shown a revision twice`);
    seen.add(key);
    const ended = endOf.get(ringId);
    if (ended === undefined) broken.push(`8 ${name} was shown a ring that there is not`);
    const rangUntil = Math.min(until, people.stopped.get(`${name}/${ringId}`) ?? Infinity);
    // A provider in trouble may lose the word that it is over; the device stops by itself.
    if (
      ended &&
      rangUntil > ended + toldWithin + apartMs &&
      scenario.moods.broken + scenario.moods.throws === 0 &&
      scenario.moods.busy <= OFTEN_BUSY
    )
      broken.push(`5 ${name} rang for ${seconds(rangUntil - ended)} after it was over`);
  }
  return broken;
}

/** 14, 15: what was answered 2xx is there, once, and counted. */
async function alerts({ look, monitor }: Judged): Promise<readonly string[]> {
  const rows = await look<{ title: string; alerts: number; count: number }>(
    `select labels ->> 'alertname' as title, count(*)::int as alerts, sum(count)::int as count from alerts group by 1`,
  );
  const found = new Map(rows.map((row) => [row.title, row]));
  return [...monitor.tried].flatMap(([name, tried]) => {
    const answered = monitor.taken.get(name) ?? 0;
    const { count = 0 } = found.get(name) ?? {};
    if (count < Math.min(answered, 1)) return [`14 ${name} was taken and is not there`];
    return count < answered || count > tried
      ? [`15 ${name} was answered ${answered} times, sent ${tried} times and counted ${count} times`]
      : [];
  });
}

/** 4: who was told that they have taken it, has. */
async function taken({ look, people }: Judged): Promise<readonly string[]> {
  const broken: string[] = [];
  for (const { ringId, userId } of people.accepted) {
    const rows = await look(
      `select 1 as one from ring_session_calls s join calls c on c.id = s.call_id
         join escalations e on e.id = c.escalation_id
       where s.ring_id = $1 and c.user_id = $2 and c.status = 'accepted'
         and e.run -> 'acceptances' @> jsonb_build_array(jsonb_build_object('userId', $2::text))`,
      [ringId, userId],
    );
    if (rows.length === 0) broken.push('4 somebody was told that they have taken it, and it is not written');
  }
  return broken;
}

/** 23: a second where all is well, five where somebody has died. */
async function timers(
  { look, scenario, deaths, stoodStill }: Judged,
  apartMs: number,
): Promise<readonly string[]> {
  const worst = Math.max(0, ...(await lateness(look)));
  const bound = isCalm(scenario)
    ? 1_000
    : 5_000 + 1_500 * (Math.max(scenario.mishaps.length, deaths) + stoodStill);
  return worst > bound + apartMs ? [`23 a timer was ${seconds(worst)} late`] : [];
}

/** 27: without faults nothing had to be set right. */
async function repairs({ look, scenario }: Judged): Promise<readonly string[]> {
  if (!isCalm(scenario)) return [];
  const rows = await look<{ code: string }>(
    `select distinct code from engine_findings where is_repaired or code in ('backstop-fired', 'row-failed')`,
  );
  return rows.map(({ code }) => `27 the auditor had to act: ${code}`);
}

/** 17: a stale lease changes nothing. */
async function touched({ look }: Judged): Promise<readonly string[]> {
  const rows = await look<{ was: string; became: string }>(`select was, became from base.touched`);
  return rows.map(({ was, became }) => `17 a message that was ${was} became ${became} once more`);
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

import { type Call, type CallLogRow, newCall } from '../../src/modules/escalation/call.state.js';
import {
  type LogRow,
  newRun,
  type Run,
  type RunKind,
} from '../../src/modules/escalation/escalation.state.js';
import type { Severity } from '../../src/modules/escalation/policy.js';
import { replay, replayCall } from '../../src/modules/escalation/replay.rules.js';
import { kernelPolicy } from '../../src/modules/escalation/snapshots.rules.js';
import type { PolicySnapshot } from '../../src/modules/policies/index.js';

export type Query = <Row extends object>(sql: string, parameters?: readonly unknown[]) => Promise<Row[]>;

const FINAL = `('accepted', 'exhausted', 'resolved', 'cancelled')`;
const OVER = `('accepted', 'declined', 'ended', 'cancelled')`;

/** A person has meddled. */
function event(kind: string, escalation: string): string {
  return `select 1 from escalation_log m where m.escalation_id = ${escalation} and m.event ->> 'kind' = '${kind}'`;
}

/** `$1` is how far the clocks of the replicas may be apart. Numbered as in the engine's design; each query gives the rows that break its rule. */
const RULES: Readonly<Record<string, string>> = {
  '1 a live escalation has one timer, a final one none': `
    select id from escalations where (status in ${FINAL}) <> (due_at is null)`,
  '1 a live call has one timer, a final one none': `
    select id from calls where (status in ${OVER}) <> (due_at is null)`,
  '1 no call outlives its escalation': `
    select c.id from calls c join escalations e on e.id = c.escalation_id
    where e.due_at is null and c.due_at is not null`,
  '2 one live ordinary escalation per team and group': `
    select team_id, group_key from escalations where is_ordinary and due_at is not null
    group by team_id, group_key having count(*) > 1`,
  '3 one log row per version of an escalation, gapless': `
    select e.id, e.version from escalations e left join escalation_log l on l.escalation_id = e.id
    group by e.id having count(l.version) <> e.version or max(l.version) <> e.version or min(l.version) <> 1`,
  '3 one log row per version of a call, gapless': `
    select c.id, c.version from calls c left join call_log l on l.call_id = c.id
    group by c.id having count(l.version) <> c.version or max(l.version) <> c.version or min(l.version) <> 1`,
  '4 no more acceptances than needed': `
    select id from escalations where jsonb_array_length(run -> 'acceptances') > (run ->> 'needed')::int`,
  // By versions, not by times: who waits for a row has looked at the clock before.
  '4 no new call after the end': `
    select escalation_id, version from escalation_log
    where from_status in ${FINAL} and notes @> '[{"code": "person-called"}]'`,
  '6 a call is there once': `
    select escalation_id, cycle, step, user_id, try from calls group by 1, 2, 3, 4, 5 having count(*) > 1`,
  '7 one live ring per device': `
    select device_id from ring_sessions where ended_at is null group by device_id having count(*) > 1`,
  '8 one outbox row per key': `select key from outbox group by key having count(*) > 1`,
  '9 nothing was sent for a ring that was over': `
    select o.id from outbox o join ring_sessions r on r.id = o.ring_id
    where o.kind in ('ring', 'update', 'test') and o.state = 'done' and o.created_at > r.ended_at + $1::interval`,
  '10 nobody has two live calls in one escalation': `
    select a.id from calls a join calls b on a.escalation_id = b.escalation_id and a.user_id = b.user_id and a.id < b.id
    where a.started_at < coalesce(b.ended_at, 'infinity') - $1::interval
      and b.started_at < coalesce(a.ended_at, 'infinity') - $1::interval`,
  '10 no call starts while as many of its step are being called as may be at once': `
    select c.id from calls c join escalations e on e.id = c.escalation_id
    where (e.run -> 'policy' -> 'steps' -> (c.step - 1) ->> 'simultaneous')::int between 1 and (
      select count(*) from calls o where o.escalation_id = c.escalation_id and o.cycle = c.cycle and o.step = c.step
        and (o.started_at < c.started_at - $1::interval or (o.started_at = c.started_at and o.id < c.id))
        and coalesce(o.ended_at, 'infinity') > c.started_at + $1::interval)
      and not exists (${event('targetsAdded', 'c.escalation_id')})`,
  '10 nobody is called who was no candidate of the step': `
    select c.id from calls c where not exists (select 1 from escalation_log l
        where l.escalation_id = c.escalation_id and l.candidates -> (c.step - 1) @> jsonb_build_array(
          jsonb_build_object('userId', c.user_id)))
      and not exists (${event('targetsAdded', 'c.escalation_id')})`,
  '11 no step begins before the one before it is over': `
    select b.id from calls a join calls b on b.escalation_id = a.escalation_id and b.cycle = a.cycle and b.step > a.step
    where coalesce(a.ended_at, 'infinity') > b.started_at + $1::interval
      and not exists (${event('skipStep', 'a.escalation_id')})
      and not exists (${event('targetsAdded', 'a.escalation_id')})`,
  '12 who rang out rang the whole time': `
    select id from calls where status = 'ended' and state ->> 'endReason' = 'rang-out'
      and ended_at - started_at < (state ->> 'ringSeconds')::int * interval '1 second' - $1::interval`,
  '14 every alert has an escalation or a reason': `
    select id from alert_routes where escalation_id is null and reason is null and urgency = 'ring'`,
  '15 one firing alert per key': `
    select integration_id, dedup_key from alerts where status = 'firing' group by 1, 2 having count(*) > 1`,
  '17 what has left is held by nobody': `
    select id, state from outbox where state <> 'waiting' and lease_token is not null and state <> 'dropped'`,
  '18 the log goes forward': `
    select id, version from (
      select escalation_id as id, version, at, lag(at) over (partition by escalation_id order by version) as before
        from escalation_log
      union all select call_id, version, at, lag(at) over (partition by call_id order by version) from call_log) l
    where at < before - $1::interval`,
  '20 whose ring was not proved was telephoned, or it is written that there is no telephone': `
    select id from calls where status = 'ended' and state ->> 'endReason' = 'rang-out'
      and not exists (select 1 from jsonb_array_elements(state -> 'devices') d
        where d ->> 'proof' = 'strong' and d ->> 'stage' in ('ringing', 'answered', 'declined', 'accepted'))
      and (state -> 'phone' ->> 'state' = 'idle'
        or (state -> 'phone' ->> 'state' = 'absent' and not (state ->> 'noPhone')::boolean))`,
  '21 who rang out was tried by some channel': `
    select id from calls c where status = 'ended' and state ->> 'endReason' = 'rang-out'
      and not exists (select 1 from ring_session_calls s join outbox o on o.ring_id = s.ring_id
        where s.call_id = c.id and o.kind in ('ring', 'update') and o.revision >= s.from_revision)
      and not exists (select 1 from outbox o where o.call_id = c.id and o.kind = 'phone')`,
  '22 exhausted is not the end': `
    select e.id from escalations e where e.status = 'exhausted' and e.kind in ('first', 'last-resort')
      and not exists (select 1 from escalations n where n.parent_id = e.id)`,
};

/** What no fault-free run may show either. */
const WITHOUT_FAULTS: Readonly<Record<string, string>> = {
  '8 every message was tried once': `select id, kind, tries from outbox where tries > 1`,
};

/** Of real processes: their clocks, and how long a decision may have waited for its rows. */
export const REAL_APART_MS = 1_250;

/** Every broken rule with the rows that break it; an empty list is what a test wants to see. */
export async function brokenInvariants(
  query: Query,
  faults: 'none' | 'some' = 'none',
  apartMs = 0,
): Promise<string[]> {
  const rules = faults === 'none' ? { ...RULES, ...WITHOUT_FAULTS } : RULES;
  const broken: string[] = [];
  for (const [name, sql] of Object.entries(rules)) {
    const rows = await query(sql, sql.includes('$1') ? [`${apartMs} milliseconds`] : []);
    if (rows.length > 0) broken.push(`${name}: ${rows.length}, e.g. ${JSON.stringify(rows[0])}`);
  }
  return [...broken, ...(await unlikeTheirLog(query))];
}

/** How late each timer was, in milliseconds, by the log alone. */
export async function lateness(query: Query): Promise<readonly number[]> {
  const late: number[] = [];
  await unlikeTheirLog(query, late);
  return late;
}

/** 3: the log alone gives the row. */
async function unlikeTheirLog(query: Query, late: number[] = []): Promise<string[]> {
  const broken: string[] = [];
  const runs = await query<StoredRun>(
    `select e.id, e.kind, e.snapshot, e.run, coalesce(n.severity, e.severity) as severity from escalations e
     left join lateral (select params ->> 'severity' as severity from event_log
       where escalation_id = e.id and kind = 'escalation.started' limit 1) n on true`,
  );
  for (const row of runs) {
    const log = await query<LogRow>(
      `select version, (extract(epoch from at) * 1000)::float8 as at, event, candidates, from_status as from,
         to_status as to, notes from escalation_log where escalation_id = $1 order by version`,
      [row.id],
    );
    const { kind, run } = row;
    const first = newRun(kernelPolicy(row.snapshot), row.severity, {
      kind,
      round: run.round,
      requester: run.requester,
    });
    late.push(...latenessIn(log, (before) => replay(before, first).dueAt));
    if (!isSame(replay(log, first), run)) broken.push(`3 replay of escalation ${row.id} gives another row`);
  }
  const calls = await query<{ id: string; state: Call }>(`select id, state from calls`);
  for (const { id, state } of calls) {
    const log = await query<CallLogRow>(
      `select version, (extract(epoch from at) * 1000)::float8 as at, event, from_status as from,
         to_status as to, notes from call_log where call_id = $1 order by version`,
      [id],
    );
    const first = newCall({ ...state, phone: state.phone.state === 'absent' ? 'absent' : 'idle' });
    late.push(...latenessIn(log, (before) => replayCall(before, first).dueAt));
    if (!isSame(replayCall(log, first), state)) broken.push(`3 replay of call ${id} gives another row`);
  }
  return broken;
}

function latenessIn<Row extends LogRow | CallLogRow>(
  log: readonly Row[],
  dueAfter: (before: readonly Row[]) => number | null,
): readonly number[] {
  // A decision may find that something is due since before it.
  return log.flatMap((row, index) =>
    row.event.kind === 'due'
      ? [row.at - Math.max(dueAfter(log.slice(0, index)) ?? row.at, log[index - 1]?.at ?? 0)]
      : [],
  );
}

interface StoredRun {
  readonly id: string;
  readonly kind: RunKind;
  readonly snapshot: PolicySnapshot;
  readonly run: Run;
  readonly severity: Severity;
}

/** As JSON: fields in any order, and none that is undefined. */
const isSame = (a: unknown, b: unknown): boolean => ordered(a) === ordered(b);
const ordered = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

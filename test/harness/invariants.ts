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

/** Numbered as in the engine's design; each query gives the rows that break its rule. */
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
    where o.kind in ('ring', 'update', 'test') and o.state = 'done' and o.created_at > r.ended_at`,
  '10 nobody has two live calls in one escalation': `
    select a.id from calls a join calls b on a.escalation_id = b.escalation_id and a.user_id = b.user_id and a.id < b.id
    where a.started_at < coalesce(b.ended_at, 'infinity') and b.started_at < coalesce(a.ended_at, 'infinity')`,
  '12 who rang out rang the whole time': `
    select id from calls where status = 'ended' and state ->> 'endReason' = 'rang-out'
      and ended_at - started_at < (state ->> 'ringSeconds')::int * interval '1 second'`,
  '14 every alert has an escalation or a reason': `
    select id from alert_routes where escalation_id is null and reason is null and urgency = 'ring'`,
  '15 one firing alert per key': `
    select integration_id, dedup_key from alerts where status = 'firing' group by 1, 2 having count(*) > 1`,
};

/** What no fault-free run may show either. */
const WITHOUT_FAULTS: Readonly<Record<string, string>> = {
  '8 every message was tried once': `select id, kind, tries from outbox where tries > 1`,
};

/** Every broken rule with the rows that break it; an empty list is what a test wants to see. */
export async function brokenInvariants(query: Query, faults: 'none' | 'some' = 'none'): Promise<string[]> {
  const rules = faults === 'none' ? { ...RULES, ...WITHOUT_FAULTS } : RULES;
  const broken: string[] = [];
  for (const [name, sql] of Object.entries(rules)) {
    const rows = await query(sql);
    if (rows.length > 0) broken.push(`${name}: ${rows.length}, e.g. ${JSON.stringify(rows[0])}`);
  }
  return [...broken, ...(await unlikeTheirLog(query))];
}

/** 3: the log alone gives the row. */
async function unlikeTheirLog(query: Query): Promise<string[]> {
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
    if (!isSame(replay(log, first), run)) broken.push(`3 replay of escalation ${row.id} gives another row`);
  }
  const calls = await query<{ id: string; state: Call }>(`select id, state from calls`);
  for (const { id, state } of calls) {
    const log = await query<CallLogRow>(
      `select version, (extract(epoch from at) * 1000)::float8 as at, event, from_status as from,
         to_status as to, notes from call_log where call_id = $1 order by version`,
      [id],
    );
    const phone = state.phone.state === 'absent' ? 'absent' : 'idle';
    if (!isSame(replayCall(log, newCall({ ...state, phone })), state))
      broken.push(`3 replay of call ${id} gives another row`);
  }
  return broken;
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

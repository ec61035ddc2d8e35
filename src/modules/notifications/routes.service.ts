import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Chores } from '../../platform/clock/chores.js';
import { Transaction } from '../../platform/database/transaction.js';
import { EventLog } from '../../platform/events/event-log.js';
import { type Attempt, judged, type RouteReason, type RouteState, WINDOW } from './route.rules.js';

const EVERY_MS = 2_000;
const LOOK_BACK_MS = 30 * 60_000;
/** Distrust for which there is no news is given up after this, or a route that nobody uses would keep it for ever. */
const HELD_MS = 24 * 3_600_000;
/** By then a telephone rings, or another channel is tried. */
const PROOF_MS = 8_000;

/** What it means for a call. */
export type Distrust = 'degraded' | 'open';

interface AttemptRow {
  readonly route: string;
  readonly user_id: string;
  readonly state: 'done' | 'failed';
  readonly is_fault: boolean;
  readonly has_rung: boolean;
  readonly is_canary: boolean;
}

export interface RouteView {
  readonly route: string;
  readonly state: RouteState;
  readonly because: RouteReason;
  readonly since: Date;
  readonly attempts: number;
  readonly rang: number;
  readonly failed: number;
}

/** How pushes that a device answers for are named: what fails together. */
export const routeOf = (instance: string, variant: string): string => `${instance}/${variant}`;

/**
 * Watches whether each provider still makes telephones ring. A route that does not is not left out: the telephone is
 * called together with it. Judged by whichever replica comes first, kept as rows, read with each call that starts.
 */
@Injectable()
export class Routes implements OnModuleInit {
  constructor(
    private readonly transaction: Transaction,
    private readonly chores: Chores,
    private readonly events: EventLog,
  ) {}

  onModuleInit(): void {
    this.chores.add({ name: 'routes', everyMs: EVERY_MS, run: (now) => this.judge(now) });
  }

  /** Those that are not trusted now, and how little. One that is probed is treated with care. */
  async distrusted(): Promise<ReadonlyMap<string, Distrust>> {
    const rows = await this.transaction.query<{ route: string; state: Distrust }>(
      `select route, case state when 'half-open' then 'degraded' else state end as state from provider_routes where state <> 'closed'`,
      [],
      'ring',
    );
    return new Map(rows.map(({ route, state }) => [route, state]));
  }

  /** The device has proved that pushes of this ring have come through. Joins the transaction that runs. */
  async proved(ringId: string, deviceId: string, at: Date): Promise<void> {
    await this.transaction.query(
      `update outbox set proved_at = $3 where ring_id = $1 and device_id = $2 and kind = 'ring'
         and route is not null and proved_at is null`,
      [ringId, deviceId, at],
      'ring',
    );
  }

  async list(): Promise<readonly RouteView[]> {
    return this.transaction.query<RouteView>(
      `select route, state, because, since, attempts, rang, failed from provider_routes order by route`,
      [],
      'reports',
    );
  }

  async judge(now: Date): Promise<void> {
    const byRoute = Map.groupBy(await this.attempts(now), ({ route }) => route);
    const known = new Map((await this.list()).map((one) => [one.route, one]));
    const next = [...new Set([...known.keys(), ...byRoute.keys()])].map((route) => {
      const attempts = (byRoute.get(route) ?? []).map(attemptOf);
      const before = known.get(route);
      const isRecent = before !== undefined && now.getTime() - before.since.getTime() < HELD_MS;
      const { state, because } = judged(attempts, isRecent ? before : undefined);
      const count = (became: Attempt['became']): number => attempts.filter((a) => a.became === became).length;
      return {
        route,
        state,
        because,
        since: before?.state === state ? before.since : now,
        attempts: attempts.length,
        rang: count('rang'),
        failed: count('failed') + count('fault'),
      };
    });
    // As a rule nothing has been sent since the last look: what stands there stands.
    const moved = next.filter((one) => !isSame(one, known.get(one.route)));
    if (moved.length === 0) return;
    const changed = moved.filter(({ route, state }) => (known.get(route)?.state ?? 'closed') !== state);
    await this.transaction.run(async () => {
      await this.transaction.query(
        `insert into provider_routes (route, state, because, since, attempts, rang, failed)
         select route, state, because, since, attempts, rang, failed from jsonb_to_recordset($1::jsonb)
           as given(route text, state text, because text, since timestamptz, attempts int, rang int, failed int)
         on conflict (route) do update set state = excluded.state, because = excluded.because,
           since = excluded.since, attempts = excluded.attempts, rang = excluded.rang, failed = excluded.failed`,
        [JSON.stringify(moved)],
      );
      await this.events.append(
        changed.map(({ route, state, because, attempts, rang }) => ({
          kind: 'notifier.route-changed',
          at: now,
          params: { route, state, because, attempts: String(attempts), rang: String(rang) },
        })),
      );
    }, 'ring');
  }

  /** What has proved itself or has had its time. What was called off before says nothing. */
  private async attempts(now: Date): Promise<readonly AttemptRow[]> {
    return this.transaction.query<AttemptRow>(
      `select route, user_id, state, is_fault, has_rung, is_canary from (
         select o.route, o.user_id, o.state, o.is_fault, o.created_at, o.id, o.is_canary,
           o.proved_at is not null and o.proved_at <= o.done_at + interval '${PROOF_MS} milliseconds' as has_rung,
           row_number() over (partition by o.route, o.is_canary order by o.created_at desc, o.id desc) as nth
         from outbox o
         where o.kind = 'ring' and o.route is not null and o.created_at > $1
           and (o.state = 'failed' and o.outcome <> 'expired' or o.state = 'done'
             and (o.proved_at is not null or o.done_at + interval '${PROOF_MS} milliseconds' <= $2))
           and (o.proved_at is not null or o.state = 'failed' or not exists (
             select 1 from outbox c where c.ring_id = o.ring_id and c.device_id = o.device_id and c.kind = 'cancel'
               and c.created_at < o.done_at + interval '${PROOF_MS} milliseconds'))) as latest
       where nth <= ${WINDOW} order by route, created_at desc, id desc`,
      [new Date(now.getTime() - LOOK_BACK_MS), now],
      'reports',
    );
  }
}

const isSame = (one: RouteView, before: RouteView | undefined): boolean =>
  before !== undefined &&
  one.state === before.state &&
  one.because === before.because &&
  one.since.getTime() === before.since.getTime() &&
  one.attempts === before.attempts &&
  one.rang === before.rang &&
  one.failed === before.failed;

function attemptOf({ user_id, state, is_fault, has_rung, is_canary }: AttemptRow): Attempt {
  const who = { userId: user_id, isCanary: is_canary };
  if (state === 'failed') return { ...who, became: is_fault ? 'fault' : 'failed' };
  return { ...who, became: has_rung ? 'rang' : 'silent' };
}

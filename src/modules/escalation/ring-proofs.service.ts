import { Injectable } from '@nestjs/common';
import { Transaction } from '../../platform/database/transaction.js';
import type { ProofView } from '../../platform/wire/proof.js';
import { RingProofs } from '../people/index.js';
import type { StageMark } from './escalation.rows.js';
import { LIMITS } from './limits.js';
import { type Asked, proofOf } from './proof.rules.js';

/** The newest rings of each; what is older says nothing about tonight. */
const RINGS = 30;
/** Of a person, to find those among them that dialled. */
const CALLS = 300;

interface DeviceRing {
  readonly id: string;
  readonly started_at: Date;
  readonly ended_at: Date | null;
  readonly is_test: boolean;
  readonly rang_at: Date | null;
  readonly is_suppressed: boolean;
  readonly is_refused: boolean;
}

interface DialledCall {
  readonly user_id: string;
  readonly stages: readonly StageMark[];
  readonly is_test: boolean;
}

/** Read from rings, receipts and calls: one statement for any number of devices, each by the index of its rings. */
@Injectable()
export class RingProofsService extends RingProofs {
  constructor(private readonly transaction: Transaction) {
    super();
  }

  async ofDevices(deviceIds: readonly string[], now: Date): Promise<ReadonlyMap<string, ProofView>> {
    if (deviceIds.length === 0) return new Map();
    const rows = await this.transaction.query<DeviceRing>(
      `select d.id, r.started_at, r.ended_at, r.is_test,
         (select min(x.server_at) from receipts x
            where x.ring_id = r.id and x.device_id = d.id and x.kind in ('ringing', 'answered')) as rang_at,
         exists (select 1 from receipts x where x.ring_id = r.id and x.kind = 'suppressed') as is_suppressed,
         exists (select 1 from outbox o where o.ring_id = r.id and o.kind in ('ring', 'test') and o.state = 'failed')
           and not exists (select 1 from outbox o
             where o.ring_id = r.id and o.kind in ('ring', 'test') and o.state = 'done') as is_refused
       from unnest($1::uuid[]) as d(id) cross join lateral (
         select s.id, s.started_at, s.ended_at, s.is_test from ring_sessions s
         where s.device_id = d.id order by s.started_at desc limit ${RINGS}) r
       order by d.id, r.started_at desc`,
      [deviceIds],
    );
    const byDevice = Map.groupBy(rows, ({ id }) => id);
    return new Map(
      deviceIds.map((id) => [
        id,
        proofOf(
          (byDevice.get(id) ?? []).map((row) => askedOf(row, now)),
          now,
        ),
      ]),
    );
  }

  async ofTelephones(
    numbers: readonly { readonly userId: string; readonly since: Date }[],
    now: Date,
  ): Promise<ReadonlyMap<string, ProofView>> {
    if (numbers.length === 0) return new Map();
    const rows = await this.transaction.query<DialledCall>(
      `select u.id as user_id, c.stages, e.kind = 'test' as is_test
       from unnest($1::uuid[]) as u(id) cross join lateral (
         select s.id, s.escalation_id, s.stages, s.started_at from calls s
         where s.user_id = u.id order by s.started_at desc limit ${CALLS}) c
         join escalations e on e.id = c.escalation_id
       where c.stages @> '[{"stage": "phone-asked"}]' order by u.id, c.started_at desc`,
      [numbers.map(({ userId }) => userId)],
    );
    const byUser = Map.groupBy(rows, ({ user_id }) => user_id);
    return new Map(
      numbers.map(({ userId, since }) => {
        const asked = (byUser.get(userId) ?? []).flatMap((row) => dialledOf(row, now));
        return [userId, proofOf(asked.filter(({ at }) => at >= since).slice(0, RINGS), now)];
      }),
    );
  }
}

function askedOf(row: DeviceRing, now: Date): Asked {
  const lastedMs = (row.ended_at ?? now).getTime() - row.started_at.getTime();
  const failure = row.is_suppressed
    ? 'suppressed'
    : row.is_refused
      ? 'refused'
      : lastedMs >= LIMITS.phoneAfterMs
        ? 'silent'
        : null;
  return {
    at: row.started_at,
    rangAt: row.rang_at,
    failure: row.rang_at === null ? failure : null,
    isTest: row.is_test,
  };
}

const HEARD = new Set(['phone-ringing', 'phone-picked-up', 'phone-digit']);

function dialledOf({ stages, is_test: isTest }: DialledCall, now: Date): readonly Asked[] {
  const asked = stages.find(({ stage }) => stage === 'phone-asked');
  if (!asked) return [];
  const at = new Date(asked.at);
  const heard = stages.find(({ stage }) => HEARD.has(stage));
  const over = stages.some(({ stage }) => stage === 'phone-over');
  const isLate = now.getTime() - at.getTime() >= LIMITS.phoneConnectsMs + LIMITS.phoneRingsMs;
  // Whoever took it elsewhere had it hung up before it could ring.
  const isMeant = !stages.some(
    ({ stage }) => stage === 'accepted' || stage === 'cancelled' || stage === 'declined',
  );
  const failure = heard === undefined && isMeant && (over || isLate) ? 'silent' : null;
  return [{ at, rangAt: heard === undefined ? null : new Date(heard.at), failure, isTest }];
}

import { Injectable } from '@nestjs/common';
import { Transaction } from '../../platform/database/transaction.js';
import {
  LANES,
  NotifierInstances,
  Outbox,
  PhoneCosts,
  phoneScript,
  testScript,
} from '../notifications/index.js';
import { PeopleQueries } from '../people/index.js';
import type { Call } from './call.state.js';
import type { CallRow, EscalationRow } from './escalation.rows.js';
import { LIMITS } from './limits.js';
import type { Work } from './work.js';

/** The automated telephone call of kernel 2. */
@Injectable()
export class PhoneCalls {
  constructor(
    private readonly people: PeopleQueries,
    private readonly instances: NotifierInstances,
    private readonly outbox: Outbox,
    private readonly costs: PhoneCosts,
    private readonly transaction: Transaction,
  ) {}

  /** Who has a verified number, while there is a provider to call it. */
  async numbersOf(userIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (!this.instances.forPerson('phone')) return new Map();
    const methods = await this.people.contactMethodsOf(userIds);
    return new Map(
      [...methods].flatMap(([userId, own]) => {
        const phone = own.find((method) => method.kind === 'phone' && method.verified);
        return phone ? [[userId, phone.target] as const] : [];
      }),
    );
  }

  async dial(work: Work, row: CallRow, call: Call): Promise<void> {
    const number = await work.directory.numberOf(row.user_id);
    const escalation = await work.escalation(row.escalation_id);
    if (!number || !escalation) return;
    const instance = await this.costs.caller(escalation.severity, escalation.team_id, work.now);
    if (!instance) return;
    const [users, teams] = await Promise.all([
      this.people.usersByIds([row.user_id]),
      this.people.teamsByIds([escalation.team_id]),
    ]);
    const words = { team: teams.get(escalation.team_id)?.name ?? '', title: escalation.title };
    const locale = users.get(row.user_id)?.locale ?? 'en';
    const ringSeconds = LIMITS.phoneRingsMs / 1000;
    await this.outbox.put(
      [
        {
          // A ring anew is another call: the version tells them apart.
          key: `${row.id}/phone/${call.version}`,
          lane: laneOf(escalation),
          instance: instance.name,
          target: { number },
          message: {
            kind: 'phone',
            script: escalation.kind === 'test' ? testScript(locale) : phoneScript(words, locale),
            ringSeconds,
          },
          userId: row.user_id,
          teamId: escalation.team_id,
          callId: row.id,
          notBefore: work.now,
          expiresAt: new Date(call.phone.until ?? work.now.getTime()),
        },
      ],
      work.now,
    );
  }

  async hangUp(row: CallRow, now: Date): Promise<void> {
    const [sent] = await this.transaction.query<{ instance: string; target: unknown; external_id: string }>(
      `select instance, target, external_id from outbox
       where call_id = $1 and kind = 'phone' and state = 'done' and external_id is not null order by done_at desc limit 1`,
      [row.id],
    );
    if (!sent) return;
    await this.outbox.put(
      [
        {
          key: `${row.id}/hang-up/${sent.external_id}`,
          lane: LANES.cancel,
          instance: sent.instance,
          target: sent.target,
          message: { kind: 'hang-up', externalId: sent.external_id },
          userId: row.user_id,
          callId: row.id,
          notBefore: now,
          expiresAt: new Date(now.getTime() + 60_000),
        },
      ],
      now,
    );
  }
}

/** A test lets everything else go first. */
function laneOf({ kind, severity }: EscalationRow): (typeof LANES)[keyof typeof LANES] {
  if (kind === 'test') return LANES.inform;
  return severity === 'critical' ? LANES.critical : LANES.normal;
}

import { Injectable } from '@nestjs/common';
import { Transaction } from '../../platform/database/transaction.js';
import type { EscalationRow } from './escalation.rows.js';
import type { Group, Joinable } from './grouping.rules.js';
import { takeTurn } from './turn-taking.js';

/** Enough of an escalation to see what an alert of its group does to it. */
export interface Newest extends Joinable {
  readonly id: string;
  readonly number: EscalationRow['number'];
  readonly lastAlertAt: Date | null;
}

const JOINABLE = `e.id, e.number, e.status, e.severity, e.run ->> 'alerts' as alerts,
  e.run ->> 'lastResort' as "lastResort"`;

/** The newest escalation of each group, live or not. */
@Injectable()
export class NewestOfGroups {
  constructor(private readonly transaction: Transaction) {}

  /** By the group's key; nothing is locked. */
  async of(groups: readonly Group[]): Promise<ReadonlyMap<string, Newest>> {
    if (groups.length === 0) return new Map();
    const rows = await this.transaction.query<Newest & { readonly key: string }>(
      `select g.key, newest.* from unnest($1::text[], $2::uuid[], $3::text[]) as g(key, team_id, group_key)
       cross join lateral (select ${JOINABLE},
           (select max(joined_at) from escalation_alerts a where a.escalation_id = e.id) as "lastAlertAt"
         from escalations e where e.is_ordinary and e.team_id = g.team_id and e.group_key = g.group_key
         order by (e.due_at is null), e.started_at desc limit 1) as newest`,
      [
        groups.map((group) => group.key),
        groups.map((group) => group.teamId),
        groups.map((group) => group.groupKey),
      ],
    );
    return new Map(rows.map(({ key, ...row }) => [key, row]));
  }

  /** Kept from changing until the transaction ends; others may hold them like this at the same time. */
  async share(
    ids: readonly string[],
  ): Promise<readonly (Joinable & { readonly id: string; readonly number: number })[]> {
    const [, rows] = await Promise.all([
      takeTurn(this.transaction, ids, 'shared'),
      this.transaction.query<Joinable & { readonly id: string; readonly number: number }>(
        `select ${JOINABLE} from escalations e where e.id = any($1::uuid[]) order by e.id for share`,
        [[...new Set(ids)]],
      ),
    ]);
    return rows;
  }
}

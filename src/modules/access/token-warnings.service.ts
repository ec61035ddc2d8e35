import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Chores } from '../../platform/clock/chores.js';
import { Transaction } from '../../platform/database/transaction.js';
import { Informs } from '../notifications/index.js';
import { isCallable, PeopleQueries } from '../people/index.js';
import { daysLeft, WARNED_DAYS, warningDue } from './token-warnings.rules.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const BATCH = 200;

interface EndingRow {
  readonly id: string;
  readonly user_id: string;
  readonly is_service: boolean;
  readonly owner_team_id: string | null;
  readonly name: string;
  readonly created_at: Date;
  readonly expires_at: Date;
  readonly warned_days: number | null;
}

/** Says that a token is going to end, to whoever can rotate it: a script that stops at night wakes somebody. */
@Injectable()
export class TokenWarnings implements OnModuleInit {
  constructor(
    private readonly transaction: Transaction,
    private readonly chores: Chores,
    private readonly people: PeopleQueries,
    private readonly informs: Informs,
  ) {}

  onModuleInit(): void {
    this.chores.add({ name: 'token-warnings', everyMs: HOUR_MS, run: (now) => this.run(now) });
  }

  private async run(now: Date): Promise<void> {
    while ((await this.batch(now)) === BATCH);
  }

  /** How many were looked at. */
  private batch(now: Date): Promise<number> {
    return this.transaction.run(async () => {
      const [early, late] = WARNED_DAYS;
      const rows = await this.transaction.query<EndingRow>(
        `select t.id, t.user_id, users.is_service, users.owner_team_id, t.name, t.created_at, t.expires_at,
           t.warned_days
         from api_tokens t join users on users.id = t.user_id
         where t.revoked_at is null and t.replaced_at is null and users.disabled_at is null
           and t.expires_at > $1
           and ((t.expires_at <= $2 and t.warned_days is null)
             or (t.expires_at <= $3 and coalesce(t.warned_days, $4) > $5))
         order by t.expires_at, t.id limit ${BATCH} for update of t skip locked`,
        [now, new Date(now.getTime() + early * DAY_MS), new Date(now.getTime() + late * DAY_MS), early, late],
      );
      for (const row of rows) await this.warn(row, now);
      return rows.length;
    });
  }

  private async warn(row: EndingRow, now: Date): Promise<void> {
    const due = warningDue(
      { createdAt: row.created_at, expiresAt: row.expires_at, warnedDays: row.warned_days },
      now,
    );
    // Of one made for a few days the earlier warning says nothing: it is not looked at again until the next one.
    const [early, late] = WARNED_DAYS;
    await this.transaction.query(`update api_tokens set warned_days = $2 where id = $1`, [
      row.id,
      due ?? (row.expires_at.getTime() - now.getTime() > late * DAY_MS ? early : 0),
    ]);
    if (due === undefined) return;
    await this.informs.send(
      {
        key: `token-ending/${row.id}/${due}`,
        userIds: await this.whoCares(row),
        words: {
          about: 'token-ending',
          title: row.name,
          team: String(daysLeft(row.expires_at, now)),
          who: [],
        },
        link: row.is_service ? '/settings/service-accounts' : '/settings/profile',
        teamIds: [],
        alsoByMail: true,
      },
      now,
    );
  }

  /** A service account reads nothing: whoever answers for it does. */
  private async whoCares(row: EndingRow): Promise<readonly string[]> {
    if (!row.is_service) return [row.user_id];
    const members = row.owner_team_id === null ? [] : await this.people.membersOf(row.owner_team_id);
    const owners = members.filter((one) => one.role === 'owner' && isCallable(one));
    return owners.length > 0 ? owners.map(({ userId }) => userId) : this.people.adminIds();
  }
}

import { Injectable } from '@nestjs/common';
import { Transaction } from '../../platform/database/transaction.js';
import { AlertsService, type IngestItem } from '../alerts/index.js';
import { change, silentSignal, type Talker, talksSignal } from './silence.rules.js';
import { INTEGRATION_COLUMNS, type IntegrationRow } from './webhooks.rows.js';

/** Integrations that have stopped talking: `silentAfterSeconds` without a delivery. */
@Injectable()
export class SilenceService {
  constructor(
    private readonly transaction: Transaction,
    private readonly alerts: AlertsService,
  ) {}

  async look(now: Date, listeningSince: Date): Promise<void> {
    const found = (await this.rows('')).filter((row) => change(talkerOf(row), now, listeningSince));
    if (found.length === 0) return;
    await this.transaction.run(async () => {
      // As they stand now: somebody may have heard of them between our look and our lock.
      const rows = await this.rows(
        'for update skip locked',
        found.map(({ id }) => id),
      );
      const changed = rows.flatMap((row) => {
        const what = change(talkerOf(row), now, listeningSince);
        return what ? [{ row, what }] : [];
      });
      await this.mark(changed, now);
      await this.alerts.ingest(
        changed.map(({ row, what }) => ({
          origin: teamOf(row),
          signal:
            what === 'silent'
              ? silentSignal(row.name, talkerOf(row))
              : talksSignal(`It talks again, since ${row.last_heard_at?.toISOString() ?? 'now'}.`),
          receivedAt: now,
        })),
      );
    }, 'intake');
  }

  /** It counts from now, whatever was before. Joins the transaction that runs. */
  async restart(
    row: IntegrationRow,
    why: { readonly note: string; readonly actor: string },
    now: Date,
  ): Promise<void> {
    await this.transaction.query(
      `update integrations set silent_from = $2, silent_since = null where id = $1`,
      [row.id, now],
    );
    if (row.silent_since)
      await this.alerts.ingest([
        { origin: teamOf(row), signal: talksSignal(why.note, why.actor), receivedAt: now },
      ]);
  }

  private rows(
    lock: '' | 'for update skip locked',
    ids?: readonly string[],
  ): Promise<readonly IntegrationRow[]> {
    return this.transaction.query<IntegrationRow>(
      `select ${INTEGRATION_COLUMNS} from integrations
       where silent_after_seconds is not null and deleted_at is null and mode <> 'off'
         and ($1::uuid[] is null or id = any($1)) order by id ${lock}`,
      [ids ?? null],
      'intake',
    );
  }

  private async mark(
    changed: readonly { readonly row: IntegrationRow; readonly what: 'silent' | 'talks' }[],
    now: Date,
  ): Promise<void> {
    await this.transaction.query(
      `update integrations set silent_since = case when id = any($2::uuid[]) then $3::timestamptz end
       where id = any($1::uuid[])`,
      [
        changed.map(({ row }) => row.id),
        changed.filter(({ what }) => what === 'silent').map(({ row }) => row.id),
        now,
      ],
    );
  }
}

const talkerOf = (row: IntegrationRow): Talker => ({
  silentAfterSeconds: row.silent_after_seconds ?? 0,
  lastHeardAt: row.last_heard_at ?? undefined,
  silentFrom: row.silent_from ?? undefined,
  silentSince: row.silent_since ?? undefined,
});

/** To the team that answers for the integration: its rules and its service are of what it says, and it says nothing. */
const teamOf = (row: IntegrationRow): IngestItem['origin'] => ({
  integrationId: row.id,
  name: row.name,
  source: row.source,
  teamId: row.team_id,
  mode: row.mode === 'shadow' ? 'shadow' : 'live',
  missingKey: 'hash',
});

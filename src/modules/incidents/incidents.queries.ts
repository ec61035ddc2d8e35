import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { pageOf, pageValues } from '../../platform/database/paging.js';
import { Transaction } from '../../platform/database/transaction.js';
import { AlertsQueries } from '../alerts/index.js';
import { EscalationReader, IncidentPort } from '../escalation/index.js';
import { PeopleQueries } from '../people/index.js';
import type * as dto from './incidents.dto.js';
import { IncidentUnknown } from './incidents.errors.js';
import { INCIDENT_COLUMNS, type IncidentRow, incidentViewOf } from './incidents.rows.js';
import { isOver } from './status.rules.js';

@Injectable()
export class IncidentsQueries extends IncidentPort {
  constructor(
    private readonly transaction: Transaction,
    private readonly people: PeopleQueries,
    private readonly escalations: EscalationReader,
    private readonly alerts: AlertsQueries,
  ) {
    super();
  }

  async list(input: z.output<typeof dto.ListIncidentsInput>): Promise<z.output<typeof dto.IncidentPage>> {
    const [at, id] = pageValues(input.pageToken) ?? [];
    const rows = await this.transaction.query<IncidentRow>(
      `select ${INCIDENT_COLUMNS} from incidents
       where ($1::boolean is null or (status not in ('resolved', 'closed')) = $1)
         and ($2::text is null or status = $2) and ($3::text is null or severity = $3)
         and ($4::uuid is null or team_id = $4)
         and ($5::uuid[] is null or incidents.id = any($5))
         and ($6::text is null or title ilike $6 or number::text = $7)
         and ($8::timestamptz is null or (last_word_at, incidents.id) < ($8, $9::uuid))
       order by last_word_at desc, incidents.id desc limit $10`,
      [
        input.open ?? null,
        input.status ?? null,
        input.severity ?? null,
        input.teamId ?? null,
        input.userId === undefined ? null : await this.ofUser(input.userId),
        input.query === undefined ? null : `%${input.query.replace(/[\\%_]/g, '\\$&')}%`,
        input.query === undefined ? null : input.query.replace(/^INC-/i, ''),
        at ?? null,
        id ?? null,
        input.pageSize + 1,
      ],
    );
    const page = pageOf(rows, input.pageSize, (row) => [row.last_word_at.toISOString(), row.id]);
    return {
      incidents: await this.views(page.rows),
      ...(page.nextPageToken === undefined ? {} : { nextPageToken: page.nextPageToken }),
    };
  }

  async isOver(incidentId: string): Promise<boolean> {
    const [row] = await this.transaction.query<{ status: IncidentRow['status'] }>(
      `select status from incidents where id = $1`,
      [incidentId],
    );
    return row !== undefined && isOver(row.status);
  }

  /** @throws IncidentUnknown */
  async get(incidentId: string): Promise<dto.IncidentView> {
    const rows = await this.transaction.query<IncidentRow>(
      `select ${INCIDENT_COLUMNS} from incidents where incidents.id = $1`,
      [incidentId],
    );
    const [view] = await this.views(rows);
    if (!view) throw new IncidentUnknown('There is no such incident', { incidentId });
    return view;
  }

  async find(incidentId: string): Promise<{ incidentId: string; number: number; teamId: string }> {
    const { number, teamId } = await this.get(incidentId);
    return { incidentId, number, teamId };
  }

  /** Taken by this user, opened by them, or spoken in by them. */
  private async ofUser(userId: string): Promise<readonly string[]> {
    const rows = await this.transaction.query<{ id: string }>(
      `select id from incidents where opened_by = $1
       union select incident_id from comments where user_id = $1`,
      [userId],
    );
    const taken = await this.escalations.incidentsTakenBy(userId);
    return [...new Set([...rows.map((row) => row.id), ...taken])];
  }

  private async views(rows: readonly IncidentRow[]): Promise<dto.IncidentView[]> {
    if (rows.length === 0) return [];
    const links = await this.escalations.ofIncidents(rows.map((row) => row.id));
    const acceptances = await this.escalations.acceptancesOf(links.map((link) => link.escalationId));
    const teams = await this.people.teamsByIds([...new Set(rows.map((row) => row.team_id))]);
    const firing = await this.alerts.firingOf(rows.flatMap((row) => row.alert_ids));
    return rows.map((row) => {
      const own = links.filter((link) => link.incidentId === row.id).map((link) => link.escalationId);
      return incidentViewOf(row, {
        teamName: teams.get(row.team_id)?.name ?? '',
        escalationIds: own,
        acceptances: acceptances.filter(({ escalationId }) => own.includes(escalationId)),
        firingAlerts: row.alert_ids.filter((alertId) => firing.has(alertId)).length,
      });
    });
  }
}

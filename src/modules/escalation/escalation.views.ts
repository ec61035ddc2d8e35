import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { pageOf, pageValues } from '../../platform/database/paging.js';
import { Transaction } from '../../platform/database/transaction.js';
import { Clock } from '../../platform/clock/clock.js';
import type { Locale } from '../../platform/wire/schemas.js';
import { AddressesService } from '../devices/index.js';
import { PeopleQueries } from '../people/index.js';
import { CALL_COLUMNS } from './calls.store.js';
import type * as dto from './escalation.dto.js';
import { CallUnknown, EscalationUnknown } from './escalation.errors.js';
import type { CallRow, EscalationRow } from './escalation.rows.js';
import { ESCALATION_COLUMNS } from './escalations.store.js';
import { callView, escalationView, type Known } from './views.rules.js';
import { explain } from './explain.rules.js';
import type { LogRow } from './escalation.state.js';
import type { CallLogRow } from './call.state.js';

interface Logged {
  readonly at: Date;
  readonly version: number;
  readonly call_id: string | null;
  readonly actor_name: string | null;
  readonly event: unknown;
  readonly candidates: unknown;
  readonly from_status: string;
  readonly to_status: string;
  readonly notes: unknown;
}

/** What screens see of escalations and calls. */
@Injectable()
export class EscalationViews {
  constructor(
    private readonly transaction: Transaction,
    private readonly people: PeopleQueries,
    private readonly addresses: AddressesService,
    private readonly clock: Clock,
  ) {}

  async one(escalationId: string): Promise<dto.EscalationView> {
    const rows = await this.transaction.query<EscalationRow>(
      `select ${ESCALATION_COLUMNS} from escalations where id = $1`,
      [escalationId],
    );
    const [view] = await this.views(rows);
    if (!view) throw new EscalationUnknown('There is no such escalation', { escalationId });
    return view;
  }

  async list(input: z.output<typeof dto.ListEscalationsInput>): Promise<z.output<typeof dto.EscalationPage>> {
    const [at, id] = pageValues(input.pageToken) ?? [];
    const rows = await this.transaction.query<EscalationRow>(
      `select ${ESCALATION_COLUMNS} from escalations
       where kind <> 'test' and ($7::boolean is true or kind <> 'canary')
         and ($1::boolean is null or (due_at is not null) = $1) and ($2::uuid is null or team_id = $2)
         and ($3::text is null or status = $3) and ($4::uuid is null or incident_id = $4)
         and ($5::timestamptz is null or (started_at, id) < ($5, $6::uuid))
       order by started_at desc, id desc limit $8`,
      [
        input.live ?? null,
        input.teamId ?? null,
        input.status ?? null,
        input.incidentId ?? null,
        at ?? null,
        id ?? null,
        input.canaries ?? null,
        input.pageSize + 1,
      ],
    );
    const page = pageOf(rows, input.pageSize, (row) => [row.started_at.toISOString(), row.id]);
    const escalations = await this.views(page.rows);
    return { escalations, ...(page.nextPageToken ? { nextPageToken: page.nextPageToken } : {}) };
  }

  async call(callId: string): Promise<dto.CallView> {
    const rows = await this.transaction.query<CallRow>(`select ${CALL_COLUMNS} from calls where id = $1`, [
      callId,
    ]);
    const [row] = rows;
    if (!row) throw new CallUnknown('There is no such call', { callId });
    return callView(row, await this.known([], rows));
  }

  async calls(
    userId: string,
    input: z.output<typeof dto.ListCallsInput>,
  ): Promise<z.output<typeof dto.CallPage>> {
    const [at, id] = pageValues(input.pageToken) ?? [];
    const rows = await this.transaction.query<CallRow>(
      `select ${CALL_COLUMNS} from calls where user_id = $1
         and not exists (select 1 from escalations e where e.id = calls.escalation_id and e.kind = 'test') and ($2::boolean is null or (due_at is not null) = $2)
         and ($3::timestamptz is null or (started_at, id) < ($3, $4::uuid))
       order by started_at desc, id desc limit $5`,
      [userId, input.live ?? null, at ?? null, id ?? null, input.pageSize + 1],
    );
    const page = pageOf(rows, input.pageSize, (row) => [row.started_at.toISOString(), row.id]);
    const known = await this.known([], page.rows);
    return {
      calls: page.rows.map((row) => callView(row, known)),
      ...(page.nextPageToken ? { nextPageToken: page.nextPageToken } : {}),
    };
  }

  /** Both kernels' logs as one story. */
  async log(escalationId: string, locale: Locale): Promise<z.output<typeof dto.EscalationLog>> {
    await this.one(escalationId);
    const rows = await this.transaction.query<Logged>(
      `select at, version, null as call_id, actor_name, event, candidates, from_status, to_status, notes
         from escalation_log where escalation_id = $1
       union all
       select l.at, l.version, l.call_id, l.actor_name, l.event, null, l.from_status, l.to_status, l.notes
         from call_log l join calls c on c.id = l.call_id where c.escalation_id = $1
       order by at, call_id nulls first, version`,
      [escalationId],
    );
    const names = await this.namesIn(escalationId);
    return {
      rows: rows.map((row) => ({
        at: row.at.toISOString(),
        version: row.version,
        ...(row.call_id === null ? {} : { callId: row.call_id }),
        ...(row.actor_name === null ? {} : { actorName: row.actor_name }),
        lines: [...explain(logRowOf(row), (id) => names.get(id), locale)],
      })),
    };
  }

  async views(rows: readonly EscalationRow[]): Promise<dto.EscalationView[]> {
    if (rows.length === 0) return [];
    const ids = rows.map((row) => row.id);
    const [calls, alerts] = await Promise.all([
      this.transaction.query<CallRow>(
        `select ${CALL_COLUMNS} from calls where escalation_id = any($1::uuid[]) order by started_at, id`,
        [ids],
      ),
      this.transaction.query<{ escalation_id: string; alert_id: string }>(
        `select escalation_id, alert_id from escalation_alerts where escalation_id = any($1::uuid[]) order by joined_at, alert_id`,
        [ids],
      ),
    ]);
    const known = await this.known(rows, calls);
    return rows.map((row) =>
      escalationView(
        row,
        calls.filter((call) => call.escalation_id === row.id),
        alerts.filter((alert) => alert.escalation_id === row.id).map((alert) => alert.alert_id),
        known,
      ),
    );
  }

  private async known(rows: readonly EscalationRow[], calls: readonly CallRow[]): Promise<Known> {
    const userIds = [
      ...rows.flatMap((row) => [
        ...row.run.acceptances.map((a) => a.userId),
        ...row.run.queue.map((q) => q.userId),
      ]),
      ...calls.map((call) => call.user_id),
    ];
    const deviceIds = calls.flatMap((call) => call.state.devices.map((device) => device.id));
    const [users, teams, devices] = await Promise.all([
      this.people.usersByIds([...new Set(userIds)]),
      this.people.teamsByIds([...new Set(rows.map((row) => row.team_id))]),
      this.addresses.namesOf([...new Set(deviceIds)]),
    ]);
    return {
      user: (userId) => users.get(userId)?.name ?? '',
      team: (teamId) => teams.get(teamId)?.name ?? '',
      device: (deviceId) => devices.get(deviceId) ?? '',
      now: this.clock.now(),
    };
  }

  private async namesIn(escalationId: string): Promise<ReadonlyMap<string, string>> {
    const [row] = await this.transaction.query<EscalationRow>(
      `select ${ESCALATION_COLUMNS} from escalations where id = $1`,
      [escalationId],
    );
    const calls = await this.transaction.query<CallRow>(
      `select ${CALL_COLUMNS} from calls where escalation_id = $1`,
      [escalationId],
    );
    const userIds = [
      ...(row?.run.involved ?? []),
      ...calls.map((call) => call.user_id),
      ...(row?.run.acceptances.map((a) => a.userId) ?? []),
    ];
    const users = await this.people.usersByIds([...new Set(userIds)]);
    const devices = await this.addresses.namesOf(
      calls.flatMap((call) => call.state.devices.map((d) => d.id)),
    );
    return new Map([...[...users].map(([id, user]) => [id, user.name] as const), ...devices]);
  }
}

function logRowOf(row: Logged): LogRow | CallLogRow {
  const base = {
    version: row.version,
    at: row.at.getTime(),
    event: row.event,
    from: row.from_status,
    to: row.to_status,
    notes: row.notes,
  };
  return (row.call_id === null ? { ...base, candidates: row.candidates ?? [] } : base) as unknown as
    LogRow | CallLogRow;
}

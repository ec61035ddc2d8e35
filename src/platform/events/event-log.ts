import { newId } from '../database/new-id.js';
import { Transaction } from '../database/transaction.js';
import { Wake } from './wake.js';

/** One piece of news, written in the transaction that made it true. */
export interface NewEvent {
  /** `noun.happened`. */
  readonly kind: string;
  readonly at: Date;
  readonly teamIds?: readonly string[] | undefined;
  /** Present: only these see it (rings, informs). Absent: everybody who may read. */
  readonly audience?: readonly string[] | undefined;
  readonly actor?: { readonly userId?: string | undefined; readonly name: string } | undefined;
  readonly userId?: string | undefined;
  readonly escalationId?: string | undefined;
  readonly callId?: string | undefined;
  readonly ringId?: string | undefined;
  readonly deviceId?: string | undefined;
  readonly alertId?: string | undefined;
  readonly incidentId?: string | undefined;
  readonly integrationId?: string | undefined;
  readonly params?: Readonly<Record<string, string>> | undefined;
}

const COLUMNS = `id, at, kind, team_ids, audience, actor_id, actor_name, user_id, escalation_id, call_id, ring_id,
  device_id, alert_id, incident_id, integration_id, params`;

/**
 * News for streams, timelines and webhooks. Rows are inserted without a position; one chore numbers them after
 * commit, so that no reader can pass over a row that commits late.
 */
export class EventLog {
  constructor(
    private readonly transaction: Transaction,
    private readonly wake: Wake,
  ) {}

  /** One insert a transaction, however many say something in it. */
  async append(events: readonly NewEvent[]): Promise<void> {
    if (events.length > 0) await this.transaction.atEnd(this, events.map(rowOf), (rows) => this.write(rows));
  }

  private async write(rows: readonly object[]): Promise<void> {
    await this.transaction.query(
      `insert into event_log (${COLUMNS})
       select ${COLUMNS} from jsonb_to_recordset($1::jsonb) as e(id uuid, at timestamptz, kind text, team_ids uuid[],
         audience uuid[], actor_id uuid, actor_name text, user_id uuid, escalation_id uuid, call_id uuid,
         ring_id uuid, device_id uuid, alert_id uuid, incident_id uuid, integration_id uuid, params jsonb)`,
      [JSON.stringify(rows)],
    );
    this.transaction.afterCommit(() => this.wake.wake('events'));
  }
}

const rowOf = (event: NewEvent): object => ({
  id: newId(),
  at: event.at,
  kind: event.kind,
  team_ids: event.teamIds ?? [],
  audience: event.audience,
  actor_id: event.actor?.userId,
  actor_name: event.actor?.name,
  user_id: event.userId,
  escalation_id: event.escalationId,
  call_id: event.callId,
  ring_id: event.ringId,
  device_id: event.deviceId,
  alert_id: event.alertId,
  incident_id: event.incidentId,
  integration_id: event.integrationId,
  params: event.params ?? {},
});

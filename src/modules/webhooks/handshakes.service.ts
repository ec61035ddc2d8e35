import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AuditTrail } from '../../platform/auth/audit-trail.js';
import { Authority } from '../../platform/auth/authority.js';
import type { Caller } from '../../platform/auth/caller.js';
import { SecretBox } from '../../platform/auth/secret-box.js';
import { Clock } from '../../platform/clock/clock.js';
import { storable } from '../../platform/database/storable.js';
import { Transaction } from '../../platform/database/transaction.js';
import { EventLog } from '../../platform/events/event-log.js';
import { type HandshakeState, stateOfNew } from './handshake.rules.js';
import type * as dto from './handshakes.dto.js';
import { HandshakeUnknown, IntegrationUnknown } from './webhooks.errors.js';

/** A sender that asks, as its delivery stood at the door. */
export interface Asking {
  readonly deliveryId: string;
  readonly integrationId: string;
  readonly receivedAt: Date;
  readonly about: string | undefined;
  readonly url: URL;
  readonly isProved: boolean;
}

export interface HandshakeRow {
  readonly id: string;
  readonly integration_id: string;
  readonly team_id: string;
  readonly name: string;
  readonly received_at: Date;
  readonly about: string | null;
  readonly host: string;
  readonly url_sealed: string;
  readonly is_proved: boolean;
  readonly state: HandshakeState;
  readonly failure: string | null;
  readonly confirmed_at: Date | null;
}

/** Of integrations that are still there. */
export const HANDSHAKES = `
  select h.id, h.integration_id, i.team_id, i.name, h.received_at, h.about, h.host, h.url_sealed, h.is_proved, h.state,
    h.failure, h.confirmed_at
  from integration_handshakes h join integrations i on i.id = h.integration_id and i.deleted_at is null`;
const MOST_SHOWN = 50;

/** Addresses that senders want to see visited before they send. The visit itself is the engine's. */
@Injectable()
export class HandshakesService {
  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly authority: Authority,
    private readonly audit: AuditTrail,
    private readonly events: EventLog,
    private readonly box: SecretBox,
  ) {}

  /**
   * Before the sender hears that it was taken: it asks once. The first who asks is the one that was being set up; any
   * other is a person's to let in.
   */
  async note({ deliveryId, integrationId, receivedAt, about, url, isProved }: Asking): Promise<void> {
    const what = about === undefined ? null : storable(about).slice(0, 500);
    const [others] = await this.transaction.query(
      `select 1 from integration_handshakes
       where integration_id = $1 and state = 'confirmed' and about is distinct from $2 limit 1`,
      [integrationId, what],
      'intake',
    );
    const state = stateOfNew({ isProved, isKnown: others === undefined });
    await this.transaction.query(
      `insert into integration_handshakes (id, integration_id, received_at, about, host, url_hash, url_sealed, is_proved,
         state, due_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (integration_id, url_hash) do nothing`,
      [
        deliveryId,
        integrationId,
        receivedAt,
        what,
        url.host,
        createHash('sha256').update(url.href).digest(),
        this.box.seal(url.href, `handshake ${deliveryId}`),
        isProved,
        state,
        state === 'due' ? receivedAt : null,
      ],
      'intake',
    );
  }

  async list(integrationId: string): Promise<z.output<typeof dto.HandshakeList>> {
    const [known] = await this.transaction.query(
      `select 1 from integrations where id = $1 and deleted_at is null`,
      [integrationId],
    );
    if (known === undefined) throw new IntegrationUnknown('There is no such integration', { integrationId });
    const rows = await this.transaction.query<HandshakeRow>(
      `${HANDSHAKES} where h.integration_id = $1 order by h.received_at desc, h.id desc limit $2`,
      [integrationId, MOST_SHOWN],
    );
    return { handshakes: rows.map(viewOf) };
  }

  /** A person says yes. The server visits it a moment later, or the person does, who is told where. @throws HandshakeUnknown */
  async confirm(
    { handshakeId, way }: z.output<typeof dto.ConfirmHandshakeInput>,
    caller: Caller,
  ): Promise<dto.HandshakeView> {
    const row = await this.row(handshakeId);
    this.authority.require(caller, 'integrations.edit', row.team_id);
    const now = this.clock.now();
    if (row.state !== 'confirmed') {
      await this.transaction.query(
        way === 'server'
          ? `update integration_handshakes set state = 'due', due_at = $2, tries = 0, failure = null, confirmed_by = $3
             where id = $1`
          : `update integration_handshakes set state = 'confirmed', due_at = null, failure = null, confirmed_at = $2,
               confirmed_by = $3 where id = $1`,
        [row.id, now, caller.userId ?? null],
      );
      await this.events.append([toldOf(row, now)]);
    }
    const view = viewOf(await this.row(handshakeId));
    this.audit.note({ targetId: row.integration_id, targetName: row.name, before: viewOf(row), after: view });
    return way === 'browser'
      ? { ...view, openUrl: this.box.open(row.url_sealed, `handshake ${row.id}`) }
      : view;
  }

  private async row(handshakeId: string): Promise<HandshakeRow> {
    const [row] = await this.transaction.query<HandshakeRow>(`${HANDSHAKES} where h.id = $1`, [handshakeId]);
    if (!row) throw new HandshakeUnknown('There is no such request to confirm', { handshakeId });
    return row;
  }
}

export const toldOf = (row: HandshakeRow, at: Date) => ({
  kind: 'integration.updated',
  at,
  teamIds: [row.team_id],
  integrationId: row.integration_id,
  params: { name: row.name },
});

const viewOf = (row: HandshakeRow): dto.HandshakeView => ({
  handshakeId: row.id,
  integrationId: row.integration_id,
  receivedAt: row.received_at.toISOString(),
  ...(row.about === null ? {} : { about: row.about }),
  host: row.host,
  isProved: row.is_proved,
  state: row.state,
  ...(row.failure === null ? {} : { failure: row.failure }),
  ...(row.confirmed_at === null ? {} : { confirmedAt: row.confirmed_at.toISOString() }),
});

import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Authority } from '../../platform/auth/authority.js';
import type { Caller } from '../../platform/auth/caller.js';
import { Config } from '../../platform/config/config.js';
import { pageOf, pageValues } from '../../platform/database/paging.js';
import { storableText } from '../../platform/database/storable.js';
import { Transaction } from '../../platform/database/transaction.js';
import type * as dto from './webhooks.dto.js';
import { DeliveryUnknown, IntegrationUnknown } from './webhooks.errors.js';
import { DELIVERY_COLUMNS, type DeliveryRow, deliveryViewOf, SHOWN_COLUMNS } from './webhooks.rows.js';

/** The same bytes count as a retry for a minute, a sender's own id for as long as it is kept. */
const BODY_KEPT_SECONDS = 60;

/** A message that may come twice, by `bodyKey` or `idKey`. */
export interface KeyClaim {
  readonly integrationId: string;
  readonly key: string;
  readonly at: Date;
}

export const bodyKey = (body: Uint8Array): string =>
  `body:${createHash('sha256').update(body).digest('hex')}`;
export const idKey = (id: string): string => `id:${createHash('sha256').update(id).digest('hex')}`;

/** What reached us, append-only. */
@Injectable()
export class DeliveriesQueries {
  constructor(
    private readonly transaction: Transaction,
    private readonly authority: Authority,
    private readonly config: Config,
  ) {}

  async list(
    input: z.output<typeof dto.ListDeliveriesInput>,
    caller: Caller,
  ): Promise<z.output<typeof dto.DeliveryPage>> {
    await this.require(caller, input.integrationId);
    const [at, id] = pageValues(input.pageToken) ?? [];
    const rows = await this.transaction.query<DeliveryRow>(
      `select ${SHOWN_COLUMNS} from deliveries
       where integration_id = $1 and ($2::timestamptz is null or (received_at, id) < ($2, $3::uuid))
       order by received_at desc, id desc limit $4`,
      [input.integrationId, at ?? null, id ?? null, input.pageSize + 1],
    );
    const page = pageOf(rows, input.pageSize, (row) => [row.received_at.toISOString(), row.id]);
    return {
      deliveries: page.rows.map(deliveryViewOf),
      ...(page.nextPageToken === undefined ? {} : { nextPageToken: page.nextPageToken }),
    };
  }

  /** @throws DeliveryUnknown */
  async get(deliveryId: string, caller: Caller): Promise<dto.DeliveryView> {
    const [row] = await this.transaction.query<DeliveryRow>(
      `select ${SHOWN_COLUMNS} from deliveries where id = $1`,
      [deliveryId],
    );
    if (!row) throw new DeliveryUnknown('There is no such delivery', { deliveryId });
    await this.require(caller, row.integration_id);
    return deliveryViewOf(row);
  }

  /** Of removed integrations too: what they sent is still theirs. @throws IntegrationUnknown, Forbidden */
  private async require(caller: Caller, integrationId: string): Promise<void> {
    const [row] = await this.transaction.query<{ team_id: string }>(
      `select team_id from integrations where id = $1`,
      [integrationId],
    );
    if (!row) throw new IntegrationUnknown('There is no such integration', { integrationId });
    this.authority.require(caller, 'deliveries.read', row.team_id);
  }

  /** At the end of the transaction that runs. */
  async insert(rows: readonly DeliveryRow[]): Promise<void> {
    if (rows.length > 0) await this.transaction.atEnd(this, rows, (all) => this.write(all));
  }

  private async write(rows: readonly DeliveryRow[]): Promise<void> {
    await this.transaction.query(
      `insert into deliveries (${DELIVERY_COLUMNS})
       select id, integration_id, received_at, method, path, address, headers, content_type,
         decode(body, 'base64'), body_bytes, outcome, issues, reading, results
       from jsonb_to_recordset($1::jsonb) as given(id uuid, integration_id uuid, received_at timestamptz, method text,
         path text, address text, headers jsonb, content_type text, body text, body_bytes integer, outcome text,
         issues jsonb, reading jsonb, results jsonb)`,
      [storableText(rows.map((row) => ({ ...row, body: row.body.toString('base64') })))],
    );
  }

  /** Those that nobody has claimed before. Sorted, so that two batches cannot wait for each other. */
  async claim(claims: readonly KeyClaim[]): Promise<ReadonlySet<string>> {
    if (claims.length === 0) return new Set();
    const sorted = [...new Map(claims.map((claim) => [claimText(claim), claim])).values()].sort((a, b) =>
      claimText(a) < claimText(b) ? -1 : 1,
    );
    const rows = await this.transaction.query<{ integration_id: string; key: string }>(
      `insert into delivery_keys (integration_id, key, created_at)
       select * from unnest($1::uuid[], $2::text[], $3::timestamptz[])
       on conflict (integration_id, key) do update set created_at = excluded.created_at, result = null
         where delivery_keys.created_at <= excluded.created_at
           - case when excluded.key like 'body:%' then $4::interval else $5::interval end
       returning integration_id, key`,
      [
        sorted.map((claim) => claim.integrationId),
        sorted.map((claim) => claim.key),
        sorted.map((claim) => claim.at),
        `${BODY_KEPT_SECONDS} seconds`,
        `${this.config.settings.retention.deliveryKeysHours} hours`,
      ],
    );
    return new Set(rows.map((row) => claimText({ integrationId: row.integration_id, key: row.key })));
  }

  async resultOf(integrationId: string, key: string): Promise<unknown> {
    const [row] = await this.transaction.query<{ result: unknown }>(
      `select result from delivery_keys where integration_id = $1 and key = $2`,
      [integrationId, key],
    );
    return row?.result ?? undefined;
  }

  async keepResult(integrationId: string, key: string, result: unknown): Promise<void> {
    await this.transaction.query(
      `update delivery_keys set result = $3 where integration_id = $1 and key = $2`,
      [integrationId, key, JSON.stringify(result)],
    );
  }
}

export const claimText = ({ integrationId, key }: Pick<KeyClaim, 'integrationId' | 'key'>): string =>
  `${integrationId} ${key}`;

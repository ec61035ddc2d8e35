import { Injectable } from '@nestjs/common';
import { newId } from '../../platform/database/new-id.js';
import { Transaction } from '../../platform/database/transaction.js';
import { Wake } from '../../platform/events/wake.js';
import type { Locale } from '../../platform/wire/schemas.js';
import type { CancelReason, PhoneScript, Severity } from '../../plugins/kit/index.js';

/** The card without what only the sender knows: when it leaves, and the token for its receipts. */
export interface CardDraft {
  readonly ringId: string;
  readonly revision: number;
  readonly title: string;
  readonly severity: Severity;
  readonly team: string;
  readonly count: number;
  readonly ringSeconds: number;
}

/** A message as it is kept: plain JSON, words finished. */
export type Draft =
  | { readonly kind: 'ring' | 'update'; readonly card: CardDraft; readonly expiresAt: string }
  /** Rings, and says that it is only a test. */
  | {
      readonly kind: 'test';
      readonly text: string;
      readonly locale: Locale;
      readonly card: CardDraft;
      readonly expiresAt: string;
    }
  | {
      readonly kind: 'cancel';
      readonly ringId: string;
      readonly revision: number;
      readonly reason: CancelReason;
    }
  | { readonly kind: 'inform'; readonly title: string; readonly body: string; readonly link: string }
  | { readonly kind: 'phone'; readonly script: PhoneScript; readonly ringSeconds: number }
  /** The code is opened when it leaves. */
  | {
      readonly kind: 'verification';
      readonly contactMethodId: string;
      readonly sealed: string;
      readonly locale: Locale;
    }
  /** Opened when it leaves: its link may hold a secret. */
  | { readonly kind: 'letter'; readonly letterId: string; readonly sealed: string }
  | { readonly kind: 'hang-up'; readonly externalId: string };

/** Cancels outrank rings, critical rings the others, words come last. */
export const LANES = { cancel: 0, critical: 1, normal: 2, inform: 3 } as const;
export type Lane = (typeof LANES)[keyof typeof LANES];

export interface OutboxEntry {
  /** Stable over repeats of the decision; the row exists once. */
  readonly key: string;
  readonly lane: Lane;
  readonly instance: string;
  readonly target: unknown;
  readonly message: Draft;
  /** Absent: for a room. */
  readonly userId?: string | undefined;
  /** In whose share of the sender's turns it stands (without one it shares with all that have none), and who pays. */
  readonly teamId?: string | undefined;
  readonly deviceId?: string | undefined;
  readonly addressId?: string | undefined;
  readonly ringId?: string | undefined;
  readonly revision?: number | undefined;
  readonly callId?: string | undefined;
  /** What fails together with it, where a device will prove that it rang. */
  readonly route?: string | undefined;
  /** To one of our own devices, to see whether it rings. */
  readonly isCanary?: boolean;
  readonly notBefore: Date;
  /** Never sent after this. */
  readonly expiresAt: Date;
}

export interface OutboxRow {
  readonly id: string;
  readonly kind: Draft['kind'];
  readonly instance: string;
  readonly target: unknown;
  readonly message: Draft;
  readonly user_id: string | null;
  readonly device_id: string | null;
  readonly address_id: string | null;
  readonly ring_id: string | null;
  readonly revision: number | null;
  readonly call_id: string | null;
  readonly expires_at: Date;
  readonly lane: Lane;
  readonly lease_token: string;
  /** A telephone call's place in the queue of its provider. */
  readonly slot_at: Date | null;
  readonly tries: number;
}

/** What shall leave is written with the decision; the sender takes it from here after the commit. */
@Injectable()
export class Outbox {
  constructor(
    private readonly transaction: Transaction,
    private readonly wake: Wake,
  ) {}

  /** One insert a transaction, however many send something in it. */
  async put(entries: readonly OutboxEntry[], now: Date): Promise<void> {
    if (entries.length === 0) return;
    const rows = entries.map((entry) => ({ ...rowOf(entry), created_at: now }));
    await this.transaction.atEnd(this, rows, (all) => this.write(all));
  }

  private async write(rows: readonly object[]): Promise<void> {
    await this.transaction.query(
      `insert into outbox (id, key, kind, lane, instance, target, message, user_id, device_id, address_id, ring_id,
         revision, call_id, route, is_canary, team_id, not_before, expires_at, created_at)
       select id, key, kind, lane, instance, target, message, user_id, device_id, address_id, ring_id, revision,
         call_id, route, is_canary, team_id, not_before, expires_at, created_at
       from jsonb_to_recordset($1::jsonb) as e(id uuid, key text, kind text, lane smallint, instance text,
         target jsonb, message jsonb, user_id uuid, device_id uuid, address_id uuid, ring_id uuid, revision int,
         call_id uuid, route text, is_canary boolean, team_id uuid, not_before timestamptz, expires_at timestamptz, created_at timestamptz)
       on conflict (key) do nothing`,
      [JSON.stringify(rows)],
    );
    this.transaction.afterCommit(() => this.wake.wake('outbox'));
  }
}

const rowOf = (entry: OutboxEntry): object => ({
  id: newId(),
  key: entry.key,
  kind: entry.message.kind,
  lane: entry.lane,
  instance: entry.instance,
  target: entry.target ?? {},
  message: entry.message,
  user_id: entry.userId,
  device_id: entry.deviceId,
  address_id: entry.addressId,
  ring_id: entry.ringId,
  revision: entry.revision,
  call_id: entry.callId,
  team_id: entry.teamId,
  route: entry.route,
  is_canary: entry.isCanary ?? false,
  not_before: entry.notBefore,
  expires_at: entry.expiresAt,
});

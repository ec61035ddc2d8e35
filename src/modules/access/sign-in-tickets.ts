import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { newId } from '../../platform/database/new-id.js';
import { Transaction } from '../../platform/database/transaction.js';
import { TicketInvalid } from './access.errors.js';
import { digestOf, newSecret, TICKET_PREFIX } from './secrets.js';

const LIVES_MS = 10 * 60_000;

/** What a ticket is good for; it is no credential, and no other door knows it. */
export type TicketPurpose = 'code' | 'enrol';

/** Between the two steps of a sign-in. */
@Injectable()
export class SignInTickets {
  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
  ) {}

  async make(
    userId: string,
    purpose: TicketPurpose,
  ): Promise<{ readonly ticket: string; readonly expiresAt: Date }> {
    const now = this.clock.now();
    const ticket = newSecret(TICKET_PREFIX);
    const expiresAt = new Date(now.getTime() + LIVES_MS);
    await this.transaction.query(
      `insert into sign_in_tickets (id, user_id, token_hash, purpose, made_at, expires_at)
       values ($1, $2, $3, $4, $5, $6)`,
      [newId(), userId, digestOf(ticket), purpose, now, expiresAt],
    );
    return { ticket, expiresAt };
  }

  async ownerOf(ticket: string, purpose: TicketPurpose): Promise<string | undefined> {
    const [row] = await this.transaction.query<{ user_id: string }>(
      `select user_id from sign_in_tickets
       where token_hash = $1 and purpose = $2 and used_at is null and expires_at > $3`,
      [digestOf(ticket), purpose, this.clock.now()],
    );
    return row?.user_id;
  }

  /** Once, whichever replica is asked. @throws TicketInvalid */
  async use(ticket: string, purpose: TicketPurpose): Promise<void> {
    const now = this.clock.now();
    const used = await this.transaction.query(
      `update sign_in_tickets set used_at = $3
       where token_hash = $1 and purpose = $2 and used_at is null and expires_at > $3 returning id`,
      [digestOf(ticket), purpose, now],
    );
    if (used.length === 0) throw new TicketInvalid('Sign in again: this took too long, or was done already');
  }

  /** What somebody has begun with a password that is not theirs any more. */
  async endAllOf(userId: string, now: Date): Promise<void> {
    await this.transaction.query(
      `update sign_in_tickets set used_at = $2 where user_id = $1 and used_at is null`,
      [userId, now],
    );
  }
}

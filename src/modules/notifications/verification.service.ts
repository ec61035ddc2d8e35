import { randomInt, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AuditTrail } from '../../platform/auth/audit-trail.js';
import type { Caller } from '../../platform/auth/caller.js';
import { SecretBox } from '../../platform/auth/secret-box.js';
import { Clock } from '../../platform/clock/clock.js';
import { newId } from '../../platform/database/new-id.js';
import { Transaction } from '../../platform/database/transaction.js';
import {
  type ContactMethodRef,
  ContactMethodsService,
  ContactMethodUnknown,
  type ContactMethodView,
  PeopleQueries,
} from '../people/index.js';
import type * as dto from './notifications.dto.js';
import { CodeTooSoon, CodeWrong, NothingCanVerify } from './notifications.errors.js';
import { NotifierInstances, type OpenInstance } from './notifier-instances.js';
import { LANES, Outbox } from './outbox.js';
import { afterSending, CODE_LIVES_MS, type Sent, TRIES, waitMs } from './verification.rules.js';

interface Row {
  readonly sealed_code: string;
  readonly expires_at: Date;
  readonly tries_left: number;
  readonly last_at: Date;
  readonly day_began_at: Date;
  readonly of_the_day: number;
}

/** What a code was sealed for: it cannot be opened as another's. */
export const codeContext = (contactMethodId: string): string => `verification-code ${contactMethodId}`;

/** A number or an address counts when its owner has read a code there: a slip of the pen would wake a stranger. */
@Injectable()
export class VerificationService {
  private readonly checking = new Set<string>();

  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
    private readonly people: PeopleQueries,
    private readonly methods: ContactMethodsService,
    private readonly instances: NotifierInstances,
    private readonly outbox: Outbox,
    private readonly box: SecretBox,
  ) {}

  async send(
    input: z.output<typeof ContactMethodRef>,
    caller: Caller,
  ): Promise<z.output<typeof dto.CodeSent>> {
    const now = this.clock.now();
    return this.transaction.run(async () => {
      const method = await this.method(input, caller);
      const { instance, target } = this.wayTo(method);
      const before = await this.row(method.contactMethodId);
      const sent = before && sentOf(before);
      const pauseMs = waitMs(sent, now);
      if (pauseMs > 0)
        throw new CodeTooSoon('A code was sent a moment ago', {
          retryAfterSeconds: Math.ceil(pauseMs / 1000),
        });
      const code = String(randomInt(0, 1_000_000)).padStart(6, '0');
      const expiresAt = new Date(now.getTime() + CODE_LIVES_MS);
      const sealed = this.box.seal(code, codeContext(method.contactMethodId));
      await this.keep(method.contactMethodId, sealed, expiresAt, afterSending(sent, now));
      const user = await this.people.user(method.userId);
      await this.outbox.put(
        [
          {
            key: `verification/${newId()}`,
            lane: LANES.normal,
            instance: instance.name,
            target,
            message: {
              kind: 'verification',
              contactMethodId: method.contactMethodId,
              sealed,
              locale: user.locale,
            },
            userId: method.userId,
            notBefore: now,
            expiresAt,
          },
        ],
        now,
      );
      this.audit.note({ targetId: user.userId, targetName: user.name, after: { target: method.target } });
      return { by: instance.name, expiresAt: expiresAt.toISOString() };
    });
  }

  /** @throws CodeWrong; each wrong one is counted, although the request fails */
  async confirm(input: z.output<typeof dto.ConfirmInput>, caller: Caller): Promise<ContactMethodView> {
    const now = this.clock.now();
    return this.transaction.run(async () => {
      const { contactMethodId } = await this.method(input, caller);
      const guess = await this.oneAtATime(contactMethodId);
      const row = await this.row(contactMethodId);
      const isOpen = row !== undefined && row.expires_at > now && row.tries_left > 0;
      if (!isOpen) throw new CodeWrong('There is no code that could be right: send another one');
      const code = this.box.open(row.sealed_code, codeContext(contactMethodId));
      if (!timingSafeEqual(Buffer.from(code), Buffer.from(input.code))) {
        guess.isWrong = true;
        throw new CodeWrong('That is not the code', { triesLeft: row.tries_left - 1 });
      }
      await this.transaction.query(
        `update contact_verifications set tries_left = 0 where contact_method_id = $1`,
        [contactMethodId],
      );
      return this.methods.verified(input, now);
    });
  }

  private async method(input: z.output<typeof ContactMethodRef>, caller: Caller): Promise<ContactMethodView> {
    const { contactMethods } = await this.methods.list(input.userId, caller);
    const method = contactMethods.find(({ contactMethodId }) => contactMethodId === input.contactMethodId);
    if (!method)
      throw new ContactMethodUnknown('There is no such contact method', {
        contactMethodId: input.contactMethodId,
      });
    return method;
  }

  /** The first notifier, by priority, that can bring a code there. @throws NothingCanVerify */
  private wayTo({ kind, target }: ContactMethodView): {
    readonly instance: OpenInstance;
    readonly target: unknown;
  } {
    const given = kind === 'phone' ? { number: target } : { address: target };
    for (const instance of kind === 'chat' ? [] : this.instances.thatSend('verification')) {
      const parsed = instance.plugin.target.safeParse(given);
      if (parsed.success) return { instance, target: parsed.data };
    }
    throw new NothingCanVerify('No notifier is set up that could send a code there', { kind });
  }

  private async row(contactMethodId: string): Promise<Row | undefined> {
    const [row] = await this.transaction.query<Row>(
      `select sealed_code, expires_at, tries_left, last_at, day_began_at, of_the_day from contact_verifications
       where contact_method_id = $1 for update`,
      [contactMethodId],
    );
    return row;
  }

  private async keep(contactMethodId: string, sealed: string, expiresAt: Date, sent: Sent): Promise<void> {
    await this.transaction.query(
      `insert into contact_verifications (contact_method_id, sealed_code, expires_at, tries_left, last_at,
         day_began_at, of_the_day)
       values ($1, $2, $3, ${TRIES}, $4, $5, $6)
       on conflict (contact_method_id) do update set sealed_code = excluded.sealed_code,
         expires_at = excluded.expires_at, tries_left = excluded.tries_left, last_at = excluded.last_at,
         day_began_at = excluded.day_began_at, of_the_day = excluded.of_the_day`,
      [contactMethodId, sealed, expiresAt, sent.lastAt, sent.dayBeganAt, sent.ofTheDay],
    );
  }

  /** A wrong one is counted once its request has failed: until then nobody may guess again. */
  private async oneAtATime(contactMethodId: string): Promise<{ isWrong: boolean }> {
    if (this.checking.has(contactMethodId))
      throw new CodeTooSoon('One code at a time', { retryAfterSeconds: 1 });
    this.checking.add(contactMethodId);
    const guess = { isWrong: false };
    this.transaction.afterCommit(() => this.checking.delete(contactMethodId));
    await this.transaction.afterRollback(async () => {
      try {
        if (guess.isWrong) await this.countWrong(contactMethodId);
      } finally {
        this.checking.delete(contactMethodId);
      }
    });
    return guess;
  }

  private async countWrong(contactMethodId: string): Promise<void> {
    await this.transaction.query(
      `update contact_verifications set tries_left = tries_left - 1 where contact_method_id = $1 and tries_left > 0`,
      [contactMethodId],
    );
  }
}

const sentOf = (row: Row): Sent => ({
  lastAt: row.last_at,
  dayBeganAt: row.day_began_at,
  ofTheDay: row.of_the_day,
});

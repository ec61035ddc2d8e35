import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { z } from 'zod';
import { AuditTrail } from '../../platform/auth/audit-trail.js';
import type { Caller } from '../../platform/auth/caller.js';
import { Clock } from '../../platform/clock/clock.js';
import { newId } from '../../platform/database/new-id.js';
import { sqlStateOf, Transaction, UNIQUE_VIOLATION } from '../../platform/database/transaction.js';
import { normalisedTarget } from './contact-methods.rules.js';
import type * as dto from './people.dto.js';
import { ContactMethodTaken, ContactMethodUnknown } from './people.errors.js';
import { PeopleQueries } from './people.queries.js';
import { type ContactMethodRow, contactMethodViewOf } from './people.rows.js';
import { RingProofs } from './ring-proofs.port.js';
import { UsersService } from './users.service.js';

const COLUMNS = 'id, user_id, kind, target, label, verified_at, created_at';
const MINE = COLUMNS.replaceAll(/\w+/g, 'm.$&');

@Injectable()
export class ContactMethodsService {
  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
    private readonly people: PeopleQueries,
    private readonly users: UsersService,
    private readonly modules: ModuleRef,
  ) {}

  /** Bound by `escalation`, which stands above this module: looked up when needed. */
  private get proofs(): RingProofs {
    return this.modules.get<RingProofs>(RingProofs, { strict: false });
  }

  async list(userId: string, caller: Caller): Promise<z.output<typeof dto.ContactMethodList>> {
    this.users.requireSelfOrAdmin(caller, userId);
    await this.people.user(userId);
    const methods = (await this.people.contactMethodsOf([userId])).get(userId) ?? [];
    // The one that is called.
    const phone = methods.find(({ kind, verified }) => kind === 'phone' && verified);
    if (!phone) return { contactMethods: [...methods] };
    const proofs = await this.proofs.ofTelephones(
      [{ userId, since: new Date(phone.createdAt) }],
      this.clock.now(),
    );
    const proof = proofs.get(userId);
    return { contactMethods: methods.map((one) => (one === phone && proof ? { ...one, proof } : one)) };
  }

  async create(
    input: z.output<typeof dto.CreateContactMethodInput>,
    caller: Caller,
  ): Promise<dto.ContactMethodView> {
    const now = this.clock.now();
    this.users.requireSelfOrAdmin(caller, input.userId);
    const target = normalisedTarget(input.kind, input.target);
    return this.transaction.run(async () => {
      const user = await this.people.user(input.userId);
      await this.people.requirePeople([input.userId]);
      const [row] = await this.transaction
        .query<ContactMethodRow>(
          `insert into contact_methods (id, user_id, kind, target, label, created_at)
           values ($1, $2, $3, $4, $5, $6) returning ${COLUMNS}`,
          [newId(), input.userId, input.kind, target, input.label, now],
        )
        .catch((error: unknown) => {
          if (sqlStateOf(error) !== UNIQUE_VIOLATION) throw error;
          throw new ContactMethodTaken('This user has it already', { field: 'target' });
        });
      if (!row) throw new Error('An insert gave no row back');
      const after = contactMethodViewOf(row);
      this.audit.note({ targetId: user.userId, targetName: user.name, after });
      return after;
    });
  }

  /** Its owner has read a code there. Joins the transaction that runs. */
  async verified(input: z.output<typeof dto.ContactMethodRef>, now: Date): Promise<dto.ContactMethodView> {
    const user = await this.people.user(input.userId);
    const [row] = await this.transaction.query<ContactMethodRow & { was_verified: boolean }>(
      `update contact_methods m set verified_at = coalesce(m.verified_at, $3)
       from (select id, verified_at is not null as was_verified from contact_methods
             where id = $1 and user_id = $2 and deleted_at is null for update) held
       where m.id = held.id returning ${MINE}, held.was_verified`,
      [input.contactMethodId, input.userId, now],
    );
    if (!row)
      throw new ContactMethodUnknown('There is no such contact method', {
        contactMethodId: input.contactMethodId,
      });
    const after = contactMethodViewOf(row);
    const before = { ...after, verified: row.was_verified };
    this.audit.note({ targetId: user.userId, targetName: user.name, before, after });
    return after;
  }

  async delete(input: z.output<typeof dto.ContactMethodRef>, caller: Caller): Promise<Record<string, never>> {
    const now = this.clock.now();
    this.users.requireSelfOrAdmin(caller, input.userId);
    return this.transaction.run(async () => {
      const user = await this.people.user(input.userId);
      const [row] = await this.transaction.query<ContactMethodRow>(
        `update contact_methods set deleted_at = $3 where id = $1 and user_id = $2 and deleted_at is null
         returning ${COLUMNS}`,
        [input.contactMethodId, input.userId, now],
      );
      if (!row)
        throw new ContactMethodUnknown('There is no such contact method', {
          contactMethodId: input.contactMethodId,
        });
      this.audit.note({ targetId: user.userId, targetName: user.name, before: contactMethodViewOf(row) });
      return {};
    });
  }
}

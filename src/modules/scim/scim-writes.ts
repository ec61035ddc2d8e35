import { Injectable } from '@nestjs/common';
import { AuditTrail, AuditWriter } from '../../platform/auth/audit-trail.js';
import type { Caller } from '../../platform/auth/caller.js';
import { Transaction } from '../../platform/database/transaction.js';

/** What a directory changes is one transaction with its audit row, as everywhere; what changed nothing has none. */
@Injectable()
export class ScimWrites {
  constructor(
    private readonly transaction: Transaction,
    private readonly audit: AuditTrail,
    private readonly writer: AuditWriter,
  ) {}

  run<T>(action: string, caller: Caller, work: () => Promise<T>): Promise<T> {
    return this.transaction.run(async () => {
      const { result, note } = await this.audit.collect(work);
      if (note.targetId !== undefined) await this.writer.write(note.action ?? action, caller, note);
      return result;
    });
  }
}

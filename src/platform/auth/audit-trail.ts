import { AsyncLocalStorage } from 'node:async_hooks';
import type { Caller } from './caller.js';

export interface AuditNote {
  /** Where it turned out to be something else than the operation is usually about. */
  readonly action?: string | undefined;
  readonly targetId?: string | undefined;
  readonly targetName?: string | undefined;
  /** Views, never entities: no secret may get here. */
  readonly before?: unknown;
  readonly after?: unknown;
  /** Where nobody was known before (sign-in), who it turned out to be. */
  readonly actor?: { readonly userId: string; readonly name: string } | undefined;
}

/** Implemented by `access`; writes in the transaction that runs. */
export abstract class AuditWriter {
  abstract write(action: string, caller: Caller, note: AuditNote): Promise<void>;
}

/** Services say what changed; the operation writes the row, so that none can be forgotten. */
export class AuditTrail {
  private readonly current = new AsyncLocalStorage<{ note: AuditNote }>();

  async collect<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly note: AuditNote }> {
    const slot: { note: AuditNote } = { note: {} };
    const result = await this.current.run(slot, work);
    return { result, note: slot.note };
  }

  /** Outside an audited operation it says nothing. */
  note(note: AuditNote): void {
    const slot = this.current.getStore();
    if (slot) slot.note = { ...slot.note, ...note };
  }
}

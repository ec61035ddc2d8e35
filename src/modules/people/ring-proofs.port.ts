import type { ProofView } from '../../platform/wire/proof.js';

/** What the rings of devices and telephones have proved. Bound by `escalation`, which keeps the receipts. */
export abstract class RingProofs {
  abstract ofDevices(deviceIds: readonly string[], now: Date): Promise<ReadonlyMap<string, ProofView>>;
  /** By person; what was rung before `since` was another number. */
  abstract ofTelephones(
    numbers: readonly { readonly userId: string; readonly since: Date }[],
    now: Date,
  ): Promise<ReadonlyMap<string, ProofView>>;
}

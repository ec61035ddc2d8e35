import type { Locale } from '../../platform/wire/schemas.js';
import type { Severity } from './policy.js';
import type { RingChange } from './ring-changes.js';
import type { RingSessionRow } from './ring-session.rows.js';

/** What a screen shows. */
export interface Face {
  readonly title: string;
  readonly severity: Severity;
  readonly team: string;
  readonly team_id: string;
  readonly ring_seconds: number;
  readonly until_ms: number;
  readonly count: number;
  /** Nothing but tests: anything real is shown in their place. */
  readonly is_test: boolean;
  readonly locale: Locale;
  /** It stands for nothing but a try of ours. */
  readonly is_canary: boolean;
}

/** What happens to the ring of one device. */
export interface Sorted {
  readonly deviceId: string;
  readonly changes: readonly RingChange[];
  readonly added: readonly RingChange[];
  readonly removed: readonly RingChange[];
}

export interface Ring extends Omit<Sorted, 'deviceId'> {
  readonly session: RingSessionRow;
  readonly isNew: boolean;
  /** The one that this change makes. */
  readonly revision: number;
}

/** What began and ended in one transaction was never shown: the last word on each call counts. */
export function sorted(deviceId: string, list: readonly RingChange[]): Sorted {
  const changes = [...new Map(list.map((change) => [change.callId, change])).values()];
  return {
    deviceId,
    changes,
    added: changes.filter((change) => change.does === 'add'),
    removed: changes.filter((change) => change.does === 'remove'),
  };
}

export function statusOf({ changes, added, session }: Ring): RingSessionRow['status'] {
  if (changes.length > 0 && changes.every((change) => change.does === 'answer')) return 'answered';
  return added.length > 0 ? 'ringing' : session.status;
}

export const endReasonOf = ({ removed }: Ring): string => removed.at(-1)?.reason ?? 'cancelled';
export const endOf = (face: Face, now: Date): Date => new Date(Math.max(face.until_ms, now.getTime()));

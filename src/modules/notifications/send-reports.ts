import type { Report } from '../../plugins/kit/index.js';
import type { OutboxRow } from './outbox.js';

/** What became of one message. `sent`: the provider took it, which says nothing about a phone. */
export interface Sent {
  readonly row: OutboxRow;
  /** `refused` and `gone`: it will not arrive by this address, whoever tries. */
  readonly became: 'sent' | 'refused' | 'gone';
}

/** What became of a report; of a key, it is what the caller is told. */
export type Heard = 'taken' | 'declined' | 'too-late' | 'noted';

/** What the sender learnt; `escalation` listens, in the transaction that records the outcomes. */
export abstract class SendReports {
  /** Looked at again just before sending: nothing leaves for what is over. Gives the ids of those that are not. */
  abstract wanted(rows: readonly OutboxRow[]): Promise<ReadonlySet<string>>;
  abstract learnt(sent: readonly Sent[], at: Date): Promise<void>;
  /** A telephone provider says how the call goes, or which key was pressed. */
  abstract phone(callId: string, report: Report, at: Date): Promise<Heard>;
}

import type { Report } from '../../plugins/kit/index.js';
import type { OutboxRow } from './outbox.js';

/** What the sender learnt; `escalation` listens, in the transaction that records the outcome. */
export abstract class SendReports {
  /** Looked at again just before sending: nothing leaves for what is over. */
  abstract isWanted(row: OutboxRow): Promise<boolean>;
  /** The provider took it. It says nothing about a phone. */
  abstract sent(row: OutboxRow, at: Date): Promise<void>;
  /** It will not arrive by this address, whoever tries. */
  abstract failed(row: OutboxRow, how: 'refused' | 'gone', at: Date): Promise<void>;
  /** A telephone provider says how the call goes, or which key was pressed. */
  abstract phone(callId: string, report: Report, at: Date): Promise<void>;
}

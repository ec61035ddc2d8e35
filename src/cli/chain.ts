import type { EscalationView } from '../modules/escalation/escalation.dto.js';
import { EXIT } from './failures.js';

/** One that was started, then the last resorts that followed when nobody was left to call. */
export type Chain = readonly [EscalationView, ...EscalationView[]];
export type Outcome = 'calling' | 'taken' | 'exhausted' | 'over';

export const EXIT_OF: Readonly<Record<Exclude<Outcome, 'calling'>, number>> = {
  taken: EXIT.ok,
  exhausted: EXIT.exhausted,
  over: EXIT.over,
};

/**
 * The policy's last resort and the first round of the organisation's list belong to it. Later rounds come every
 * few minutes for as long as nobody takes it: whoever waits is told that nobody did.
 */
export function lastResortsOf(chain: Chain, others: readonly EscalationView[]): readonly EscalationView[] {
  const last = chain[chain.length - 1] ?? chain[0];
  if (last.kind === 'organisation') return [];
  const found = others.find(
    ({ parentId, kind }) =>
      parentId === last.escalationId && (kind === 'last-resort' || kind === 'organisation'),
  );
  return found ? [found, ...lastResortsOf([last, found], others)] : [];
}

export const isLive = ({ status }: EscalationView): boolean => status === 'delayed' || status === 'calling';

export function outcomeOf(chain: Chain): Outcome {
  if (chain.some(({ status }) => status === 'accepted')) return 'taken';
  if (chain.some(isLive)) return 'calling';
  return chain.at(-1)?.status === 'exhausted' ? 'exhausted' : 'over';
}

/** The one that decided how it ended. */
export const decisiveOf = (chain: Chain): EscalationView =>
  chain.find(({ status }) => status === 'accepted') ?? chain[chain.length - 1] ?? chain[0];

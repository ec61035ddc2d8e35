import type { Call, Escalation } from '../../generated/api/models';

/** A call that this person did not answer, and what became of it. */
export interface Missed {
  readonly callId: string;
  readonly escalationId: string;
  readonly title: string;
  readonly team: string;
  readonly at: string;
  readonly rangSeconds: number;
  readonly takenBy: readonly string[];
  readonly fate: 'taken' | 'still' | 'over' | 'resolved';
}

const TWO_DAYS_MS = 2 * 86_400_000;

/** One per escalation, the last try; never one that was answered, declined or taken by oneself. */
export function missedCalls(calls: readonly Call[], now: number): readonly Call[] {
  const byEscalation = new Map<string, Call[]>();
  for (const call of calls) {
    byEscalation.set(call.escalationId, [...(byEscalation.get(call.escalationId) ?? []), call]);
  }
  return [...byEscalation.values()]
    .filter((tries) => tries.every(({ status, stage }) => isSilent(status) && stage !== 'answered'))
    .map((tries) => tries.reduce((last, call) => (call.startedAt > last.startedAt ? call : last)))
    .filter(({ startedAt }) => now - Date.parse(startedAt) < TWO_DAYS_MS)
    .sort((a, b) => b.startedAt.localeCompare(a.startedAt))
    .slice(0, 5);
}

const isSilent = (status: Call['status']): boolean => status === 'ended' || status === 'cancelled';

export function missed(call: Call, escalation: Escalation, me: string): Missed | undefined {
  const takenBy = escalation.acceptances.filter(({ userId }) => userId !== me).map(({ name }) => name);
  if (escalation.acceptances.some(({ userId }) => userId === me)) return undefined;
  const end = Date.parse(call.endedAt ?? call.startedAt);
  return {
    callId: call.callId,
    escalationId: escalation.escalationId,
    title: escalation.title,
    team: escalation.teamName,
    at: call.startedAt,
    rangSeconds: Math.max(0, Math.round((end - Date.parse(call.startedAt)) / 1_000)),
    takenBy,
    fate: fateOf(escalation, takenBy),
  };
}

function fateOf({ status }: Escalation, takenBy: readonly string[]): Missed['fate'] {
  if (takenBy.length > 0) return 'taken';
  if (status === 'delayed' || status === 'calling') return 'still';
  return status === 'resolved' ? 'resolved' : 'over';
}

import type { Call, Escalation } from '../generated/api/models';

export interface BoardSplit {
  /** Shown whole: what rings the viewer, else the worst that rings. */
  readonly cards: readonly Escalation[];
  readonly lines: readonly Escalation[];
}

const SEVERITY_RANK = { critical: 0, high: 1, warning: 2, info: 3, unknown: 4 } as const;

/** The viewer's own live call of an escalation. */
export function myCall(escalation: Escalation, userId: string): Call | undefined {
  return escalation.calls.findLast(
    (call) => call.userId === userId && (call.status === 'calling' || call.status === 'reading'),
  );
}

/** What rings me comes first and is a card; with nothing for me, the worst that needs somebody; all else is a line. */
export function splitBoard(
  escalations: readonly Escalation[],
  userId: string,
  opened: ReadonlySet<string>,
): BoardSplit {
  const order = withoutFollowed(escalations).sort(
    (a, b) => weight(a, userId) - weight(b, userId) || age(a) - age(b),
  );
  const mine = order.filter((escalation) => myCall(escalation, userId) !== undefined);
  const loud = order.filter(isLoud);
  const first = mine.length > 0 ? mine : loud.slice(0, 1);
  const isCard = (escalation: Escalation): boolean =>
    first.includes(escalation) || opened.has(escalation.escalationId);
  return { cards: order.filter(isCard), lines: order.filter((escalation) => !isCard(escalation)) };
}

/** An unanswered run whose last resort is on the board too is told by that one. */
function withoutFollowed(escalations: readonly Escalation[]): Escalation[] {
  const followed = new Set(escalations.map(({ parentId }) => parentId));
  return escalations.filter(
    ({ status, escalationId }) => status !== 'exhausted' || !followed.has(escalationId),
  );
}

/** Somebody should look: it rings, or nobody answered and the next round only waits. */
const isLoud = ({ status, kind }: Escalation): boolean =>
  status === 'calling' || status === 'exhausted' || (status === 'delayed' && kind === 'organisation');

/** The newest call of each person, in the order in which they were first called. */
export function callsByPerson(calls: readonly Call[]): readonly Call[] {
  const newest = new Map<string, Call>();
  for (const call of calls) {
    const before = newest.get(call.userId);
    if (before === undefined || Date.parse(call.startedAt) >= Date.parse(before.startedAt)) {
      newest.set(call.userId, call);
    }
  }
  return [...newest.values()];
}

/** The call that a one-line view stands for: who took it, who reads, who rings, else the last. */
export function tellingCall(escalation: Escalation): Call | undefined {
  const calls = escalation.calls;
  const taken = calls.find((call) => call.status === 'accepted');
  const live =
    calls.find((call) => call.status === 'reading') ?? calls.findLast((call) => call.status === 'calling');
  // Somebody may have taken their part while more are still called for.
  return (escalation.status === 'calling' ? (live ?? taken) : (taken ?? live)) ?? calls.at(-1);
}

function weight(escalation: Escalation, userId: string): number {
  const mine = myCall(escalation, userId) === undefined ? 100 : 0;
  const status = { calling: 0, delayed: 10, exhausted: 5, accepted: 20, resolved: 30, cancelled: 30 };
  return mine + status[escalation.status] + SEVERITY_RANK[escalation.severity];
}

const age = (escalation: Escalation): number => Date.parse(escalation.startedAt);

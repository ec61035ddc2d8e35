import type { z } from 'zod';
import { isAtLeast, stageOf } from './call.state.js';
import type { CallRow } from './escalation.rows.js';
import type { PolicySnapshot } from '../policies/index.js';
import type { TestRingProblem, TestRingStage, TestRingStatus } from './test-rings.dto.js';

type Stage = z.output<typeof TestRingStage>;

/** Above what a ring takes on a healthy way; the deadline of the telephone in the real thing, too. */
const PROOF_MS = 8_000;
/** A telephone is dialled by a network of its own. */
const DIAL_MS = 15_000;

/** One ring, one way, one time: whoever tries it out wants to know about this way and no other. */
export const testSnapshot = (userId: string, way: NonNullable<PolicySnapshot['way']>): PolicySnapshot => ({
  name: 'Test ring',
  delaySeconds: 0,
  repeat: 0,
  decisionSeconds: 30,
  whenAlertsResolve: 'go-on',
  way,
  steps: [
    {
      targets: [{ kind: 'user', id: userId }],
      order: 'listed',
      simultaneous: 0,
      ringSeconds: 30,
      retries: 0,
      pauseSeconds: 0,
      responders: 1,
    },
  ],
});

export function testStatusOf({ status, state, stages }: CallRow): z.output<typeof TestRingStatus> {
  switch (status) {
    case 'calling':
      return 'ringing';
    case 'reading':
      return 'answered';
    case 'cancelled':
      return 'stopped';
    case 'ended':
      return isAtLeast(stageOf(state), 'ringing') || stages.some(({ stage }) => stage === 'phone-ringing')
        ? 'rang-out'
        : 'failed';
    default:
      return status;
  }
}

const SHOWN: Readonly<Record<string, Stage>> = {
  asked: 'asked',
  'phone-asked': 'asked',
  'provider-accepted': 'provider-accepted',
  delivered: 'delivered',
  ringing: 'ringing',
  'phone-ringing': 'ringing',
  answered: 'answered',
  reading: 'answered',
  'phone-picked-up': 'answered',
  accepted: 'accepted',
  declined: 'declined',
};

export interface ShownStage {
  readonly stage: Stage;
  readonly at: string;
  readonly ms: number;
}

/** Each stage once, when it was first reached, counted from the moment of asking. */
export function shownStages(row: Pick<CallRow, 'started_at' | 'stages'>): readonly ShownStage[] {
  const first = new Map<Stage, string>();
  for (const { stage, at } of row.stages) {
    const shown = SHOWN[stage];
    if (shown && !first.has(shown)) first.set(shown, at);
  }
  return [...first].map(([stage, at]) => ({ stage, at, ms: Date.parse(at) - row.started_at.getTime() }));
}

/** What keeps it from ringing, as far as it is known by now. Whether it was answered is the person's business. */
export function problemOf(row: CallRow, isTelephone: boolean, now: Date): TestRingProblem | undefined {
  const status = testStatusOf(row);
  if (status === 'rang-out') return 'not-answered';
  if (status !== 'ringing' && status !== 'failed') return undefined;
  const isOver = status === 'failed';
  const ageMs = now.getTime() - row.started_at.getTime();
  if (isTelephone) {
    if (row.state.phone.state === 'absent') return 'no-telephone';
    return row.state.phone.rang || !(isOver || ageMs >= DIAL_MS) ? undefined : 'telephone-failed';
  }
  const [device] = row.state.devices;
  if (!device) return 'no-way';
  if (isAtLeast(device.stage, 'ringing')) return undefined;
  if (device.suppressed) return 'suppressed';
  if (device.refusal !== 'none') return device.refusal;
  if (!isOver && ageMs < PROOF_MS) return undefined;
  return isAtLeast(device.stage, 'provider-accepted') ? 'no-proof' : 'not-sent';
}

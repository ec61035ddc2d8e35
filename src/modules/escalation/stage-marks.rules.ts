import type { Call, CallDecision, CallEvent } from './call.state.js';
import type { StageMark } from './escalation.rows.js';

type Changed = Extract<CallDecision, { outcome: 'changed' }>;

/** What a decision adds to the proof that people look at: which device, or the phone, reached what, and when. */
export function stageMarks(
  before: Call,
  { call, effects }: Changed,
  event: CallEvent,
  now: Date,
): readonly StageMark[] {
  const at = now.toISOString();
  const marks: StageMark[] = effects.flatMap((effect) => {
    if (effect.kind === 'push') return effect.deviceIds.map((deviceId) => ({ deviceId, stage: 'asked', at }));
    return effect.kind === 'phone' ? [{ stage: 'phone-asked', at }] : [];
  });
  if (event.kind === 'receipt') marks.push({ deviceId: event.deviceId, stage: event.receipt, at });
  if (event.kind === 'phone') marks.push({ stage: `phone-${event.phone}`, at });
  if (call.status !== before.status && call.status !== 'calling') marks.push({ stage: call.status, at });
  return marks;
}

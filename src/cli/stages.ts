import type { CallView, EscalationView } from '../modules/escalation/escalation.dto.js';
import { plain, type Tone } from './text.js';

/** One thing that is proved to have happened to one person. */
export interface StageFact {
  /** The same fact has the same key in every later view. */
  readonly key: string;
  readonly seconds: number;
  /** Empty for what concerns nobody in particular. */
  readonly person: string;
  readonly words: string;
  readonly tone: Tone;
}

type Said = Pick<StageFact, 'words' | 'tone'>;

const say = (words: string, tone: Tone = 'plain'): Said => ({ words, tone });

/** What a device or the telephone proves; what is missing here is nothing that people wait for. */
const PROOFS: Readonly<Record<string, Said>> = {
  'provider-accepted': say('sent'),
  delivered: say('delivered'),
  ringing: say('ringing', 'live'),
  answered: say('answered', 'live'),
  suppressed: say('stays silent: do not disturb, or not allowed to ring', 'bad'),
  expired: say('came too late', 'bad'),
  refused: say('refused by the push service', 'bad'),
  gone: say('device is gone', 'bad'),
  'phone-asked': say('telephone is called'),
  'phone-ringing': say('telephone rings', 'live'),
  'phone-picked-up': say('telephone picked up', 'live'),
  reading: say('answered', 'live'),
  accepted: say('takes it', 'good'),
  cancelled: say('stopped', 'dim'),
};

const ENDS: Readonly<Record<NonNullable<CallView['endReason']>, string>> = {
  'rang-out': 'did not answer',
  silent: 'answered, but said neither yes nor no',
  unsent: 'nothing could be sent',
  unreachable: 'cannot be reached',
};

/** Everything that happened so far, in the order in which it did. */
export function factsOf(view: EscalationView): readonly StageFact[] {
  const calls = view.calls.flatMap((call) => factsOfCall(call, view));
  return [...stepsOf(view), ...calls, ...takenFromBoard(view), ...nobodyThere(view)].sort(
    (a, b) => a.seconds - b.seconds,
  );
}

export function factsOfCall(call: CallView, view: EscalationView): readonly StageFact[] {
  const fact = (at: string, said: Said): StageFact => ({
    key: `${call.callId} ${said.words}`,
    seconds: secondsSince(view.startedAt, at),
    person: plain(call.userName),
    ...said,
  });
  const marks = [...call.devices.flatMap((device) => device.stages), ...call.stages];
  const proofs = marks.flatMap(({ stage, at }) => {
    const said = endOf(call, stage) ?? PROOFS[stage];
    return said ? [fact(at, said)] : [];
  });
  const begun = fact(call.startedAt, say(call.try > 1 ? `calling, try ${call.try}` : 'calling'));
  return earliest([begun, ...proofs]);
}

/** Of several devices the first counts; the sort is stable, so that equal times keep the order of the view. */
function earliest(facts: readonly StageFact[]): readonly StageFact[] {
  const sorted = [...facts].sort((a, b) => a.seconds - b.seconds);
  return sorted.filter((fact, i) => sorted.findIndex((other) => other.key === fact.key) === i);
}

function endOf(call: CallView, stage: string): Said | undefined {
  if (stage === 'declined')
    return say(call.declineReason ? `cannot: ${plain(call.declineReason)}` : 'cannot', 'bad');
  return stage === 'ended' ? say(call.endReason ? ENDS[call.endReason] : 'ended', 'bad') : undefined;
}

/** Said only where there is more than one step or round. */
function stepsOf(view: EscalationView): readonly StageFact[] {
  const firsts = view.calls.filter(
    (call, i) =>
      view.calls.findIndex((other) => other.cycle === call.cycle && other.step === call.step) === i &&
      (view.steps > 1 || call.cycle > 1),
  );
  return firsts.map((call) => ({
    key: `${view.escalationId} ${call.cycle} ${call.step}`,
    seconds: secondsSince(view.startedAt, call.startedAt),
    person: '',
    words: `step ${call.step} of ${view.steps}${call.cycle > 1 ? `, round ${call.cycle}` : ''}`,
    tone: 'dim',
  }));
}

/** Who took it without having been called. */
function takenFromBoard(view: EscalationView): readonly StageFact[] {
  const called = new Set(view.calls.filter((call) => call.status === 'accepted').map((call) => call.userId));
  return view.acceptances
    .filter(({ userId }) => !called.has(userId))
    .map(({ userId, name, at }) => ({
      key: `${view.escalationId} taken ${userId}`,
      seconds: secondsSince(view.startedAt, at),
      person: plain(name),
      ...say('takes it', 'good'),
    }));
}

/** Without a single call there is nothing else to show of it. */
export function nobodyThere({
  status,
  calls,
  escalationId,
  startedAt,
  endedAt,
}: EscalationView): readonly StageFact[] {
  if (status !== 'exhausted' || calls.length > 0) return [];
  const seconds = secondsSince(startedAt, endedAt ?? startedAt);
  return [
    { key: `${escalationId} nobody`, seconds, person: '', ...say('nobody there can be reached', 'bad') },
  ];
}

export const secondsSince = (from: string, at: string): number =>
  Math.max(0, (Date.parse(at) - Date.parse(from)) / 1000);

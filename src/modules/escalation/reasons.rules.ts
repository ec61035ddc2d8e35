import type { CallLogRow, CallNote } from './call.state.js';
import type { LogRow, Note, RunEvent } from './escalation.state.js';
import { isFinal } from './escalation.state.js';
import type { ReasonCode } from './explain.texts.js';
import type { Instant, Severity, UserId } from './policy.js';

/** Why something was done, as data: for a screen, a reader or an API; `explain.rules.ts` makes it a sentence. */
export interface Reason {
  readonly code: ReasonCode;
  readonly params: {
    readonly person?: UserId;
    readonly people?: readonly UserId[];
    /** A device, or the channel that an answer came by. */
    readonly device?: string;
    readonly severity?: Severity;
    readonly step?: number;
    readonly cycle?: number;
    readonly tryNumber?: number;
    readonly seconds?: number;
    readonly minutes?: number;
    readonly count?: number;
    readonly needed?: number;
  };
}

function reason(code: ReasonCode, params: Reason['params'] = {}): Reason {
  return { code, params };
}

/** One version of an escalation: what happened, what the rules did, and how it ended if it did. */
export function reasonsOf(row: LogRow): readonly Reason[] {
  const hasEnded = !isFinal(row.from) || row.from !== row.to;
  return [
    ...happened(row),
    ...row.notes.map((note) => noted(note, row.at)),
    ...(hasEnded && row.to === 'accepted' ? [reason('ended-accepted')] : []),
    ...(hasEnded && row.to === 'exhausted' ? [reason('ended-exhausted')] : []),
    ...(hasEnded && row.to === 'resolved' ? [reason('ended-resolved')] : []),
  ];
}

function happened({ event, from, notes }: LogRow): readonly Reason[] {
  switch (event.kind) {
    case 'start':
      return [reason('started')];
    case 'due':
      return from === 'delayed' && !notes.some(({ code }) => code === 'still-on-it-asked')
        ? [reason('delay-over')]
        : [];
    case 'callAnswered':
      return [reason('answered', { person: event.userId })];
    case 'callAccepted':
      return [reason('accepted', { person: event.userId })];
    case 'taken':
      return [reason('taken', { person: event.userId })];
    case 'callDeclined':
      return [reason('declined', { person: event.userId })];
    case 'callEnded':
      return [reason(event.reason, { person: event.userId })];
    case 'alertsResolved':
      return [reason('alerts-resolved')];
    case 'signOfLife':
      return [reason('sign-of-life')];
    case 'alertFired':
      return [reason('alert-fired')];
    case 'severityRose':
      return [rose(event, from, notes)];
    case 'targetsAdded':
      return [reason('people-added', { people: event.targets.map((target) => target.userId) })];
    case 'skipStep':
      return [reason('step-skipped')];
    case 'cancelled':
      return [reason('cancelled')];
  }
}

function rose(
  { severity }: Extract<RunEvent, { kind: 'severityRose' }>,
  from: LogRow['from'],
  notes: readonly Note[],
): Reason {
  if (from === 'delayed') return reason('severity-rose-in-delay', { severity });
  const isNoWorse = notes.some((note) => note.code === 'ringing-again');
  return isNoWorse ? reason('alert-fired') : reason('severity-rose', { severity });
}

function noted(note: Note, at: Instant): Reason {
  switch (note.code) {
    case 'step-started':
    case 'step-empty':
      return reason(note.code, { step: note.step });
    case 'cycle-started':
      return reason(note.code, { cycle: note.cycle });
    case 'person-called':
      return note.tryNumber === 1
        ? reason('person-called', { person: note.userId })
        : reason('person-called-again', { person: note.userId, tryNumber: note.tryNumber });
    case 'person-pausing':
    case 'person-held':
      return reason(note.code, { person: note.userId, seconds: secondsUntil(note.until, at) });
    case 'delay-started':
    case 'still-on-it-asked':
      return reason(note.code, { seconds: secondsUntil(note.until, at) });
    case 'still-on-it-waits':
      return reason(note.code, { minutes: Math.ceil(secondsUntil(note.until, at) / 60) });
    case 'acceptance-counted':
      return reason(note.code, { count: note.count, needed: note.needed });
    case 'linked-opened':
      return reason(openedAs(note.as));
    case 'ladder-over':
    case 'linked-stopped':
    case 'nobody-new':
    case 'ringing-again':
      return reason(note.code);
    default:
      return reason(note.code, { person: note.userId });
  }
}

function openedAs(kind: Extract<Note, { code: 'linked-opened' }>['as']): ReasonCode {
  if (kind === 'still-on-it') return 'opened-still-on-it';
  if (kind === 'organisation') return 'opened-organisation';
  return kind === 'additional' ? 'opened-additional' : 'opened-last-resort';
}

function secondsUntil(until: Instant, at: Instant): number {
  return Math.ceil((until - at) / 1000);
}

/** One version of a call: what a device, the phone or the person said, and which channel follows. */
export function callReasonsOf(row: CallLogRow): readonly Reason[] {
  return [...heard(row), ...row.notes.map(callNoted)];
}

function heard({ event }: CallLogRow): readonly Reason[] {
  switch (event.kind) {
    case 'receipt':
      return [reason(`device-${event.receipt}`, { device: event.deviceId })];
    case 'phone':
      return [reason(`phone-${event.phone}`)];
    case 'answer':
      return [reason('call-answered', { device: event.by })];
    case 'accept':
      return [reason('call-accepted', { device: event.by })];
    case 'decline':
      return [reason('call-declined', { device: event.by })];
    case 'cancel':
      return [reason('call-cancelled')];
    case 'start':
    case 'due':
      return [];
  }
}

function callNoted(note: CallNote): Reason {
  if (note.code === 'ended') return reason(`call-${note.reason}`);
  if (note.code === 'devices-asked') {
    return note.count === 0 ? reason('no-device') : reason('devices-asked', { count: note.count });
  }
  return reason(note.code);
}

/** "Why was I (not) called?": what an escalation's log says about one person. */
export function reasonsFor(rows: readonly LogRow[], userId: UserId): readonly Reason[] {
  const own = rows
    .flatMap(reasonsOf)
    .filter(({ params }) => params.person === userId || params.people?.includes(userId));
  const isCandidate = rows.some((row) => row.candidates.flat().some((one) => one.userId === userId));
  if (own.length === 0 && !isCandidate) return [reason('never-among', { person: userId })];
  // Whoever was called, left out or heard has the reason in a row; whoever waited has it in how it ended.
  const last = own.at(-1)?.code;
  const isWaiting = last === undefined || last === 'person-waiting' || last === 'person-held';
  return isWaiting ? [...own, ...waitedFor(rows, userId, own.length > 0)] : own;
}

function waitedFor(rows: readonly LogRow[], person: UserId, isQueued: boolean): readonly Reason[] {
  const end = rows.at(-1)?.to ?? 'new';
  if (!isFinal(end)) return isQueued ? [] : [reason('person-later', { person })];
  if (end !== 'accepted') return [reason('over-before', { person })];
  const people = rows.flatMap(({ event }) =>
    event.kind === 'callAccepted' || event.kind === 'taken' ? [event.userId] : [],
  );
  return [reason('taken-before', { person, people })];
}

import { describe, expect, it } from '@jest/globals';
import { decideCall } from './call.rules.js';
import type { Call, CallEvent, CallStatus, Receipt } from './call.state.js';
import { newCall } from './call.state.js';
import { decide } from './escalation.rules.js';
import type { Run, RunEvent } from './escalation.state.js';
import { newRun } from './escalation.state.js';
import type { CandidatesByStep, Policy } from './policy.js';

// A cell is the status that follows, `=` for a change that keeps it, `-` for ignored, `409` for refused.
type Cell = string;

function cells(table: string): ReadonlyMap<string, ReadonlyMap<string, Cell>> {
  const [head = [], ...rows] = table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
  return new Map(
    rows.map(([name = '', ...row]) => [name, new Map(head.slice(1).map((h, i) => [h, row[i] ?? '?']))]),
  );
}

const people = cells(`
  event           new       delayed   ringing   reading   resolving pausing   held      over      accepted  exhausted resolved  cancelled
  start           calling   -         -         -         -         -         -         -         -         -         -         -
  due-early       -         -         -         -         -         -         -         -         -         -         -         -
  due             -         calling   =         =         =         =         =         =         -         -         -         -
  answered        -         -         =         -         -         -         -         =         -         -         -         -
  accepted        -         accepted  accepted  accepted  accepted  accepted  accepted  accepted  409       accepted  409       409
  taken           -         accepted  accepted  accepted  accepted  accepted  accepted  accepted  409       accepted  409       409
  declined        -         -         =         =         resolved  =         =         =         -         -         -         -
  rang-out        -         -         =         =         resolved  -         -         =         -         -         -         -
  silent          -         -         =         =         resolved  -         -         =         -         -         -         -
  unsent          -         -         =         =         resolved  -         -         =         -         -         -         -
  unreachable     -         -         =         =         resolved  -         -         =         -         -         -         -
  stranger-ended  -         -         -         -         -         -         -         -         -         -         -         -
  alertsResolved  -         resolved  resolved  =         -         resolved  resolved  resolved  -         -         -         -
  sign-of-life    -         -         -         -         -         -         -         -         -         -         -         -
  alertFired      -         -         -         -         =         -         -         -         -         -         -         -
  rose            -         =         =         =         =         =         =         =         -         -         -         -
  not-risen       -         -         -         -         =         -         -         -         -         -         -         -
  targetsAdded    -         calling   =         =         =         =         =         =         -         -         -         -
  known-added     -         calling   -         -         -         =         =         -         -         -         -         -
  skipStep        -         calling   =         =         -         =         =         -         -         -         -         -
  cancelled       -         cancelled cancelled cancelled cancelled cancelled cancelled cancelled -         -         -         -
`);

const policy: Policy = {
  steps: [
    { simultaneous: 1, ringSeconds: 30, retries: 1, pauseSeconds: 15, responders: 1 },
    { simultaneous: 1, ringSeconds: 30, retries: 1, pauseSeconds: 15, responders: 1 },
  ],
  delaySeconds: 0,
  repeat: 0,
  decisionSeconds: 60,
  whenAlertsResolve: 'stop',
  lastResort: 'own',
};
const candidates = [['A', 'B'], ['C']].map((step) => step.map((userId) => ({ userId, reachable: true })));
const heldBack = (held: string): CandidatesByStep =>
  candidates.map((step) => step.map((c) => (c.userId === held ? { ...c, heldUntil: 600_000 } : c)));
const a = { callId: '1/1/A/1', userId: 'A' };
const b = { callId: '1/1/B/1', userId: 'B' };
const c = { callId: '1/2/C/1', userId: 'C' };

function told(run: Run, ...events: readonly RunEvent[]): Run {
  return events.reduce((before, event, i) => decide(before, event, i * 1000, candidates).run, run);
}

const fresh = newRun(policy, 'warning');
const start: RunEvent = { kind: 'start' };
const ended = (call: typeof a): RunEvent => ({ kind: 'callEnded', ...call, reason: 'rang-out' });
const declined = (call: typeof a): RunEvent => ({ kind: 'callDeclined', ...call });

const runs: Readonly<Record<string, Run>> = {
  new: fresh,
  delayed: told(newRun({ ...policy, delaySeconds: 60 }, 'warning'), start),
  ringing: told(fresh, start),
  reading: told(fresh, start, { kind: 'callAnswered', ...a }),
  resolving: told(fresh, start, { kind: 'callAnswered', ...a }, { kind: 'alertsResolved' }),
  pausing: told(fresh, start, ended(a), ended(b)),
  held: decide(fresh, start, 0, heldBack('A')).run,
  over: told(fresh, start, { kind: 'skipStep' }, { kind: 'skipStep' }),
  accepted: told(fresh, start, declined(a), { kind: 'callAccepted', ...b }),
  exhausted: told(fresh, start, declined(a), declined(b), declined(c)),
  resolved: told(fresh, start, { kind: 'alertsResolved' }),
  cancelled: told(fresh, start, { kind: 'cancelled' }),
};

/** The compiler asks for an example of every kind of event. */
const runEvents: Readonly<Record<RunEvent['kind'], Readonly<Record<string, RunEvent>>>> = {
  start: { start },
  due: { 'due-early': { kind: 'due' }, due: { kind: 'due' } },
  callAnswered: { answered: { kind: 'callAnswered', ...a } },
  callAccepted: { accepted: { kind: 'callAccepted', ...a } },
  taken: { taken: { kind: 'taken', userId: 'T' } },
  callDeclined: { declined: declined(a) },
  callEnded: {
    'rang-out': ended(a),
    silent: { kind: 'callEnded', ...a, reason: 'silent' },
    unsent: { kind: 'callEnded', ...a, reason: 'unsent' },
    unreachable: { kind: 'callEnded', ...a, reason: 'unreachable' },
    'stranger-ended': ended({ callId: '9/9/Z/9', userId: 'Z' }),
  },
  alertsResolved: { alertsResolved: { kind: 'alertsResolved' } },
  // Only what waits to ask after somebody listens: `still-on-it.rules.spec.ts`.
  signOfLife: { 'sign-of-life': { kind: 'signOfLife', at: 9_000 } },
  alertFired: { alertFired: { kind: 'alertFired' } },
  severityRose: {
    rose: { kind: 'severityRose', severity: 'critical' },
    'not-risen': { kind: 'severityRose', severity: 'warning' },
  },
  targetsAdded: {
    targetsAdded: { kind: 'targetsAdded', targets: [{ userId: 'X', reachable: true }] },
    'known-added': { kind: 'targetsAdded', targets: [{ userId: 'A', reachable: true }] },
  },
  skipStep: { skipStep: { kind: 'skipStep' } },
  cancelled: { cancelled: { kind: 'cancelled' } },
};

describe('kernel 1, every state × every event', () => {
  const events = Object.values(runEvents).flatMap((examples) => Object.entries(examples));
  const pairs = events.flatMap(([name, event]) =>
    Object.entries(runs).map(([state, run]) => ({ name, event, state, run })),
  );

  it('the fixtures are in the states that they are named after', () => {
    const calling = ['ringing', 'reading', 'resolving', 'pausing', 'held', 'over'];
    for (const [name, run] of Object.entries(runs))
      expect(run.status).toBe(calling.includes(name) ? 'calling' : name);
    expect(pairs).toHaveLength(252);
  });

  it.each(pairs)('$state × $name', ({ name, event, run, state }) => {
    const now = name === 'due' ? (run.dueAt ?? 0) : 10_000;
    const decision = decide(run, event, now, candidates);
    expect(cellOf(decision.outcome, run.status, decision.run.status)).toBe(people.get(name)?.get(state));
    if (decision.outcome !== 'changed') expect(decision.run).toBe(run);
    if (decision.outcome === 'changed') expect(decision.run.version).toBe(run.version + 1);
  });
});

function cellOf(outcome: string, before: string, after: string): Cell {
  if (outcome === 'ignored') return '-';
  if (outcome === 'refused') return '409';
  return before === after ? '=' : after;
}

const channels = cells(`
  event              new      calling   reading   accepted declined ended    cancelled
  start              calling  -         -         -        -        -        -
  due-early          -        -         -         -        -        -        -
  due                -        =         ended     -        -        -        -
  provider-accepted  -        =         -         =        =        =        =
  delivered          -        =         -         =        =        =        =
  ringing            -        =         -         =        =        =        =
  answered           -        reading   -         =        =        =        =
  accepted           -        accepted  accepted  =        accepted accepted accepted
  declined           -        declined  declined  =        =        declined =
  suppressed         -        =         =         =        =        =        =
  expired            -        -         -         -        -        -        -
  stopped            -        -         -         -        -        -        -
  refused            -        =         =         =        =        =        =
  gone               -        =         =         =        =        =        =
  stranger           -        -         -         -        -        -        -
  phone-ringing      -        =         -         -        -        -        -
  phone-picked-up    -        =         -         -        -        -        -
  phone-digit        -        reading   -         -        -        -        -
  phone-over         -        =         -         -        -        -        -
  answer             -        reading   -         -        -        -        -
  accept             -        accepted  accepted  -        accepted accepted accepted
  decline            -        declined  declined  -        -        declined -
  cancel             -        cancelled cancelled -        -        -        -
`);

const receipts: Readonly<Record<Receipt, true>> = {
  'provider-accepted': true,
  delivered: true,
  ringing: true,
  answered: true,
  accepted: true,
  declined: true,
  suppressed: true,
  expired: true,
  stopped: true,
  refused: true,
  gone: true,
};

const callEvents: Readonly<Record<CallEvent['kind'], Readonly<Record<string, CallEvent>>>> = {
  start: { start: { kind: 'start' } },
  due: { 'due-early': { kind: 'due' }, due: { kind: 'due' } },
  receipt: {
    ...Object.fromEntries(
      (Object.keys(receipts) as Receipt[]).map((receipt) => [
        receipt,
        { kind: 'receipt', deviceId: 'app', receipt } as const,
      ]),
    ),
    stranger: { kind: 'receipt', deviceId: 'nobody', receipt: 'ringing' },
  },
  phone: {
    'phone-ringing': { kind: 'phone', phone: 'ringing' },
    'phone-picked-up': { kind: 'phone', phone: 'picked-up' },
    'phone-digit': { kind: 'phone', phone: 'digit' },
    'phone-over': { kind: 'phone', phone: 'over' },
  },
  answer: { answer: { kind: 'answer', by: 'cli' } },
  accept: { accept: { kind: 'accept', by: 'cli' } },
  decline: { decline: { kind: 'decline', by: 'cli' } },
  cancel: { cancel: { kind: 'cancel' } },
};

function heard(call: Call, ...events: readonly (readonly [number, CallEvent])[]): Call {
  return events.reduce((before, [at, event]) => decideCall(before, event, at).call, call);
}

const unborn = newCall({
  callId: '1/1/A/1',
  userId: 'A',
  ringSeconds: 30,
  decisionSeconds: 60,
  phone: 'idle',
  devices: [{ id: 'app', variant: 'normal', proof: 'strong' }],
});
const ringing = heard(unborn, [0, { kind: 'start' }], [8_000, { kind: 'due' }]);
const calls: Readonly<Record<CallStatus, Call>> = {
  new: unborn,
  calling: ringing,
  reading: heard(ringing, [9_000, { kind: 'receipt', deviceId: 'app', receipt: 'answered' }]),
  accepted: heard(ringing, [9_000, { kind: 'accept', by: 'cli' }]),
  declined: heard(ringing, [9_000, { kind: 'decline', by: 'cli' }]),
  ended: heard(ringing, [43_000, { kind: 'due' }], [999_000, { kind: 'due' }]),
  cancelled: heard(ringing, [9_000, { kind: 'cancel' }]),
};

describe('kernel 2, every state × every event', () => {
  const events = Object.values(callEvents).flatMap((examples) => Object.entries(examples));
  const pairs = events.flatMap(([name, event]) =>
    Object.entries(calls).map(([state, call]) => ({ name, event, state, call })),
  );

  it('the fixtures are in the states that they are named after', () => {
    for (const [name, call] of Object.entries(calls)) expect(call.status).toBe(name);
    expect(pairs).toHaveLength(161);
  });

  it.each(pairs)('$state × $name', ({ name, event, call, state }) => {
    const now = name === 'due' ? (call.dueAt ?? 0) : 5_000;
    const decision = decideCall(call, event, now);
    expect(cellOf(decision.outcome, call.status, decision.call.status)).toBe(channels.get(name)?.get(state));
    if (decision.outcome === 'ignored') expect(decision.call).toBe(call);
  });
});

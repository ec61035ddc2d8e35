import { describe, expect, it } from '@jest/globals';
import { decide } from './escalation.rules.js';
import { type Decision, newRun, type Run, type RunEvent } from './escalation.state.js';
import { explain } from './explain.rules.js';
import type { Policy } from './policy.js';

const MINUTE = 60_000;
const step = { simultaneous: 1, ringSeconds: 30, retries: 0, pauseSeconds: 15, responders: 1 };
const policy: Policy = {
  steps: [step],
  delaySeconds: 0,
  repeat: 0,
  decisionSeconds: 60,
  whenAlertsResolve: 'stop',
  lastResort: 'own',
  stillOnItSeconds: 30 * 60,
};
const waiting: Policy = { ...policy, delaySeconds: 30 * 60, steps: [step, step] };
const lists = [['A'], ['B', 'C']].map((names) => names.map((userId) => ({ userId, reachable: true })));

const told = (run: Run, event: RunEvent, at: number): Extract<Decision, { outcome: 'changed' }> => {
  const decision = decide(run, event, at, lists);
  if (decision.outcome !== 'changed') throw new Error(`${event.kind}: ${decision.outcome}`);
  return decision;
};
const asker = (): Run => told(newRun(waiting, 'high', { kind: 'still-on-it' }), { kind: 'start' }, 0).run;
const opened = (decision: Decision): readonly string[] =>
  decision.outcome === 'changed'
    ? decision.effects.flatMap((e) => (e.kind === 'openLinked' ? [`${e.as} ${e.delaySeconds}`] : []))
    : [];

describe('what is accepted', () => {
  const calling = (rules: Policy): Run => told(newRun(rules, 'high'), { kind: 'start' }, 0).run;

  it('leaves something behind that asks after it, and needs no timer itself', () => {
    const decision = told(calling(policy), { kind: 'taken', userId: 'A' }, 9_000);
    expect(decision.run).toMatchObject({ status: 'accepted', dueAt: null });
    expect(opened(decision)).toEqual(['still-on-it 1800']);
  });

  it('leaves nothing where the policy does not want it', () => {
    const { stillOnItSeconds: _, ...rules } = policy;
    expect(opened(told(calling(rules), { kind: 'taken', userId: 'A' }, 9_000))).toEqual([]);
  });

  it('is asked after again when it was accepted again', () => {
    const again = told(asker(), { kind: 'taken', userId: 'A' }, 31 * MINUTE);
    expect(opened(again)).toEqual(['still-on-it 1800']);
  });
});

describe('what waits for a sign of life', () => {
  it('asks gently first, rings the responder five minutes later, then the step again', () => {
    const asked = told(asker(), { kind: 'due' }, 30 * MINUTE);
    expect(asked.effects).toEqual([{ kind: 'askStillOnIt' }]);
    expect(asked.run).toMatchObject({ status: 'delayed', dueAt: 35 * MINUTE });
    const ringing = told(asked.run, { kind: 'due' }, 35 * MINUTE);
    expect(ringing.run.live.map((call) => call.userId)).toEqual(['A']);
    const [{ callId } = { callId: '' }] = ringing.run.live;
    const rangOut = { kind: 'callEnded', callId, userId: 'A', reason: 'rang-out' } as const;
    const next = told(ringing.run, rangOut, 36 * MINUTE);
    expect(next.run.live.map((call) => call.userId)).toEqual(['B']);
  });

  it('begins again with each sign, also after it has asked', () => {
    const early = told(asker(), { kind: 'signOfLife', at: 10 * MINUTE }, 30 * MINUTE);
    expect(early.run).toMatchObject({ status: 'delayed', dueAt: 40 * MINUTE });
    const asked = told(early.run, { kind: 'due' }, 40 * MINUTE);
    const late = told(asked.run, { kind: 'signOfLife', at: 42 * MINUTE }, 45 * MINUTE);
    expect(late.run.dueAt).toBe(72 * MINUTE);
    expect(told(late.run, { kind: 'due' }, 72 * MINUTE).effects).toEqual([{ kind: 'askStillOnIt' }]);
  });

  it('asks at once where the sign is older than the whole time by now', () => {
    const decision = told(asker(), { kind: 'signOfLife', at: 10 * MINUTE }, 90 * MINUTE);
    expect(decision.effects).toEqual([{ kind: 'askStillOnIt' }]);
    expect(decision.run.dueAt).toBe(95 * MINUTE);
  });

  it('does not take for a sign what it has counted already', () => {
    const asked = told(asker(), { kind: 'due' }, 30 * MINUTE).run;
    for (const at of [0, 30 * MINUTE])
      expect(decide(asked, { kind: 'signOfLife', at }, 35 * MINUTE, lists).outcome).toBe('ignored');
  });

  it('ends with the alerts, and nothing rings', () => {
    const { run, effects } = told(asker(), { kind: 'alertsResolved' }, 20 * MINUTE);
    expect(run).toMatchObject({ status: 'resolved', dueAt: null });
    expect(effects.map(({ kind }) => kind)).toEqual(['inform']);
  });

  it('is never silent: with nobody left its last resort is called', () => {
    const run = told(asker(), { kind: 'due' }, 30 * MINUTE).run;
    const nobody = decide(run, { kind: 'due' }, 35 * MINUTE, [[], []]);
    expect(opened(nobody)).toEqual(['last-resort 0']);
  });
});

it('the log says it in both languages', () => {
  const start = told(newRun(waiting, 'high', { kind: 'still-on-it' }), { kind: 'start' }, 0);
  const asked = told(start.run, { kind: 'due' }, 30 * MINUTE);
  const sentences = (decision: typeof asked, event: RunEvent, at: number, locale: 'en' | 'ja') =>
    explain(
      { version: 1, at, event, candidates: [], from: 'delayed', to: 'delayed', notes: decision.notes },
      () => undefined,
      locale,
    );
  expect(sentences(asked, { kind: 'due' }, 30 * MINUTE, 'en')).toEqual([
    'Nothing has been heard: the responders are asked whether they are still on it, and ring in 300 s.',
  ]);
  expect(sentences(asked, { kind: 'due' }, 30 * MINUTE, 'ja')).toEqual([
    '動きがないため、対応者に対応中かどうかを確認します。返事がなければ300秒後に呼び出します。',
  ]);
  const life: RunEvent = { kind: 'signOfLife', at: 10 * MINUTE };
  expect(sentences(told(start.run, life, 30 * MINUTE), life, 30 * MINUTE, 'en')).toEqual([
    'Somebody has done something about it: the time begins again.',
    'The responders are asked in 10 min whether they are still on it, if alerts still fire and nobody has written or done anything.',
  ]);
});

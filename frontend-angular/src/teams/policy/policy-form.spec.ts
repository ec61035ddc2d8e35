import { move } from '../../design/move';
import type { Policy } from '../../generated/api/models';
import { countChanges, newPolicy, newStep, problemsOf, toDraft, toForm } from './policy-form';

const POLICY: Policy = {
  policyId: 'p',
  teamId: 't',
  name: 'Night and weekend',
  delaySeconds: 30,
  repeat: 0,
  decisionSeconds: 60,
  whenAlertsResolve: 'stop',
  stillOnItMinutes: 30,
  createdAt: '2026-11-01T00:00:00Z',
  updatedAt: '2026-11-01T00:00:00Z',
  version: 14,
  steps: [
    {
      targets: [{ kind: 'user', id: 'a' }],
      order: 'listed',
      simultaneous: 2,
      ringSeconds: 45,
      retries: 1,
      pauseSeconds: 20,
      responders: 1,
    },
    {
      targets: [{ kind: 'schedule', id: 's' }],
      order: 'random',
      simultaneous: 0,
      ringSeconds: 60,
      retries: 0,
      pauseSeconds: 15,
      responders: 1,
      when: {
        severities: ['critical'],
        weekdays: [6, 7],
        from: '21:00',
        until: '09:00',
        timeZone: 'Asia/Tokyo',
      },
    },
  ],
};

describe('the call rules in the editor', () => {
  it('come back as they were when nothing was edited', () => {
    const { createdAt, updatedAt, policyId, teamId, version, ...draft } = POLICY;
    expect(toDraft(toForm(POLICY))).toEqual(draft);
  });

  it('keep the hours of a step although the form only shows its severities', () => {
    const form = toForm(POLICY);
    const steps = form.steps.map((step) => ({ ...step, severities: [] }));
    expect(toDraft({ ...form, steps }).steps[1]?.when).toEqual({
      severities: [],
      weekdays: [6, 7],
      from: '21:00',
      until: '09:00',
      timeZone: 'Asia/Tokyo',
    });
  });

  it('name the field of each problem as the server does', () => {
    const form = toForm(POLICY);
    const broken = { ...form, name: ' ', steps: [{ ...newStep(), ringSeconds: 5 }] };
    expect([...problemsOf(broken)]).toEqual([
      ['name', 'needName'],
      ['steps.0.targets', 'needTargets'],
      ['steps.0.ringSeconds', 'outOfRange'],
    ]);
    expect(problemsOf(newPolicy('Day', 't')).size).toBe(0);
  });

  it('ask after responders never, or after 15 to 240 minutes', () => {
    const of = (stillOnItMinutes: number) =>
      problemsOf({ ...toForm(POLICY), stillOnItMinutes }).has('stillOnItMinutes');
    expect([0, 15, 240].map(of)).toEqual([false, false, false]);
    expect([5, 14, 241, 20.5].map(of)).toEqual([true, true, true, true]);
  });

  it('count what differs from the saved version', () => {
    const form = toForm(POLICY);
    const [first, second] = form.steps;
    const edited = { ...form, delaySeconds: 60, steps: [{ ...first!, ringSeconds: 30 }, second!] };
    expect(countChanges(form, edited)).toBe(2);
    expect(countChanges(form, form)).toBe(0);
  });

  it('move a step or a person, but not over the ends', () => {
    expect(move(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
    expect(move(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
    expect(move(['a', 'b'], 1, 2)).toEqual(['a', 'b']);
  });
});

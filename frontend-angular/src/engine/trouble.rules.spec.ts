import type { Engine, NotifierList } from '../generated/api/models';
import { troublesOf, verdictOf } from './trouble.rules';

const AT = '2026-11-22T18:12:30.000Z';
const NOW = Date.parse(AT);

function engine(change: Partial<Engine> = {}): Engine {
  return {
    at: AT,
    canaries: [],
    chores: [{ name: 'auditor', dueAt: '2026-11-22T18:12:33.000Z', doneAt: '2026-11-22T18:12:28.000Z' }],
    findingsOfTheDay: 0,
    latenessSeconds: 0,
    liveCalls: 4,
    liveEscalations: 2,
    liveRings: 3,
    outboxSeconds: 0,
    outboxWaiting: 7,
    ...change,
  };
}

const NOTIFIERS: NotifierList = {
  notifiers: [
    { name: 'push', plugin: 'fcm', priority: 10, sent: 5, failed: 0, state: 'on' },
    { name: 'sms', plugin: 'twilio', priority: 20, sent: 0, failed: 0, state: 'off', reason: 'switched off' },
  ],
  routes: [
    { route: 'push/standard', state: 'closed', because: 'works', since: AT, attempts: 5, rang: 5, failed: 0 },
  ],
};
const kinds = (given: Partial<Parameters<typeof troublesOf>[0]>): readonly string[] =>
  troublesOf({ engine: engine(), notifiers: NOTIFIERS, isBlind: false, now: NOW, ...given }).map(
    ({ kind }) => kind,
  );

describe('the verdict on the engine', () => {
  it('is fine while people are called and messages wait for their time', () => {
    expect(kinds({})).toEqual([]);
    expect(verdictOf([])).toBe('fine');
  });

  it('names each thing that is wrong, what is worst first', () => {
    const [push, sms] = NOTIFIERS.notifiers;
    const [route] = NOTIFIERS.routes;
    const wrong = troublesOf({
      engine: engine({
        latenessSeconds: 2.4,
        outboxSeconds: 9,
        findingsOfTheDay: 1,
        chores: [
          { name: 'auditor', dueAt: '2026-11-22T18:12:33.000Z', failure: 'timeout' },
          { name: 'routes', dueAt: '2026-11-22T18:12:20.000Z' },
        ],
      }),
      notifiers: {
        notifiers: [{ ...push!, state: 'faulty', reason: 'the key is refused' }, sms!],
        routes: [
          { ...route!, state: 'degraded' },
          { ...route!, route: 'push/emergency', state: 'open' },
        ],
      },
      isBlind: false,
      now: NOW,
    });
    expect(wrong.map(({ kind, level }) => `${level} ${kind}`)).toEqual([
      'alarm message',
      'alarm failed',
      'alarm open',
      'alarm notifier',
      'late timer',
      'late overdue',
      'late degraded',
      'late findings',
    ]);
    expect(verdictOf(wrong)).toBe('alarm');
  });

  it('names the address through which nothing rings, before anything else that is an alarm', () => {
    const good = { url: 'https://a.example.jp', everySeconds: 60, ageSeconds: 12, dead: false };
    const bad = { url: 'https://b.example.jp', everySeconds: 60, ageSeconds: 190, dead: true };
    const troubles = troublesOf({
      engine: engine({ canaries: [good, bad], outboxSeconds: 9 }),
      notifiers: NOTIFIERS,
      isBlind: false,
      now: NOW,
    });
    expect(troubles).toMatchObject([
      { kind: 'canary', level: 'alarm', name: 'https://b.example.jp', seconds: 190 },
      { kind: 'message', level: 'alarm' },
    ]);
  });

  it('does not call old figures good news', () => {
    expect(kinds({ now: NOW + 15_000 })).toEqual([]);
    expect(kinds({ now: NOW + 15_001 })).toEqual(['stale']);
  });

  it('does not call it good news either when routes and notifiers cannot be read', () => {
    expect(kinds({ isBlind: true })).toEqual(['blind']);
  });

  it('judges by what is there while the notifiers are still asked for', () => {
    expect(kinds({ notifiers: undefined, engine: engine({ latenessSeconds: 6 }) })).toEqual(['timer']);
  });
});

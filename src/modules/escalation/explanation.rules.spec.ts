import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { deadlinesOf } from './explanation.deadlines.rules.js';
import { linesOf, versionsOf } from './explanation.lines.rules.js';
import { verdictOf } from './explanation.people.rules.js';
import { stepsOf } from './explanation.steps.rules.js';
import type { RunStory } from './explanation.stories.js';
import { summaryOf } from './explanation.summary.rules.js';
import { FACT_TEXTS } from './explanation.texts.js';
import { DEADLINE_WORDS, FOLLOW_WORDS, ORDER_WORDS } from './explanation.words.js';
import { ALL_TEXTS, type Fact, fact, type Reader, said } from './fact.rules.js';
import type { StepLookup } from './lookup.js';
import { sceneArb } from './testing/arbitraries.js';
import { act, asleep, night } from './testing/night.js';
import { deadDevice, goodDevice, goodPhone, sleeper } from './testing/phones.js';
import { storyOf } from './testing/stories.js';
import { World } from './testing/world.js';

const NAMES: Readonly<Record<string, string>> = {
  A: 'Akiko',
  B: 'Ben',
  C: 'Chika',
  D: 'Dan',
  app: 'Pixel 7',
  nights: 'Nights',
};
const english: Reader = { names: (id) => NAMES[id], locale: 'en', timeZone: 'Asia/Tokyo', day: 0 };
const japanese: Reader = { ...english, locale: 'ja' };
const inEnglish = (facts: readonly Fact[]): readonly string[] => facts.map((one) => said(one, english).text);

const benTakesIt = (userId: string) =>
  userId === 'B'
    ? {
        ...sleeper,
        acts: [
          { afterMs: 18_200, does: 'answer', by: 'app' } as const,
          { afterMs: 21_000, does: 'accept', by: 'app' } as const,
        ],
      }
    : userId === 'A'
      ? act(9_100, 'decline')
      : sleeper;
const world = night([['ABCD', { simultaneous: 2 }], ['E']], benTakesIt).until(600_000);
const story = storyOf(world);
const verdict = (of: RunStory, person: string, isMember = true) => {
  const { verdict: kind, fact: why } = verdictOf(of, person, isMember);
  return [kind, said(why, english).text, said(why, japanese).text];
};

describe('the summary', () => {
  it('says whom it rang, when, and who took it how much later', () => {
    expect(inEnglish(summaryOf(story))).toEqual([
      'Rang Akiko and Ben at 09:00:00.8.',
      'Taken by Ben at 09:00:21.0, after 21 s.',
    ]);
    expect(summaryOf(story).map((one) => said(one, japanese).text)).toEqual([
      '09:00:00.8 にAkikoさん、Benさんを呼び出しました。',
      'Benさんが 09:00:21.0（開始から21秒後）に引き受けました。',
    ]);
  });

  it('says so while nobody has taken it, and when nobody could be called', () => {
    expect(inEnglish(summaryOf(storyOf(night([['A']], asleep).until(10_000))))).toEqual([
      'Rang Akiko at 09:00:00.8.',
      'It is still under way.',
    ]);
    expect(inEnglish(summaryOf({ ...story, status: 'exhausted', endedAt: 0, calls: [] }))[0]).toBe(
      'Nobody was called.',
    );
  });

  it('names together whoever rings within a second, and nobody who rings later', () => {
    const slow = (ringingMs: number) => ({ ...sleeper, devices: [{ ...goodDevice, ringingMs }] });
    const plan = (userId: string) => slow({ A: 800, B: 1_700 }[userId] ?? 2_400);
    const three = storyOf(night([['ABC', { simultaneous: 3 }]], plan).until(5_000));
    expect(inEnglish(summaryOf(three))[0]).toBe('Rang Akiko and Ben at 09:00:00.8.');
  });

  it('writes the date where it is not the day of the reader', () => {
    const late = fact('was-taker', { person: 'A', at: Date.UTC(1970, 0, 2, 15, 0, 4, 370) });
    expect(said(late, english).text).toBe('Akiko took it at 3 Jan 00:00:04.3.');
    expect(said(late, japanese).text).toBe('Akikoさんが 1月3日 00:00:04.3 に引き受けました。');
  });
});

describe('why somebody was called, or not', () => {
  it('whoever took it, declined, was stopped, waited or stands in a later step', () => {
    expect(verdict(story, 'B')).toEqual([
      'took',
      'Ben took it at 09:00:21.0.',
      'Benさんが 09:00:21.0 に引き受けました。',
    ]);
    expect(verdict(story, 'A').slice(0, 2)).toEqual([
      'declined',
      'Akiko was called at 09:00:00.0 and declined.',
    ]);
    expect(verdict(story, 'C').slice(0, 2)).toEqual([
      'called',
      'Chika was called at 09:00:09.1; it stopped because Ben took it.',
    ]);
    expect(verdict(story, 'D').slice(0, 2)).toEqual([
      'not-called',
      'Dan was not called: Ben took it at 09:00:21.0, before the turn came.',
    ]);
    expect(verdict(story, 'E')[1]).toContain('before the turn came');
  });

  it('a reason for declining is given as it was said', () => {
    const told = {
      ...story,
      calls: story.calls.map((call) => ({ ...call, declineReason: 'Driving' })),
    };
    expect(verdict(told, 'A')[1]).toBe('Akiko was called at 09:00:00.0 and declined: “Driving”.');
  });

  it('whoever sleeps, and whose turn has not come yet', () => {
    const live = storyOf(night([['A'], ['B']], asleep).until(10_000));
    expect(verdict(live, 'A').slice(0, 2)).toEqual(['ringing', 'Akiko is being called since 09:00:00.0.']);
    expect(verdict(live, 'B').slice(0, 2)).toEqual([
      'not-called',
      'Ben has not been called yet: the turn in step 2 has not come.',
    ]);
    const over = storyOf(night([['A', { retries: 1 }]], asleep).until(600_000));
    expect(verdict(over, 'A').slice(0, 2)).toEqual([
      'called',
      'Akiko did not answer: 2 calls, the last at 09:00:45.1.',
    ]);
  });

  const looked = (lookup: Partial<StepLookup>, targets: RunStory['steps'][number]['targets']): RunStory => ({
    ...story,
    steps: [{ targets, order: 'listed', simultaneous: 1, ringSeconds: 30 }],
    rows: story.rows.map((row, i) => ({
      ...row,
      lookup: i === 0 ? [{ applies: true, shifts: [], absences: [], ...lookup }] : [],
    })),
  });
  const shift = {
    scheduleId: 'nights',
    userId: 'B',
    from: '1970-01-01T00:00:00Z',
    until: '1970-01-08T00:00:00Z',
    override: false,
  };
  const nights = [{ kind: 'schedule', id: 'nights' }] as const;

  it('whoever was not on duty learns who was, and a stranger that the rules do not name them', () => {
    const duty = looked({ shifts: [shift] }, nights);
    expect(verdict(duty, 'Z')[1]).toBe('Unknown person was not called: on duty in “Nights” was Ben.');
    expect(verdict(duty, 'Z', false)[1]).toBe(
      'Unknown person was not called: the call rules “Night” do not name them.',
    );
    const nobody = looked({ absences: [{ why: 'nobody-on-duty', scheduleId: 'nights' }] }, nights);
    expect(verdict(nobody, 'Z')[1]).toBe('Unknown person was not called: nobody was on duty in “Nights”.');
  });

  it('whoever is disabled, an observer, in a step that did not apply, or has nothing that rings', () => {
    const absences = [
      { why: 'disabled', userId: 'X' },
      { why: 'observer', userId: 'Y' },
    ] as const;
    expect(verdict(looked({ absences }, []), 'X')[1]).toContain('the account was disabled');
    expect(verdict(looked({ absences }, []), 'Y')[1]).toContain('observers of a team are never called');
    const asleepStep = looked({ applies: false }, [{ kind: 'user', id: 'Z' }]);
    expect(verdict(asleepStep, 'Z')[1]).toContain('step 1 did not apply');
    const skipped = {
      ...story,
      rows: story.rows.map((row, i) =>
        i === 0 ? { ...row, notes: [...row.notes, { code: 'person-skipped', userId: 'D' } as const] } : row,
      ),
    };
    expect(verdict(skipped, 'D')[1]).toBe(
      'Dan was not called: there was no device or phone that could ring.',
    );
  });

  it('a step says by which shift it came to somebody, and who was left out', () => {
    const [step] = stepsOf(
      looked(
        { shifts: [{ ...shift, override: true }], absences: [{ why: 'observer', userId: 'D' }] },
        nights,
      ),
    );
    expect(inEnglish(step?.facts ?? [])).toEqual([
      'Its people are called one after the other, as listed; each rings for 30 s.',
      'Ben was on duty in “Nights”, by an override, until 8 Jan 09:00.',
      'Dan was left out: observers of a team are never called through it.',
    ]);
  });
});

describe('the deadlines of a call', () => {
  const deadlines = (of: World, key: string): readonly string[] => {
    const call = storyOf(of).calls.find(({ callId }) => callId === key);
    return call ? inEnglish(deadlinesOf(versionsOf(call))) : [];
  };

  it('are met by a telephone that rings and a person who decides', () => {
    expect(deadlines(world, 'e1:1/1/B/1')).toEqual([
      'Proof of ring within 8 s: in time, at 09:00:00.8.',
      'An answer while it rings: in time, at 09:00:18.2.',
      'Yes or no while reading: in time, at 09:00:21.0.',
    ]);
  });

  it('are missed, and say what followed', () => {
    const emergency = { ...deadDevice, id: 'red', variant: 'emergency' } as const;
    const plan = { devices: [deadDevice, emergency], phone: goodPhone, acts: [] };
    expect(deadlines(night([['A']], () => plan).until(600_000), 'e1:1/1/A/1')).toEqual([
      'Proof of ring within 5 s: missed at 09:00:05.0; the emergency app rang too.',
      'Proof of ring within 8 s: missed at 09:00:08.0; the phone was called.',
      'An answer while it rings: missed at 09:00:34.6; the call ended.',
    ]);
  });

  it('come early where the provider refuses, and run while the call lives', () => {
    const refused = { ...goodDevice, send: { afterMs: 100, answer: 'refused' } } as const;
    const plan = { devices: [refused], phone: goodPhone, acts: [] };
    expect(deadlines(night([['A']], () => plan).until(1_000), 'e1:1/1/A/1')).toEqual([
      'Proof of ring within 8 s: at 09:00:00.1 nothing had been proved against; the phone was called.',
      'An answer while it rings: runs until 09:00:35.1.',
    ]);
  });
});

describe('the texts', () => {
  const holes = (text: string): readonly string[] =>
    [...new Set([...text.matchAll(/\{(\w+)/g)].map((match) => match[1] ?? ''))].sort();

  it.each(Object.entries(FACT_TEXTS))(
    '%s says the same things in both languages, in a whole sentence',
    (_, text) => {
      // A number of tries or steps needs no plural in Japanese; all else is said in both.
      expect(holes(text.ja)).toEqual(holes(text.en));
      expect(text.en).toMatch(/\.$/);
      expect(text.ja).toMatch(/。$/);
    },
  );

  it('have every word that they ask for in both languages', () => {
    for (const word of [DEADLINE_WORDS, FOLLOW_WORDS, ORDER_WORDS].flatMap((words) => Object.values(words)))
      expect(word.en.length * word.ja.length).toBeGreaterThan(0);
  });
});

describe('whatever happens in a night', () => {
  const told = (facts: readonly Fact[]): void => {
    for (const one of facts)
      for (const reader of [english, japanese]) {
        const { code, text } = said(one, reader);
        if (!(one.code in ALL_TEXTS)) throw new Error(`no text for ${code}`);
        if (text === '' || /[{}]|undefined|NaN|Invalid/.test(text)) throw new Error(`${code}: ${text}`);
      }
  };

  it('every log row is explained once, every deadline known, and everybody has one verdict that is true', () => {
    fc.assert(
      fc.property(sceneArb('late'), ({ setting, nudges }) => {
        const random = new World(setting);
        random.at(0, () => random.apply('e1', { kind: 'start' }));
        for (const { at, event } of nudges) random.at(at, () => random.apply('e1', event));
        random.until(Infinity);
        for (const runId of random.escalations.keys()) {
          const of = storyOf(random, runId);
          const lines = linesOf(of);
          const keys = lines.map(({ call, version }) => `${call?.callId ?? 'run'} ${version}`);
          const rows = [
            ...of.rows.map(({ version }) => `run ${version}`),
            ...of.calls.flatMap(({ callId, rows: own }) => own.map(({ version }) => `${callId} ${version}`)),
          ];
          expect([...keys].sort()).toEqual([...rows].sort());
          expect(new Set(keys).size).toBe(keys.length);
          for (const line of lines) {
            if (line.facts.length === 0) throw new Error(`a row without a sentence: ${line.version}`);
            told(line.facts);
          }
          for (const call of of.calls) {
            const versions = versionsOf(call);
            expect(versions).toHaveLength(call.rows.length);
            const deadlines = deadlinesOf(versions);
            if (!deadlines.some(({ params }) => params.deadline === 'phone')) throw new Error('no deadline');
            told(deadlines);
            const late = deadlines.filter(
              ({ code, params }) =>
                code === 'deadline-met' &&
                params.deadline === 'phone' &&
                (params.at ?? 0) > call.startedAt + 8_000,
            );
            if (late.length > 0) throw new Error('met after its time');
          }
          told([...summaryOf(of), ...stepsOf(of).flatMap(({ facts }) => facts)]);
          for (const person of ['A', 'B', 'C', 'D', 'E', 'X', 'Y', 'T', 'Z']) {
            const { verdict: kind, fact: why, details } = verdictOf(of, person, true);
            told([why, ...details]);
            expect(kind === 'took').toBe(of.acceptances.some(({ userId }) => userId === person));
            if (kind !== 'took')
              expect(kind === 'not-called').toBe(!of.calls.some(({ userId }) => userId === person));
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});

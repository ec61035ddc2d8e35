import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RunEvent } from './escalation.state.js';
import { explain, explainFor } from './explain.rules.js';
import type { ExplainLocale } from './explain.texts.js';
import { TEXTS } from './explain.texts.js';
import { callReasonsOf, reasonsOf } from './reasons.rules.js';
import { sceneArb } from './testing/arbitraries.js';
import { act, add, asleep, night } from './testing/night.js';
import { deadDevice, goodDevice, goodPhone, sleeper } from './testing/phones.js';
import { World } from './testing/world.js';

const NAMES: Readonly<Record<string, string>> = {
  A: 'Akiko',
  B: 'Ben',
  C: 'Chika',
  D: 'Dan',
  X: 'Xenia',
  app: 'Pixel 7',
};
const names = (id: string): string | undefined => NAMES[id];

function story(world: World, locale: ExplainLocale): readonly string[] {
  return (world.logs.get('e1') ?? []).flatMap((row) => explain(row, names, locale));
}

function callStory(world: World, key: string, locale: ExplainLocale): readonly string[] {
  return (world.callLogs.get(key) ?? []).flatMap((row) => explain(row, names, locale));
}

function why(world: World, userId: string, locale: ExplainLocale = 'en'): readonly string[] {
  return explainFor(world.logs.get('e1') ?? [], userId, names, locale);
}

const declinesThenAccepts = (): World =>
  night([['ABCD', { simultaneous: 2 }]], (userId) => {
    if (userId === 'A') return act(9_100, 'decline');
    if (userId !== 'B') return sleeper;
    return {
      ...sleeper,
      acts: [
        { afterMs: 18_200, does: 'answer', by: 'app' },
        { afterMs: 21_000, does: 'accept', by: 'app' },
      ],
    };
  }).until(600_000);

describe('the log of an escalation', () => {
  it('reads as a story in English', () => {
    expect(story(declinesThenAccepts(), 'en')).toEqual([
      'The escalation started.',
      'Step 1 starts.',
      'Chika waits: the others come first, and only so many are called at once.',
      'Dan waits: the others come first, and only so many are called at once.',
      'Akiko is called.',
      'Ben is called.',
      'Akiko declined and is not called again in this round.',
      'Chika is called.',
      'Ben answered and is reading.',
      'Ben accepted.',
      'The call to Chika stops.',
      'It is taken care of; nobody else is called.',
    ]);
  });

  it('reads as a story in Japanese', () => {
    expect(story(declinesThenAccepts(), 'ja')).toEqual([
      'エスカレーションを開始しました。',
      'ステップ1を開始します。',
      'Chikaさんは順番待ちです。同時に呼び出す人数に達しています。',
      'Danさんは順番待ちです。同時に呼び出す人数に達しています。',
      'Akikoさんを呼び出します。',
      'Benさんを呼び出します。',
      'Akikoさんが辞退しました。この巡回ではもう呼び出しません。',
      'Chikaさんを呼び出します。',
      'Benさんが応答し、内容を確認しています。',
      'Benさんが引き受けました。',
      'Chikaさんへの呼び出しを止めます。',
      '対応者が決まりました。ほかの人は呼び出しません。',
    ]);
  });

  it('says what a delay, a pause, a repetition and the end of the ladder did', () => {
    const world = night([['A', { retries: 1 }]], asleep, [], { delaySeconds: 60, repeat: 1 }).until(900_000);
    expect(story(world, 'en')).toEqual([
      'The escalation started.',
      'Phones ring in 60 s, unless the alerts resolve before.',
      'The waiting time is over.',
      'Step 1 starts.',
      'Akiko is called.',
      'Akiko did not answer.',
      'Akiko is not called again for 15 s.',
      'Akiko is called again: try 2.',
      'Akiko did not answer.',
      'Akiko is not called again in this step.',
      'The steps start again from the first: round 2.',
      'Step 1 starts.',
      'Akiko is not called again for 15 s.',
      'Akiko is called.',
      'Akiko did not answer.',
      'Akiko is not called again for 15 s.',
      'Akiko is called again: try 2.',
      'Akiko did not answer.',
      'Akiko is not called again in this step.',
      'Nobody is left to call.',
      'The last resort of the policy is called.',
      'Nobody took it.',
    ]);
  });

  it('says what a rise, added people and resolved alerts did', () => {
    const events: readonly (readonly [number, RunEvent])[] = [
      [5_000, { kind: 'severityRose', severity: 'critical' }],
      [6_000, add('X', 'D')],
      [7_000, { kind: 'alertsResolved' }],
    ];
    const world = night([['A']], asleep, events).until(600_000);
    expect(story(world, 'en').slice(3)).toEqual([
      'The severity rose to critical: step 1 starts again, and whoever is being called still is.',
      'Step 1 starts.',
      'Akiko is being called already; that counts as the first try.',
      'A person asked to call Xenia and Dan too.',
      'Xenia is called.',
      'Dan is called.',
      'The alerts are resolved.',
      'The call to Akiko stops.',
      'The call to Xenia stops.',
      'The call to Dan stops.',
      'It is over: nobody has to take it any more.',
    ]);
    expect(story(world, 'ja')[3]).toBe(
      '重大度が「緊急」に上がったため、ステップ1からやり直します。進行中の呼び出しは続けます。',
    );
    expect(story(world, 'ja')[6]).toBe('追加の呼び出し先：Xeniaさん、Danさん。');
  });
});

describe('why was I called, or not', () => {
  it('whoever waited for their turn learns who took it before', () => {
    expect(why(declinesThenAccepts(), 'D')).toEqual([
      'Dan waits: the others come first, and only so many are called at once.',
      'Ben took it before it was the turn of Dan.',
    ]);
    expect(why(declinesThenAccepts(), 'D', 'ja')[1]).toBe(
      'Danさんの順番になる前に、Benさんが引き受けました。',
    );
  });

  it('whoever was called learns when, and why it stopped', () => {
    expect(why(declinesThenAccepts(), 'C')).toEqual([
      'Chika waits: the others come first, and only so many are called at once.',
      'Chika is called.',
      'The call to Chika stops.',
    ]);
  });

  it('whoever stands in a later step learns so, and whoever stands in none', () => {
    const ringing = night([['A'], ['B']], asleep).until(10_000);
    expect(why(ringing, 'B')).toEqual(['Ben is in a later step, which has not started.']);
    expect(why(ringing, 'D')).toEqual(['Dan was not among the people whom this escalation could call.']);
    const ended = night([['A'], ['B']], asleep, [[10_000, { kind: 'alertsResolved' }]]).until(11_000);
    expect(why(ended, 'B')).toEqual(['It was over before it was the turn of Ben.']);
  });

  it('whoever declined in an earlier step learns that it still holds', () => {
    const declines = (userId: string) => (userId === 'A' ? act(5_000, 'decline') : sleeper);
    expect(why(night([['A'], ['AC']], declines).until(6_000), 'A').slice(-1)).toEqual([
      'Akiko is not called: declined in this round already.',
    ]);
  });
});

describe('the log of a call', () => {
  it('says which channels were tried, in both languages', () => {
    const plan = { devices: [deadDevice], phone: goodPhone, acts: [] };
    const world = night([['A']], () => plan).until(600_000);
    expect(callStory(world, 'e1:1/1/A/1', 'en')).toEqual([
      'The ring goes to 1 device.',
      'The push service took the ring for Pixel 7.',
      'No proof that a device rings: the phone is called.',
      'The phone rings.',
      'It rang to its end, unanswered.',
    ]);
    expect(callStory(world, 'e1:1/1/A/1', 'ja')).toEqual([
      '1台の端末を鳴らします。',
      'プッシュ配信サービスがPixel 7宛ての呼び出しを受け付けました。',
      '端末が鳴っている確認がとれないため、電話をかけます。',
      '電話が鳴っています。',
      '最後まで鳴りましたが、応答がありませんでした。',
    ]);
  });

  it('names the channel of an answer, and counts devices in the plural', () => {
    const devices = [goodDevice, { ...goodDevice, id: 'tablet' }];
    const acts = [{ afterMs: 5_000, does: 'accept', by: 'cli' }] as const;
    const world = night([['A']], () => ({ devices, phone: null, acts })).until(6_000);
    const lines = callStory(world, 'e1:1/1/A/1', 'en');
    expect(lines[0]).toBe('The ring goes to 2 devices.');
    expect(lines).toContain('Unknown device rings.');
    expect(lines).toContain('It is proved to ring; emergency app and phone are not needed.');
    expect(lines.at(-1)).toBe('Accepted (command line).');
  });
});

describe('the texts', () => {
  const holes = (text: string): readonly string[] =>
    [...new Set([...text.matchAll(/\{(\w+)/g)].map((match) => match[1] ?? ''))].sort();

  it.each(Object.entries(TEXTS))(
    '%s says the same things in both languages, in whole sentences',
    (_, text) => {
      expect(holes(text.ja)).toEqual(holes(text.en));
      expect(text.en).toMatch(/\.$/);
      expect(text.ja).toMatch(/。$/);
    },
  );

  it('leave no hole open, whatever happens in a night', () => {
    fc.assert(
      fc.property(sceneArb('late'), ({ setting, nudges }) => {
        const world = new World(setting);
        world.at(0, () => world.apply('e1', { kind: 'start' }));
        for (const { at, event } of nudges) world.at(at, () => world.apply('e1', event));
        world.until(Infinity);
        const rows = [...world.logs.values()].flat();
        const callRows = [...world.callLogs.values()].flat();
        const reasons = [...rows.flatMap(reasonsOf), ...callRows.flatMap(callReasonsOf)];
        for (const { code, params } of reasons) {
          const given = Object.keys(params).sort();
          if (given.join() !== holes(TEXTS[code].en).join()) throw new Error(`${code}: ${given.join()}`);
        }
        const said = [...rows, ...callRows].flatMap((row) => [
          ...explain(row, names, 'en'),
          ...explain(row, names, 'ja'),
        ]);
        expect(said.filter((line) => /[{}]|undefined|NaN/.test(line))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import { boardOf, redraw, StageLog } from './board.js';
import type { Chain } from './chain.js';
import { aCall, anEscalation, at } from './testing/views.js';
import { inColour, withoutColour } from './text.js';

const ROOM = { columns: 80, rows: 24 };

const logged = (...chains: readonly Chain[]): readonly string[] => {
  const lines: string[] = [];
  const log = new StageLog((line) => lines.push(line), withoutColour);
  for (const chain of chains) log.show(chain);
  return lines;
};

const ringing = aCall(
  'Aoi',
  {},
  {
    devices: [
      [
        ['asked', 0],
        ['provider-accepted', 0.1],
        ['ringing', 0.8],
      ],
    ],
  },
);

describe('the log of stages', () => {
  it('says each fact once, however often it is shown', () => {
    const before = anEscalation({ calls: [aCall('Aoi')] });
    const now = anEscalation({ calls: [ringing] });
    expect(logged([before], [now], [now])).toEqual([
      'ESC-7 calls Mail: Queue is stuck (high)',
      '    0.0 s  Aoi  calling',
      '    0.1 s  Aoi  sent',
      '    0.8 s  Aoi  ringing',
    ]);
  });

  it('counts the first device that proves something', () => {
    const marks = [
      [['ringing', 2]] as const,
      [
        ['delivered', 0.5],
        ['ringing', 1],
      ] as const,
    ];
    expect(logged([anEscalation({ calls: [aCall('Aoi', {}, { devices: marks })] })]).slice(2)).toEqual([
      '    0.5 s  Aoi  delivered',
      '    1.0 s  Aoi  ringing',
    ]);
  });

  it('says how each call ended', () => {
    const ended = { status: 'ended' } as const;
    const calls = [
      aCall('Aoi', { ...ended, endReason: 'rang-out' }, { call: [['ended', 30]] }),
      aCall(
        'Ben',
        { ...ended, endReason: 'silent' },
        {
          call: [
            ['reading', 5],
            ['ended', 65],
          ],
        },
      ),
      aCall('Chie', { ...ended, endReason: 'unreachable' }, { call: [['ended', 1]] }),
      aCall('Dan', { status: 'declined', declineReason: 'driving' }, { call: [['declined', 9]] }),
      aCall('Eri', { status: 'accepted' }, { call: [['accepted', 70]] }),
    ];
    expect(logged([anEscalation({ calls })]).filter((line) => !line.endsWith('calling'))).toEqual([
      'ESC-7 calls Mail: Queue is stuck (high)',
      '    1.0 s  Chie  cannot be reached',
      '    5.0 s  Ben   answered',
      '    9.0 s  Dan   cannot: driving',
      '   30.0 s  Aoi   did not answer',
      '   65.0 s  Ben   answered, but said neither yes nor no',
      '   70.0 s  Eri   takes it',
    ]);
  });

  it('names steps, rounds and tries where there is more than one', () => {
    const calls = [
      aCall('Aoi'),
      aCall('Aoi', { try: 2, startedAt: at(45) }),
      aCall('Ben', { step: 2, startedAt: at(60) }),
      aCall('Aoi', { callId: 'later', cycle: 2, startedAt: at(90) }),
    ];
    expect(logged([anEscalation({ steps: 2, calls })]).slice(1)).toEqual([
      '    0.0 s  step 1 of 2',
      '    0.0 s  Aoi  calling',
      '   45.0 s  Aoi  calling, try 2',
      '   60.0 s  step 2 of 2',
      '   60.0 s  Ben  calling',
      '   90.0 s  step 1 of 2, round 2',
      '   90.0 s  Aoi  calling',
    ]);
  });

  it('names the round where one step is climbed again', () => {
    const calls = [aCall('Aoi'), aCall('Aoi', { callId: 'later', cycle: 2, startedAt: at(90) })];
    expect(logged([anEscalation({ calls })]).slice(2)).toEqual([
      '   90.0 s  step 1 of 1, round 2',
      '   90.0 s  Aoi  calling',
    ]);
  });

  it('says who took it without having been called', () => {
    const acceptances = [{ userId: 'user-Eri', name: 'Eri', at: at(12) }];
    expect(logged([anEscalation({ status: 'accepted', acceptances })])[1]).toBe('   12.0 s  Eri  takes it');
  });

  it('goes on with the last resort under a head of its own', () => {
    const first = anEscalation({ status: 'exhausted', calls: [aCall('Aoi')] });
    const last = { escalationId: 'other', number: 8, kind: 'last-resort', parentId: 'escalation' } as const;
    expect(logged([first, anEscalation({ ...last, status: 'exhausted', endedAt: at(3) })]).slice(2)).toEqual([
      'ESC-8 calls the last resort of Mail: Queue is stuck (high)',
      '    3.0 s  nobody there can be reached',
    ]);
  });

  it('lets no title move the cursor', () => {
    const [head] = logged([anEscalation({ title: 'x\u001b[2J\ny\u202e' })]);
    expect(head).toBe('ESC-7 calls Mail: x [2J y  (high)');
  });
});

describe('the board', () => {
  it('has one line for each person, with the latest try, and who is next', () => {
    const calls = [
      aCall('Aoi', { status: 'ended', endReason: 'rang-out' }, { call: [['ended', 30]] }),
      aCall('青井', { startedAt: at(1) }),
      aCall('Aoi', { try: 2, startedAt: at(45) }, { devices: [[['ringing', 46]]] }),
    ];
    const next = [{ userId: 'user-Ben', name: 'Ben' }];
    expect(boardOf([anEscalation({ calls, next })], 47.9, ROOM, withoutColour)).toEqual([
      'ESC-7 calls Mail: Queue is stuck (high)  47 s',
      '  Aoi   ringing 46.0',
      '  青井  calling',
      '  next: Ben',
      'Ctrl-C ends the watching, not the calling.',
    ]);
  });

  it('has each stage of a person once, of whichever device proved it first', () => {
    const marks = { devices: [[['ringing', 2]] as const, [['ringing', 1]] as const] };
    expect(boardOf([anEscalation({ calls: [aCall('Aoi', {}, marks)] })], 3, ROOM, withoutColour)[1]).toBe(
      '  Aoi  ringing 1.0',
    );
  });

  it('stays inside the terminal: the newest of a person, the newest of the people', () => {
    const marks = {
      devices: [
        [
          ['provider-accepted', 0.1],
          ['delivered', 0.5],
          ['ringing', 0.8],
        ] as const,
      ],
    };
    const calls = ['Aoi', 'Ben', 'Chie', 'Dan'].map((name) => aCall(name, {}, marks));
    expect(boardOf([anEscalation({ calls })], 1, { columns: 32, rows: 5 }, withoutColour)).toEqual([
      '…',
      '  Chie  ringing 0.8',
      '  Dan   ringing 0.8',
      'Ctrl-C ends the watching, not t…',
    ]);
  });

  it('says when nobody can be reached at all', () => {
    expect(boardOf([anEscalation({ status: 'exhausted' })], 1, ROOM, withoutColour).slice(0, 2)).toEqual([
      'ESC-7 calls Mail: Queue is stuck (high)  exhausted',
      '  nobody there can be reached',
    ]);
  });

  it('is drawn over what was drawn before', () => {
    expect(redraw(['a', 'b'], 0)).toBe('a\nb\n');
    expect(redraw(['a'], 2)).toBe('\u001b[2A\u001b[Ja\n');
  });

  it('is coloured by what it means', () => {
    const calls = [aCall('Aoi', {}, { call: [['accepted', 3]] })];
    expect(boardOf([anEscalation({ calls })], 4, ROOM, inColour)[1]).toBe(
      '  Aoi  \u001b[32mtakes it 3.0\u001b[39m',
    );
  });
});

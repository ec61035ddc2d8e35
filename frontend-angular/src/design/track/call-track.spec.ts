import { callTrack, type TrackCall } from './call-track';

const START = Date.parse('2026-11-22T18:12:14.000Z');
const at = (ms: number): string => new Date(START + ms).toISOString();

function call(change: Partial<TrackCall> = {}): TrackCall {
  return {
    status: 'calling',
    stage: 'none',
    startedAt: at(0),
    phone: 'idle',
    noPhone: false,
    stages: [],
    ...change,
  };
}

const looks = (given: TrackCall, ms: number): string =>
  callTrack(given, START + ms)
    .nodes.map((node) => node.look)
    .join(' ');

describe('the track of a call', () => {
  it('is all to come before anything was sent', () => {
    expect(looks(call(), 20)).toBe('todo todo todo todo todo');
  });

  it('shows when each stage happened, counted from the start of this call', () => {
    const ringing = call({
      stage: 'ringing',
      ringUntil: at(30_100),
      stages: [
        { stage: 'provider-accepted', at: at(100) },
        { stage: 'delivered', at: at(380) },
        { stage: 'ringing', at: at(710) },
      ],
    });
    const track = callTrack(ringing, START + 10_710);
    expect(track.nodes.map((node) => node.ms)).toEqual([100, 380, 710, undefined, undefined]);
    expect(track.nodes.map((node) => node.look).join(' ')).toBe('past past live todo todo');
    expect(track.end).toEqual({ kind: 'ringing', leftMs: 19_390 });
    expect(track.nodes[2]?.filled).toBeCloseTo(10_000 / 29_390);
  });

  it('draws what a later proof implies, even when its own receipt never came', () => {
    expect(looks(call({ stage: 'ringing', ringUntil: at(30_000) }), 1_000)).toBe('past past live todo todo');
  });

  it('marks the missing receipt red once the proof is overdue', () => {
    const dark = call({ stage: 'provider-accepted', ringUntil: at(30_000), phone: 'asked' });
    expect(looks(dark, 7_900)).toBe('past todo todo todo todo');
    expect(looks(dark, 8_000)).toBe('past missed off off off');
    expect(callTrack(dark, START + 8_100).phone).toBe('asked');
  });

  it('takes the first proof of any device', () => {
    const two = call({
      stage: 'ringing',
      ringUntil: at(30_000),
      devices: [
        { stages: [{ stage: 'ringing', at: at(1_900) }] },
        {
          stages: [
            { stage: 'delivered', at: at(400) },
            { stage: 'ringing', at: at(710) },
          ],
        },
      ],
    });
    expect(callTrack(two, START + 2_000).nodes.map((node) => node.ms)).toEqual([
      undefined,
      400,
      710,
      undefined,
      undefined,
    ]);
  });

  it('gives the phone call of the same try its own track', () => {
    const dark = call({
      stage: 'provider-accepted',
      ringUntil: at(34_600),
      phone: 'ringing',
      stages: [
        { stage: 'phone-asked', at: at(8_000) },
        { stage: 'phone-ringing', at: at(9_600) },
      ],
    });
    const track = callTrack(dark, START + 15_600);
    expect(track.phoneNodes.map((node) => [node.look, node.ms])).toEqual([
      ['past', 8_000],
      ['past', undefined],
      ['live', 9_600],
      ['todo', undefined],
      ['todo', undefined],
    ]);
    expect(callTrack(call(), START).phoneNodes).toEqual([]);
  });

  it('says when there was no phone to fall back to', () => {
    expect(callTrack(call({ noPhone: true, phone: 'absent' }), START).phone).toBe('missing');
  });

  it('counts the time somebody has been reading against what they have', () => {
    const reading = call({
      status: 'reading',
      stage: 'answered',
      decideBy: at(78_200),
      stages: [{ stage: 'answered', at: at(18_200) }],
    });
    expect(looks(reading, 27_200)).toBe('past past past reading todo');
    expect(callTrack(reading, START + 27_200).end).toEqual({ kind: 'reading', goneMs: 9_000, ofMs: 60_000 });
  });

  it('ends in yes for who took it and in no, with the reason, for who declined', () => {
    expect(looks(call({ status: 'accepted', stage: 'accepted' }), 0)).toBe('past past past skipped yes');
    const declined = call({ status: 'declined', stage: 'declined', declineReason: 'driving' });
    expect(looks(declined, 0)).toBe('past past past skipped no');
    const picked = { ...declined, stages: [{ stage: 'answered', at: at(6_400) }] };
    expect(looks(picked, 0)).toBe('past past past past no');
    expect(callTrack(declined, START).end).toEqual({ kind: 'declined', reason: 'driving' });
  });

  it('stays where it was when the phones were stopped', () => {
    const stopped = call({ status: 'cancelled', stage: 'ringing' });
    expect(looks(stopped, 60_000)).toBe('past past past todo todo');
    expect(callTrack(stopped, START + 60_000).end).toEqual({ kind: 'cancelled' });
  });
});

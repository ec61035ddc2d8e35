import { describe, expect, it } from '@jest/globals';
import type { RingCard } from './definitions.js';
import { START, card } from './ring-card.fixture.js';
import {
  type Effect,
  type MachineEvent,
  type RingMachine,
  RECEIPT_GRACE_MS,
  REMEMBER_MS,
  emptyMachine,
  nextDue,
  step,
} from './ring-machine.js';

const { ringId } = card();

/** Plays events one after the other and keeps what was ordered by the last one. */
function play(...events: (MachineEvent | readonly [MachineEvent, number])[]): {
  machine: RingMachine;
  effects: readonly Effect[];
  result: unknown;
} {
  let machine = emptyMachine;
  let effects: readonly Effect[] = [];
  let result: unknown;
  for (const entry of events) {
    const [event, at] = Array.isArray(entry)
      ? (entry as readonly [MachineEvent, number])
      : [entry as MachineEvent, 0];
    const done = step(machine, event, START + at);
    ({ machine, effects } = done);
    result = done.result;
  }
  return { machine, effects, result };
}

const arrives = (over: Partial<RingCard> = {}): MachineEvent => ({ type: 'card', card: card(over) });
const rang = (revision = 1): MachineEvent => ({ type: 'rang', ringId, revision });
const cancel = (revision: number): MachineEvent => ({
  type: 'cancelled',
  ringId,
  revision,
  reason: 'accepted-by-other',
});
const receipts = (effects: readonly Effect[]): string[] =>
  effects.flatMap((effect) => (effect.type === 'receipt' ? [`${effect.kind}@${effect.revision}`] : []));
const kinds = (effects: readonly Effect[]): string[] => effects.map((effect) => effect.type);

describe('a card that arrives', () => {
  it('is confirmed as delivered, written down, and rings', () => {
    const { effects, result } = play(arrives());
    expect(kinds(effects)).toEqual(['receipt', 'log', 'startRinging']);
    expect(receipts(effects)).toEqual(['delivered@1']);
    expect(result).toEqual({ result: 'ringing' });
  });

  it('says ringing only after the device really rang', () => {
    const before = play(arrives());
    expect(before.machine.rings[ringId]?.state).toBe('arrived');
    const after = play(arrives(), rang());
    expect(after.machine.rings[ringId]?.state).toBe('ringing');
    expect(receipts(after.effects)).toEqual(['ringing@1']);
  });

  it('says suppressed, and why, when the device could not ring', () => {
    const { effects, machine } = play(arrives(), {
      type: 'suppressed',
      ringId,
      revision: 1,
      by: 'permission',
    });
    expect(effects[0]).toMatchObject({ kind: 'suppressed', detail: 'permission' });
    expect(machine.rings[ringId]?.suppressed).toBe('permission');
  });

  it('is not proved by a bell that was for an older revision', () => {
    expect(play(arrives(), arrives({ revision: 2, count: 2 }), rang(1)).effects).toEqual([]);
  });

  it('is dropped when its revision was seen', () => {
    const { effects, result } = play(arrives(), rang(), arrives());
    expect(effects).toEqual([]);
    expect(result).toEqual({ result: 'dropped', because: 'seen' });
  });

  it('is dropped when it is older than what was seen', () => {
    expect(play(arrives({ revision: 3 }), arrives({ revision: 2 })).result).toEqual({
      result: 'dropped',
      because: 'seen',
    });
  });

  it('does not ring when its time is over, and says expired', () => {
    const { effects, result } = play([arrives(), 30_000]);
    expect(receipts(effects)).toEqual(['delivered@1', 'expired@1']);
    expect(kinds(effects)).not.toContain('startRinging');
    expect(result).toEqual({ result: 'dropped', because: 'expired' });
  });

  it('may say its receipts for as long as its token is good', () => {
    const receipt = play(arrives()).effects.find((effect) => effect.type === 'receipt');
    expect(receipt).toMatchObject({ until: START + 30_000 + RECEIPT_GRACE_MS });
  });
});

describe('a cancel', () => {
  it('stops the ring and confirms the stop', () => {
    const { effects, machine } = play(arrives(), rang(), cancel(2));
    expect(effects[0]).toEqual({ type: 'stopRinging', ringId, reason: 'accepted-by-other' });
    expect(receipts(effects)).toEqual(['stopped@1']);
    expect(machine.rings[ringId]).toMatchObject({ state: 'ended', endReason: 'accepted-by-other' });
  });

  it('that came before its ring keeps it silent', () => {
    const { effects, result } = play(cancel(2), arrives());
    expect(effects).toEqual([]);
    expect(result).toEqual({ result: 'dropped', because: 'cancelled' });
  });

  it('is final, whatever comes later', () => {
    expect(play(arrives(), cancel(2), arrives({ revision: 3 })).result).toEqual({
      result: 'dropped',
      because: 'cancelled',
    });
  });

  it('that is older than the ring changes nothing', () => {
    const { machine, effects } = play(arrives({ revision: 3 }), rang(3), cancel(2));
    expect(effects).toEqual([]);
    expect(machine.rings[ringId]?.state).toBe('ringing');
  });

  it('ends the reading as well', () => {
    const { machine } = play(arrives(), rang(), { type: 'answered', ringId }, cancel(2));
    expect(machine.rings[ringId]?.endReason).toBe('accepted-by-other');
  });
});

describe('an update', () => {
  it('changes the picture of a ringing ring without starting the bell anew', () => {
    const { effects, machine } = play(arrives(), rang(), arrives({ revision: 2, count: 2 }));
    expect(kinds(effects)).toEqual(['receipt', 'log', 'showRing', 'receipt']);
    expect(receipts(effects)).toEqual(['delivered@2', 'ringing@2']);
    expect(machine.rings[ringId]?.card.count).toBe(2);
  });

  it('does not ring somebody who is reading, but is shown to them', () => {
    const { effects, machine } = play(
      arrives(),
      rang(),
      { type: 'answered', ringId },
      arrives({ revision: 2, count: 2 }),
    );
    expect(kinds(effects)).toEqual(['receipt', 'log', 'showRing', 'receipt']);
    expect(machine.rings[ringId]?.state).toBe('answered');
  });

  it('rings again on a device where the ring had ended', () => {
    const { result } = play(
      arrives(),
      rang(),
      { type: 'ended', ringId, reason: 'declined' },
      arrives({ revision: 2, count: 1 }),
    );
    expect(result).toEqual({ result: 'ringing' });
  });

  it('makes a silenced ring loud again when there is more to tell', () => {
    const { machine, effects } = play(
      arrives(),
      rang(),
      { type: 'silenced', ringId },
      arrives({ revision: 2, count: 2 }),
    );
    expect(machine.rings[ringId]?.silenced).toBe(false);
    expect(kinds(effects)).toContain('startRinging');
  });
});

describe('what a person does', () => {
  it('answering falls silent and says so once', () => {
    const once = play(arrives(), rang(), { type: 'answered', ringId });
    expect(once.effects[0]).toEqual({ type: 'stopRinging', ringId, reason: 'answered' });
    expect(receipts(once.effects)).toEqual(['answered@1']);
    expect(
      play(arrives(), rang(), { type: 'answered', ringId }, { type: 'answered', ringId }).effects,
    ).toEqual([]);
  });

  it('declining ends it here; the reply itself goes another way', () => {
    const { effects, machine } = play(arrives(), rang(), { type: 'ended', ringId, reason: 'declined' });
    expect(receipts(effects)).toEqual(['stopped@1']);
    expect(effects).toContainEqual(expect.objectContaining({ kind: 'stopped', detail: 'declined' }));
    expect(machine.rings[ringId]?.state).toBe('ended');
  });

  it('silencing neither declines nor answers', () => {
    const { effects, machine } = play(arrives(), rang(), { type: 'silenced', ringId });
    expect(receipts(effects)).toEqual([]);
    expect(machine.rings[ringId]).toMatchObject({ state: 'ringing', silenced: true });
  });

  it('after the end nothing happens any more', () => {
    const ended: MachineEvent = { type: 'ended', ringId, reason: 'rang-out' };
    expect(play(arrives(), rang(), ended, { type: 'answered', ringId }).effects).toEqual([]);
  });

  it('to a ring nobody knows is nothing', () => {
    expect(play({ type: 'answered', ringId }).effects).toEqual([]);
  });
});

describe('time', () => {
  it('stops a ring at expiresAt, whatever the network does', () => {
    expect(nextDue(play(arrives(), rang()).machine)).toBe(START + 30_000);
    const early = play(arrives(), rang(), [{ type: 'tick' }, 29_999]);
    expect(early.effects).toEqual([]);
    const due = play(arrives(), rang(), [{ type: 'tick' }, 30_000]);
    expect(due.effects[0]).toEqual({ type: 'stopRinging', ringId, reason: 'rang-out' });
    expect(receipts(due.effects)).toEqual(['stopped@1']);
  });

  it('does not take the message away from somebody who reads it', () => {
    const { machine, effects } = play(arrives(), rang(), { type: 'answered', ringId }, [
      { type: 'tick' },
      60_000,
    ]);
    expect(effects).toEqual([]);
    expect(nextDue(machine)).toBeUndefined();
  });

  it('forgets ended rings and tombstones after a day', () => {
    const { machine } = play(arrives(), { type: 'ended', ringId, reason: 'declined' }, cancel(2), [
      { type: 'tick' },
      REMEMBER_MS + 1,
    ]);
    expect(machine).toEqual(emptyMachine);
  });
});

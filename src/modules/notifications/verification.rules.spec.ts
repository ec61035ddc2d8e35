import { describe, expect, it } from '@jest/globals';
import { afterSending, type Sent, waitMs } from './verification.rules.js';

const at = (seconds: number): Date => new Date(seconds * 1000);
const sentAt = (...seconds: readonly number[]): Sent | undefined =>
  seconds.reduce<Sent | undefined>((sent, second) => afterSending(sent, at(second)), undefined);

describe('a code to verify a number', () => {
  it('may be sent at once, then once a minute', () => {
    expect(waitMs(undefined, at(0))).toBe(0);
    expect(waitMs(sentAt(0), at(59))).toBe(1_000);
    expect(waitMs(sentAt(0), at(60))).toBe(0);
  });

  it('and five times a day, counted from the first', () => {
    const five = sentAt(0, 60, 120, 180, 240);
    expect(waitMs(sentAt(0, 60, 120, 180), at(240))).toBe(0);
    expect(waitMs(five, at(300))).toBe((86_400 - 300) * 1000);
    expect(waitMs(five, at(86_400))).toBe(0);
    expect(afterSending(five, at(86_400)).ofTheDay).toBe(1);
  });
});

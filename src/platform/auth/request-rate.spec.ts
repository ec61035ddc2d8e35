import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '../clock/manual-clock.js';
import { RequestRate, TooManyRequests } from './request-rate.js';

const taken = (rate: RequestRate, times: number, perMinute?: number): void => {
  for (let i = 0; i < times; i += 1) rate.take('script', perMinute);
};

describe('the rate of requests', () => {
  it('is that of everybody, or a lower or a higher one of somebody', () => {
    const clock = new ManualClock();
    expect(() => taken(new RequestRate(clock, 600), 600)).not.toThrow();
    expect(() => taken(new RequestRate(clock, 600), 601)).toThrow(TooManyRequests);
    expect(() => taken(new RequestRate(clock, 600), 3, 2)).toThrow(TooManyRequests);
    expect(() => taken(new RequestRate(clock, 600), 1_200, 1_200)).not.toThrow();
  });

  it('says when to come back, by the rate that holds', () => {
    const rate = new RequestRate(new ManualClock(), 600);
    taken(rate, 3, 3);
    try {
      rate.take('script', 3);
      throw new Error('It was let in');
    } catch (error) {
      expect(error).toMatchObject({ details: { retryAfterSeconds: 20 } });
    }
  });

  it('that becomes lower holds from the next request', () => {
    const rate = new RequestRate(new ManualClock(), 600);
    taken(rate, 1);
    expect(() => taken(rate, 3, 2)).toThrow(TooManyRequests);
  });
});

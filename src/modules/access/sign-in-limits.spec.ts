import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '../../platform/clock/manual-clock.js';
import { SignInRefused, TooManyTries } from './access.errors.js';
import { SignInLimits } from './sign-in-limits.js';

const wrong = (): Promise<never> => Promise.reject(new SignInRefused('PASSWORD_WRONG'));
const right = (): Promise<string> => Promise.resolve('yes');

async function failed(limits: SignInLimits, account: string, address: string, times: number): Promise<void> {
  for (let i = 0; i < times; i += 1)
    await expect(limits.try(account, address, wrong)).rejects.toThrow(SignInRefused);
}

describe('tries to sign in', () => {
  it('end after five wrong passwords from one place, even for the right one, and come back with time', async () => {
    const clock = new ManualClock();
    const limits = new SignInLimits(clock);
    await failed(limits, 'ada', 'here', 5);
    await expect(limits.try('ada', 'here', right)).rejects.toMatchObject({
      code: 'TOO_MANY_TRIES',
      details: { retryAfterSeconds: 30 },
    });
    clock.moveTo(clock.nowMs() + 30_000);
    expect(await limits.try('ada', 'here', right)).toBe('yes');
  });

  it('of a stranger do not lock the owner out elsewhere', async () => {
    const limits = new SignInLimits(new ManualClock());
    await failed(limits, 'ada', 'stranger', 5);
    expect(await limits.try('ada', 'home', right)).toBe('yes');
  });

  it('over many accounts from one place end too', async () => {
    const limits = new SignInLimits(new ManualClock());
    for (let i = 0; i < 40; i += 1) await failed(limits, `user${i}`, 'here', 1);
    await expect(limits.try('another', 'here', right)).rejects.toThrow(TooManyTries);
  });

  it('that succeed cost nothing', async () => {
    const limits = new SignInLimits(new ManualClock());
    for (let i = 0; i < 200; i += 1) expect(await limits.try('ada', 'here', right)).toBe('yes');
  });

  it('made all at once gain nothing', async () => {
    const limits = new SignInLimits(new ManualClock());
    const tries = await Promise.allSettled(
      Array.from({ length: 50 }, () => limits.try('ada', 'here', wrong)),
    );
    const refused = tries.filter((t) => t.status === 'rejected' && t.reason instanceof SignInRefused);
    expect(refused).toHaveLength(5);
  });
});

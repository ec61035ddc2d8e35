import { afterEach, describe, expect, it } from '@jest/globals';
import { TelephoneWorld } from '../harness/telephone-world.js';

let night: TelephoneWorld;
afterEach(() => night.close());

const phoneState = async (): Promise<string | undefined> => {
  const { house, people } = night.world;
  const rows = await house.query<{ state: string }>(
    `select state -> 'phone' ->> 'state' as state from calls where user_id = $1`,
    [people.A.userId],
  );
  return rows[0]?.state;
};

describe('when the first provider does not call', () => {
  it.each(['down', 'refused', 'throttled'] as const)(
    'being %s, the second one does at once',
    async (mode) => {
      night = await TelephoneWorld.called('two');
      night.telephones.first.mode = mode;
      await night.at(8);
      expect(night.asked).toEqual([0, 1]);
      await night.by('second', (call) => call.ring());
      await night.by('second', (call) => call.pickUp());
      await night.by('second', (call) => call.press('1'));
      expect(await night.status()).toBe('accepted');
      expect(night.telephones.second.calls[0]?.heard.at(-1)).toBe('It is yours. Thank you.');
    },
  );

  it('because it does not take our key, the second one does at once, and is the one that hangs up', async () => {
    night = await TelephoneWorld.called('two', {
      BARRY_NOTIFIERS_1_SETTINGS_AUTH_TOKEN: 'wr0ng-auth-token',
    });
    await night.at(8);
    expect(night.asked).toEqual([0, 1]);
    await night.by('second', (call) => call.ring());
    await night.world.phones.B.accept();
    await night.telephones.settle();
    expect(night.telephones.second.calls[0]?.status).toBe('cancelled');
  });

  it('and neither does the second, the person is called by nobody, and the next one rings', async () => {
    night = await TelephoneWorld.called('two');
    night.telephones.first.mode = 'down';
    night.telephones.second.mode = 'down';
    await night.at(45);
    expect(night.asked).toEqual([0, 0]);
    expect(night.world.phones.C.ringsSeen).toBe(1);
  });
});

describe('when the answer of the first provider is lost', () => {
  it('it is asked whether it called, and nobody is called twice', async () => {
    night = await TelephoneWorld.called('two');
    const letGo = night.telephones.hold();
    await night.at(8);
    await night.at(11.1);
    letGo();
    await night.at(12);
    expect(night.asked).toEqual([1, 0]);
    await night.by('first', (call) => call.pickUp());
    await night.by('first', (call) => call.press('1'));
    expect(await night.status()).toBe('accepted');
  });

  it('and it knows of no call, the second one calls; the end of one call is not the end of the other', async () => {
    night = await TelephoneWorld.called('two');
    night.telephones.first.isForgetful = true;
    const letGo = night.telephones.hold();
    await night.at(8);
    await night.at(11.1);
    letGo();
    await night.at(12);
    expect(night.asked).toEqual([1, 1]);
    await night.by('second', (call) => call.ring());
    await night.by('first', (call) => call.end('no-answer'));
    expect(await phoneState()).toBe('ringing');
    await night.by('second', (call) => call.end('busy'));
    expect(await phoneState()).toBe('over');
  });

  it('a key that was pressed in either call counts', async () => {
    night = await TelephoneWorld.called('two');
    night.telephones.first.isForgetful = true;
    const letGo = night.telephones.hold();
    await night.at(8);
    await night.at(11.1);
    letGo();
    await night.at(12);
    await night.by('first', (call) => call.pickUp());
    await night.by('first', (call) => call.press('1'));
    expect(await night.status()).toBe('accepted');
  });
});

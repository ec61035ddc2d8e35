import { afterEach, describe, expect, it } from '@jest/globals';
import { AOI, TelephoneWorld } from '../harness/telephone-world.js';

let night: TelephoneWorld;
afterEach(() => night.close());

describe('when nobody’s app rings', () => {
  it('a telephone does after 8 s; picking up takes nothing; key 1 takes it, and everybody else stops', async () => {
    night = await TelephoneWorld.called();
    const { phones } = night.world;
    await night.at(7.9);
    expect(night.asked).toEqual([0, 0]);
    await night.at(8);
    expect(night.telephones.first.calls.map(({ to }) => to)).toEqual([AOI]);
    await night.by('first', (call) => call.ring());
    await night.at(12);
    await night.by('first', (call) => call.pickUp());
    expect(night.call.heard).toEqual([
      'This is Barry. mail is called: Queue is broken.',
      'Press 1 to take it',
      '2 if you cannot',
      '3 to hear it again',
    ]);
    await night.at(14);
    expect(await night.status()).toBe('calling');
    expect(phones.B.isRinging).toBe(true);

    await night.by('first', (call) => call.press('1'));
    expect(night.call.heard.at(-1)).toBe('It is yours. Thank you.');
    expect(night.call.status).toBe('completed');
    expect(await night.status()).toBe('accepted');
    expect(phones.B.isRinging).toBe(false);
    expect(phones.B.cancels).toEqual(['accepted-by-other']);
    expect(phones.D.informs).toEqual(['Aoi took it (mail)']);
    expect(await night.trace()).toEqual([
      '0.0 A called',
      '0.0 B called',
      '8.0 A phone',
      '14.0 A accepted',
      '14.0 B cancelled',
    ]);
  });

  it('key 3 says it again, and so does a key that nobody offered; key 2 refuses, and the next one is called', async () => {
    night = await TelephoneWorld.called();
    await night.at(8);
    await night.by('first', (call) => call.pickUp());
    const once = night.call.heard.length;
    await night.by('first', (call) => call.press('3'));
    await night.by('first', (call) => call.press('9'));
    expect(night.call.heard).toHaveLength(3 * once);
    expect(night.world.phones.C.ringsSeen).toBe(0);
    await night.at(10);
    await night.by('first', (call) => call.press('2'));
    expect(night.call.heard.at(-1)).toBe('Understood. Somebody else is called.');
    expect(await night.trace()).toEqual([
      '0.0 A called',
      '0.0 B called',
      '8.0 A phone',
      '10.0 A declined',
      '10.0 C called',
    ]);
  });

  it('a machine that picks up takes nothing, and the next one is called', async () => {
    night = await TelephoneWorld.called();
    await night.at(8);
    await night.by('first', (call) => call.pickUp());
    await night.by('first', (call) => call.detect('machine_start'));
    await night.by('first', (call) => call.stayQuiet());
    await night.by('first', (call) => call.stayQuiet());
    expect(night.call.status).toBe('completed');
    await night.at(40);
    expect(await night.status()).toBe('calling');
    expect(night.world.phones.C.ringsSeen).toBe(1);
  });

  it('speaks the language of who is called', async () => {
    night = await TelephoneWorld.open();
    const { house, people } = night.world;
    await house.query(`update users set locale = 'ja' where id = $1`, [people.A.userId]);
    await night.alert();
    await night.at(8);
    await night.by('first', (call) => call.pickUp());
    expect(night.call.heard[0]).toBe('バリーからの呼び出しです。mail。Queue is broken。');
    await night.by('first', (call) => call.press('1'));
    expect(night.call.heard.at(-1)).toBe('あなたの担当になりました。よろしくお願いします。');
  });
});

describe('when somebody else takes it', () => {
  it.each([
    ['rings', 'ring', 'canceled'],
    ['talks', 'pickUp', 'completed'],
  ] as const)('a telephone that %s is hung up', async (_, how, status) => {
    night = await TelephoneWorld.called();
    await night.at(8);
    await night.by('first', (call) => call[how]());
    await night.at(9);
    await night.world.phones.B.accept();
    await night.telephones.settle();
    expect(night.call.status).toBe(status);
  });

  it('a telephone that is being dialled at that moment is hung up as soon as its provider has answered', async () => {
    night = await TelephoneWorld.called();
    const letGo = night.telephones.hold();
    await night.at(8);
    await night.world.phones.B.accept();
    expect(night.call.status).toBe('queued');
    letGo();
    await night.telephones.settle();
    expect(night.call.status).toBe('canceled');
  });

  it('a telephone whose provider has not answered in time is asked for, and hung up', async () => {
    night = await TelephoneWorld.called();
    const letGo = night.telephones.hold();
    await night.at(8);
    await night.at(11.1);
    letGo();
    await night.world.phones.B.accept();
    await night.at(12);
    expect(night.asked).toEqual([1, 0]);
    expect(night.call.status).toBe('canceled');
  });

  it('whoever presses 1 a moment later is told that it is over', async () => {
    night = await TelephoneWorld.called();
    await night.at(8);
    await night.by('first', (call) => call.pickUp());
    night.telephones.first.hangsUp = false;
    await night.world.phones.B.accept();
    await night.by('first', (call) => call.press('1'));
    expect(night.call.heard.at(-1)).toMatch(/^This is over already/);
    expect(night.world.phones.D.informs).toEqual(['Ben took it (mail)']);
  });
});

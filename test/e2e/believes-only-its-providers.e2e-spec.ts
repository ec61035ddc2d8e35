import { afterEach, describe, expect, it } from '@jest/globals';
import { TelephoneWorld } from '../harness/telephone-world.js';

let night: TelephoneWorld;
afterEach(() => night.close());

const KEY_1 = { CallSid: 'CA1', CallStatus: 'in-progress', Digits: '1' };
const FORGED = { status: 403, code: 'CALLBACK_FORGED' };
const UNKNOWN = { status: 404, code: 'CALLBACK_UNKNOWN' };

/** Where the keys of the call are reported to. */
const keysUrl = (): string =>
  /action="([^"]+)"/.exec(night.call.made.get('Twiml') ?? '')?.[1]?.replaceAll('&amp;', '&') ?? '';

async function posted(
  { url, headers, rawBody }: { url: string; headers: Record<string, string>; rawBody: string },
  change: RequestInit = {},
): Promise<{ status: number; code: string }> {
  const answer = await fetch(url, { method: 'POST', headers, body: rawBody, ...change });
  const text = await answer.text();
  const code = /"code":"(\w+)"/.exec(text)?.[1] ?? '';
  return { status: answer.status, code };
}
const signed = (url: string) => night.telephones.first.signed(url, KEY_1);

describe('a callback', () => {
  it('that the provider has not signed takes nothing, and is counted', async () => {
    night = await TelephoneWorld.called();
    await night.at(8);
    const genuine = signed(keysUrl());
    const other = new URLSearchParams({ ...KEY_1, From: '1' }).toString();
    expect(await posted(genuine, { body: other })).toEqual(FORGED);
    const { 'x-twilio-signature': _, ...unsigned } = genuine.headers;
    expect(await posted(genuine, { headers: unsigned })).toEqual(FORGED);
    expect(await posted(genuine, { method: 'GET', body: null })).toEqual(FORGED);
    expect(await night.status()).toBe('calling');
    expect(await night.callbacksCounted('forged')).toBe(3);
  });

  it('that was signed for another address than our public one takes nothing', async () => {
    night = await TelephoneWorld.called('one', { BARRY_PUBLIC_URLS: 'https://barry.example.org' });
    await night.at(8);
    const url = keysUrl();
    expect(url).toMatch(/^https:\/\/barry\.example\.org\/callbacks\/first\//);
    const here = `${night.world.house.origin}${new URL(url).pathname}${new URL(url).search}`;
    expect(await posted(signed(here))).toEqual(FORGED);
    // Behind a proxy it comes by another address than it was signed for.
    expect(await posted({ ...signed(url), url: here })).toMatchObject({ status: 200 });
    expect(await night.status()).toBe('accepted');
  });

  it('about a message or an instance that is not ours takes nothing, and is counted', async () => {
    night = await TelephoneWorld.called();
    await night.at(8);
    const url = keysUrl();
    const others = [
      url.replace('/first/', '/third/'),
      url.replace('/first/', '/pocket/'),
      url.replace(/\/first\/(.)/, (_, sign: string) => `/first/${sign === 'A' ? 'B' : 'A'}`),
      url.replace(/\/first\/[^?]+/, '/first/nonsense'),
    ];
    for (const other of others) expect(await posted(signed(other))).toEqual(UNKNOWN);
    expect(await night.callbacksCounted('unknown')).toBe(4);
    expect(await night.status()).toBe('calling');
  });

  it('of one provider says nothing about a call of the other', async () => {
    night = await TelephoneWorld.called('two');
    await night.at(8);
    const url = keysUrl().replace('/first/', '/second/');
    expect(await posted(night.telephones.second.signed(url, { dtmf: { digits: '1' } }))).toEqual(UNKNOWN);
    expect(await night.status()).toBe('calling');
  });

  it('that is far too large is not read', async () => {
    night = await TelephoneWorld.called();
    await night.at(8);
    const answer = await posted(signed(keysUrl()), { body: 'x'.repeat(100_000) });
    expect(answer).toEqual({ status: 413, code: 'HTTP_413' });
  });

  it('that comes twice is answered twice, and counts once', async () => {
    night = await TelephoneWorld.called();
    await night.at(8);
    for (let times = 0; times < 2; times += 1)
      expect(await posted(signed(keysUrl()))).toMatchObject({ status: 200 });
    expect(await night.status()).toBe('accepted');
    expect((await night.trace()).filter((line) => line.includes('accepted'))).toHaveLength(1);
    expect(await night.callbacksCounted('heard')).toBeGreaterThanOrEqual(2);
  });
});

describe('at boot', () => {
  it('wrong settings are named in words, and never repeated', async () => {
    night = await TelephoneWorld.open('two', {
      BARRY_NOTIFIERS_1_SETTINGS_ACCOUNT_SID: 's3cret',
      BARRY_NOTIFIERS_2_SETTINGS_PRIVATE_KEY: 's3cret',
    });
    expect(await night.notifier('first')).toMatchObject({
      state: 'faulty',
      reason: 'settings are missing or wrong: accountSid: an account SID is AC and 32 hexadecimal digits',
    });
    const second = await night.notifier('second');
    expect(second).toMatchObject({
      state: 'faulty',
      reason: expect.stringMatching(
        /^settings are missing or wrong: privateKey: this is not the private key/,
      ),
    });
    expect(JSON.stringify(second)).not.toContain('s3cret');
  });

  it('a provider that does not take the key is faulty, and says why', async () => {
    night = await TelephoneWorld.open('two', {
      BARRY_NOTIFIERS_1_SETTINGS_AUTH_TOKEN: 'wr0ng-auth-token',
    });
    expect(await night.notifier('first')).toMatchObject({
      state: 'faulty',
      reason: 'Twilio 20003: the account SID or the auth token is wrong',
    });
    expect(await night.notifier('second')).toMatchObject({ state: 'on' });
  });

  it('a provider that did not answer is faulty until it does something', async () => {
    night = await TelephoneWorld.open('one', {}, (telephones) => (telephones.first.mode = 'down'));
    expect(await night.notifier('first')).toMatchObject({ state: 'faulty' });
    night.telephones.first.mode = 'up';
    await night.alert();
    await night.at(8);
    expect(night.asked).toEqual([1, 0]);
    const view = await night.notifier('first');
    expect(view).toMatchObject({ state: 'on' });
    expect(view).not.toHaveProperty('reason');
  });
});

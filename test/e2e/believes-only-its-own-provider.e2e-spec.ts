import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser } from '../harness/browser.js';
import { CLIENT, Directory } from '../harness/directory.js';
import type { House } from '../harness/house.js';
import { type Claims, LyingProvider } from '../harness/lying-provider.js';
import { startSsoHouse } from '../harness/sso-house.js';
import { firstAdmin } from '../harness/world.js';

const START = '/api/v1/browser/single-sign-on';
const LOGOUT = 'http://schemas.openid.net/event/backchannel-logout';
type Signer = NonNullable<Parameters<LyingProvider['signed']>[1]>;

describe('a provider that is not believed', () => {
  let provider: LyingProvider;
  let house: House;

  beforeAll(async () => {
    provider = await LyingProvider.open();
    house = await startSsoHouse(provider.issuer);
    await firstAdmin(house);
    await new Browser(house).go(`${house.origin}${START}`, /\/authorize\?/);
  }, 60_000);
  afterAll(async () => {
    await provider.close();
    await house.stop();
  });

  /** As far as the provider: what the house asked it for. */
  const leave = async (browser: Browser) =>
    new URL((await browser.go(house.origin + START, /\/authorize\?/)).url).searchParams;
  const back = (browser: Browser, asked: URLSearchParams, more: Record<string, string> = {}) => {
    const answer = new URLSearchParams({
      code: 'a code',
      state: asked.get('state') ?? '',
      iss: provider.issuer,
      ...more,
    });
    return browser.go(`${house.origin}${START}/callback?${answer.toString()}`);
  };
  const pathOf = ({ url }: { readonly url: string }) => url.replace(house.origin, '');
  const comesWith = async (change: Claims, by?: Signer, more: Record<string, string> = {}) => {
    const browser = new Browser(house);
    const asked = await leave(browser);
    provider.idToken = await provider.signed(
      provider.identity({ nonce: asked.get('nonce') ?? '', ...change }),
      by,
    );
    return { browser, asked, path: pathOf(await back(browser, asked, more)) };
  };
  const nobodyGotIn = async ({ browser }: { readonly browser: Browser }) => {
    expect(browser.cookies().has('barry_session')).toBe(false);
    expect(await house.query(`select id from users where email = 'mallory@example.org'`)).toEqual([]);
  };

  it('is asked with a state, a nonce and a proof that the code is used by whoever asked', async () => {
    const asked = await leave(new Browser(house));
    expect(Object.fromEntries(asked)).toMatchObject({
      response_type: 'code',
      client_id: CLIENT.id,
      redirect_uri: `${house.origin}${START}/callback`,
      code_challenge_method: 'S256',
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    });
  });

  it.each<[string, Claims, Signer]>([
    ['has another nonce', { nonce: 'of another sign-in' }, 'itself'],
    ['has no nonce', { nonce: undefined }, 'itself'],
    ['is signed by another key', {}, 'somebody'],
    ['is signed by nobody', {}, 'nobody'],
    ['is signed with what we share, as if that were its key', {}, 'client-secret'],
    ['has expired', { iat: 1_700_000_000, exp: 1_700_000_300 }, 'itself'],
    ['was made for somebody else', { aud: 'another client' }, 'itself'],
    ['is of another issuer', { iss: 'https://evil.example' }, 'itself'],
  ])('when its token %s', async (_, change, by) => {
    const came = await comesWith(change, by);
    expect(came.path).toBe('/sign-in?sso=SSO_NOT_PROVED');
    await nobodyGotIn(came);
  });

  it('when the answer comes from another provider than was asked', async () => {
    const came = await comesWith({}, 'itself', { iss: 'https://evil.example' });
    expect(came.path).toBe('/sign-in?sso=SSO_NOT_PROVED');
    await nobodyGotIn(came);
  });

  it('when somebody else’s browser brings the answer', async () => {
    const asked = await leave(new Browser(house));
    provider.idToken = await provider.signed(provider.identity({ nonce: asked.get('nonce') ?? '' }));
    const victim = new Browser(house);
    expect(pathOf(await back(victim, asked))).toBe('/sign-in?sso=SSO_FLOW_OVER');
    victim.setCookie(`barry_sso_${(asked.get('state') ?? '').slice(0, 8)}`, 'guessed');
    expect(pathOf(await back(victim, asked))).toBe('/sign-in?sso=SSO_FLOW_OVER');
    await nobodyGotIn({ browser: victim });
  });

  it('when the answer comes later than ten minutes', async () => {
    const browser = new Browser(house);
    const asked = await leave(browser);
    await house.advance(601);
    expect(pathOf(await back(browser, asked))).toBe('/sign-in?sso=SSO_FLOW_OVER');
  });

  it('when it refuses, whatever else it says', async () => {
    const browser = new Browser(house);
    const asked = await leave(browser);
    const answer = new URLSearchParams({
      error: 'access_denied',
      error_description: '<script>',
      state: asked.get('state') ?? '',
      iss: provider.issuer,
    });
    const arrived = await browser.go(`${house.origin}${START}/callback?${answer.toString()}`);
    expect(pathOf(arrived)).toBe('/sign-in?sso=SSO_REFUSED');
  });

  it('takes an answer once: what is sent again is worth nothing', async () => {
    const browser = new Browser(house);
    const asked = await leave(browser);
    const kept = new Map(browser.cookies());
    provider.idToken = await provider.signed(provider.identity({ nonce: asked.get('nonce') ?? '' }));
    expect(pathOf(await back(browser, asked))).toBe('/');
    expect(browser.cookies().has('barry_session')).toBe(true);
    const again = new Browser(house);
    for (const [name, value] of kept) again.setCookie(name, value);
    expect(pathOf(await back(again, asked))).toBe('/sign-in?sso=SSO_FLOW_OVER');
    expect(again.cookies().has('barry_session')).toBe(false);
  });

  describe('about whoever has signed out there', () => {
    const comesIn = async (sid: string) => {
      const { browser, path } = await comesWith({ sid });
      expect(path).toBe('/');
      return `barry_session=${browser.cookies().get('barry_session') ?? ''}`;
    };
    const isIn = async (cookie: string) =>
      (await house.rest('GET', '/me', undefined, undefined, { cookie })).status === 200;
    const said = (change: Claims = {}): Claims => ({
      iss: provider.issuer,
      aud: CLIENT.id,
      sub: 'mallory',
      sid: 'there-1',
      iat: Math.floor(house.clock.nowMs() / 1000),
      jti: 'one',
      events: { [LOGOUT]: {} },
      ...change,
    });
    const says = async (claims: Claims, by?: Signer) => {
      const logout_token = await provider.signed(claims, by);
      return house.rest(
        'POST',
        '/single-sign-on/sign-out',
        new URLSearchParams({ logout_token }).toString(),
        undefined,
        {
          'content-type': 'application/x-www-form-urlencoded',
        },
      );
    };

    it.each<[string, Claims, Signer]>([
      ['signed by another key', {}, 'somebody'],
      ['signed by nobody', {}, 'nobody'],
      ['signed with what we share', {}, 'client-secret'],
      ['for somebody else', { aud: 'another client' }, 'itself'],
      ['of another issuer', { iss: 'https://evil.example' }, 'itself'],
      ['that is an identity', { nonce: 'one' }, 'itself'],
      ['without the event', { events: {} }, 'itself'],
      ['about nobody', { sub: undefined, sid: undefined }, 'itself'],
      ['of an hour ago', { iat: Math.floor(Date.now() / 1000) - 3_600 }, 'itself'],
    ])('ends nothing by a token %s', async (_, change, by) => {
      const cookie = await comesIn('there-1');
      const answer = await says(said(change), by);
      expect(answer).toMatchObject({ status: 403, body: { code: 'SSO_NOT_PROVED' } });
      expect(await isIn(cookie)).toBe(true);
    });

    it('ends the sessions of that one there, or all of theirs', async () => {
      const [one, two] = [await comesIn('there-7'), await comesIn('there-8')];
      expect((await says(said({ sid: 'there-7' }))).status).toBe(200);
      expect([await isIn(one), await isIn(two)]).toEqual([false, true]);
      expect((await says(said({ sid: undefined }))).status).toBe(200);
      expect(await isIn(two)).toBe(false);
    });
  });
});

describe('a code that was made for somebody else’s browser', () => {
  it('is worth nothing to the one that was made to bring it', async () => {
    const directory = await Directory.planned();
    const house = await startSsoHouse(directory.issuer);
    await firstAdmin(house);
    await directory.open(house.origin);
    await house.advance(5);
    const callback = /single-sign-on\/callback/;
    directory.choose({ sub: 'eve', name: 'Eve', email: 'eve@example.org', email_verified: true });
    const eves = new URL((await new Browser(house).go(house.origin + START, callback)).url);
    directory.choose({ sub: 'ada', name: 'Ada', email: 'ada@example.org', email_verified: true });
    const browser = new Browser(house);
    const adas = new URL((await browser.go(house.origin + START, callback)).url);
    adas.searchParams.set('code', eves.searchParams.get('code') ?? '');
    const arrived = await browser.go(adas.href);
    expect(arrived.url).toBe(`${house.origin}/sign-in?sso=SSO_NOT_PROVED`);
    expect(browser.cookies().has('barry_session')).toBe(false);
    await directory.close();
    await house.stop();
  }, 60_000);
});

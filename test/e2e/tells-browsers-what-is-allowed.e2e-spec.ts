import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { House } from '../harness/house.js';
import { firstAdmin, PASSWORD, type Person } from '../harness/world.js';

const HOUSE_MS = 120_000;

describe('what browsers are told', () => {
  let house: House;
  let admin: Person;
  beforeAll(async () => {
    house = await House.start({ environment: { BARRY_PUBLIC_URLS: 'https://barry.example.org' } });
    admin = await firstAdmin(house);
  }, HOUSE_MS);
  afterAll(() => house.stop());

  const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(house.origin + path, { headers });
  const policyOf = async (path: string): Promise<string> =>
    (await get(path)).headers.get('content-security-policy') ?? '';

  it('gives the console a nonce of its own with each answer, and lets nothing inline run', async () => {
    const [first, second] = [await policyOf('/'), await policyOf('/')];
    const nonceIn = (policy: string): string =>
      /script-src 'self' 'nonce-([^']{22,})'/.exec(policy)?.[1] ?? '';
    expect(nonceIn(first)).not.toBe('');
    expect(nonceIn(first)).not.toBe(nonceIn(second));
    expect(first).not.toContain('unsafe');
    expect(first).toContain("frame-ancestors 'none'");
  });

  it('writes the nonce of the answer into the page of the console, which is built', async () => {
    const page = await get('/incidents/1');
    const nonce = /'nonce-([^']+)'/.exec(page.headers.get('content-security-policy') ?? '')?.[1];
    expect(await page.text()).toContain(`<barry-root ngCspNonce="${nonce}">`);
    expect(page.headers.get('cache-control')).toBe('no-cache');
  });

  it('lets answers of the API show nothing and be kept by nobody', async () => {
    for (const path of ['/api/v1/teams', '/api/v1/nothing', '/health/live']) {
      const { headers } = await get(path);
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('cache-control')).toBe('no-store');
    }
  });

  it('closes the usual side doors everywhere', async () => {
    for (const path of ['/', '/app/', '/api/docs', '/api/v1/teams']) {
      const headers = Object.fromEntries((await get(path)).headers);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'strict-transport-security': 'max-age=31536000',
      });
      expect(headers['permissions-policy']).toContain('geolocation=()');
    }
  });

  it('gives a cookie that only this host can have given, and believes no write without the word of the page', async () => {
    const signedIn = await house.rest('POST', '/browser/session', { email: admin.email, password: PASSWORD });
    const cookie = signedIn.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(
      /^__Host-barry_session=\S+; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax; Secure$/,
    );
    const own = { cookie: cookie.split(';')[0] ?? '' };
    const plain = { cookie: own.cookie.replace('__Host-', '') };
    expect((await house.rest('GET', '/teams', undefined, undefined, plain)).status).toBe(401);
    const team = { slug: 'new', name: 'New' };
    expect((await house.rest('GET', '/teams', undefined, undefined, own)).status).toBe(200);
    expect((await house.rest('POST', '/teams', team, undefined, own)).status).toBe(403);
    const wrong = { ...own, 'x-barry-csrf': 'x' };
    expect((await house.rest('POST', '/teams', team, undefined, wrong)).status).toBe(403);
    const right = { ...own, 'x-barry-csrf': signedIn.body['csrfToken'] as string };
    expect((await house.rest('POST', '/teams', team, undefined, right)).status).toBe(201);
  });

  it('lets pages of others ask, and never with the cookie', async () => {
    const { headers } = await get('/api/v1/teams', { origin: 'https://elsewhere.example' });
    expect(headers.get('access-control-allow-credentials')).toBeNull();
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { House } from '../harness/house.js';
import { firstAdmin, makePerson, type Person } from '../harness/world.js';

interface Sticker {
  readonly stickerId: string;
  readonly means: string;
  readonly offer: object;
  readonly text: { readonly en: string; readonly ja: string };
  readonly picture: string;
}

/** A house is started: on a busy machine that takes its time. */
const HOUSE_MS = 60_000;

describe('the built-in stickers', () => {
  let house: House;
  let someone: Person;
  let stickers: readonly Sticker[];
  beforeAll(async () => {
    house = await House.start();
    someone = await makePerson(house, await firstAdmin(house), 'Somebody');
    const { packs } = await house.ok('GET', '/sticker-packs', undefined, someone.token);
    stickers = packs[0].stickers;
  }, HOUSE_MS);
  afterAll(() => house.stop());

  const load = (path: string): Promise<Response> => fetch(new URL(path, house.origin));

  it('are listed for whoever is signed in, with a meaning, a text in both languages and what it offers', () => {
    expect(stickers).toHaveLength(18);
    expect(stickers.find(({ stickerId }) => stickerId === 'fixed')).toMatchObject({
      means: 'fixed',
      isAboutTheIncident: true,
      offer: { status: 'resolved' },
      text: { en: 'Fixed', ja: '直りました' },
    });
  });

  it('have pictures that need no sign-in, never change and cannot act', async () => {
    for (const { picture, text } of stickers) {
      const answer = await load(picture);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([
        200,
        'image/svg+xml; charset=utf-8',
      ]);
      expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(answer.headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'/);
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answer.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
      expect(await answer.text()).toContain(`<title>${text.en} / ${text.ja}</title>`);
    }
  });

  it('are shown under the address of another version too, which nobody keeps', async () => {
    const answer = await load('/pictures/stickers/barry/fixed.0123456789abcdef.svg');
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-cache']);
  });

  it.each([
    '/pictures/stickers/barry/unheard-of.0123456789abcdef.svg',
    '/pictures/stickers/others/fixed.0123456789abcdef.svg',
    '/pictures/stickers/barry/fixed.svg',
    '/pictures/stickers/barry/..%2Fpack.json',
    '/pictures/stickers/barry/constructor.0123456789abcdef.svg',
    '/pictures/elsewhere',
  ])('are not found at %s', async (path) => {
    const answer = await load(path);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      404,
      expect.stringContaining('application/problem+json'),
    ]);
  });
});

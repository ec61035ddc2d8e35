import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Directory } from '../harness/scim-directory.js';
import { House } from '../harness/house.js';
import { firstAdmin } from '../harness/world.js';

const OFF = { op: 'Replace', path: 'active', value: 'False' };

describe('a directory', () => {
  let house: House;
  let directory: Directory;

  beforeAll(async () => {
    house = await House.start();
    directory = await Directory.connect(house, await firstAdmin(house));
  }, 60_000);
  afterAll(() => house.stop());

  describe('is refused in its own words', () => {
    it.each([
      [
        'a filter of something else',
        'GET',
        '/Users?filter=title%20eq%20%22x%22',
        undefined,
        '400',
        'invalidFilter',
      ],
      ['a deep filter', 'GET', `/Users?filter=${'('.repeat(500)}`, undefined, '400', 'invalidFilter'],
      ['two filters', 'GET', '/Users?filter=a&filter=b', undefined, '400', 'invalidFilter'],
      ['no JSON', 'POST', '/Users', '{"userName":', '400', 'invalidSyntax'],
      [
        'a NUL',
        'POST',
        '/Users',
        { userName: 'nul@example.org', displayName: 'a\u0000b' },
        '400',
        'invalidValue',
      ],
      ['no name', 'POST', '/Users', {}, '400', 'invalidValue'],
      ['no address', 'POST', '/Users', { userName: 'nobody' }, '400', 'invalidValue'],
      ['an unknown user', 'GET', '/Users/42', undefined, '404', undefined],
      [
        'an unknown group',
        'GET',
        '/Groups/00000000-0000-7000-8000-000000000000',
        undefined,
        '404',
        undefined,
      ],
      ['an unknown schema', 'GET', '/Schemas/x', undefined, '404', undefined],
      [
        'too many changes',
        'PATCH',
        '/Users/42',
        { Operations: Array.from({ length: 5_000 }, () => OFF) },
        '400',
        'tooMany',
      ],
    ])('%s', async (_, method, path, body, status, scimType) => {
      const answer = await directory.ask(method, path, body);
      expect(answer.headers.get('content-type')).toContain('application/scim+json');
      expect(answer.body).toMatchObject({ status, ...(scimType === undefined ? {} : { scimType }) });
    });
  });

  it('gets an answer in the form of SCIM, whatever it sends', async () => {
    const { id } = await directory.user('Yui');
    const group = await directory.group('Everybody');
    const name = fc.constantFrom(
      'userName',
      'active',
      'members',
      'name',
      'emails',
      'displayName',
      'externalId',
      'x',
    );
    const operation = fc.record(
      {
        op: fc.constantFrom('add', 'Replace', 'REMOVE', 'x'),
        path: fc.oneof(name, fc.string()),
        value: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    const body = fc.oneof(
      fc.dictionary(name, fc.jsonValue()),
      fc.record({ Operations: fc.array(operation, { maxLength: 5 }) }),
      fc.string(),
    );
    const place = fc.constantFrom(`/Users/${id}`, `/Groups/${group['id']}`, '/Users', '/Groups', '/Users/x');
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('POST', 'PUT', 'PATCH'), place, body, async (method, path, sent) => {
        const answer = await directory.ask(method, path, sent);
        expect(answer.status).toBeLessThan(500);
        if (answer.body['code'] !== 'HTTP_404') expect(answer.body['schemas']).toBeDefined();
      }),
      { numRuns: 150, seed: 1 },
    );
    const filter = fc.string({ unit: 'binary', maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(filter, async (text) => {
        const answer = await directory.ask('GET', `/Users?filter=${encodeURIComponent(text.toWellFormed())}`);
        expect([200, 400]).toContain(answer.status);
      }),
      { numRuns: 50, seed: 1 },
    );
  }, 60_000);
});

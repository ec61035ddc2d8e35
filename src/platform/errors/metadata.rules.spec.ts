import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { inMetadata, inStatus } from './metadata.rules.js';

describe('an error in the metadata of gRPC', () => {
  it('says all of what is short', () => {
    const said = inMetadata('TEAM_UNKNOWN', 'チームがない', { teamId: 'x' });
    expect(said).toMatch(/^[\x20-\x7e]+$/);
    expect(JSON.parse(said)).toEqual({
      code: 'TEAM_UNKNOWN',
      title: 'チームがない',
      details: { teamId: 'x' },
    });
  });

  it('echoes a part of what is long, in each of the fields that were named', () => {
    const fields = [{ field: '名'.repeat(30_000), message: 'too long' }];
    const said = JSON.parse(inMetadata('INVALID_INPUT', 'x', { fields })) as {
      details: { fields: { field: string; message: string }[] };
    };
    expect(said.details.fields[0]?.message).toBe('too long');
    expect(said.details.fields[0]?.field).toHaveLength(201);
  });

  it('is never longer than a client takes, whatever the details are', () =>
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 3_000 }),
        fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()),
        fc.nat(60_000),
        (title, details, length) => {
          const said = inMetadata('CODE', title, { ...details, echoed: '\u{1f415}'.repeat(length) });
          expect(said.length).toBeLessThanOrEqual(6_000);
          expect(said).toMatch(/^[\x20-\x7e]+$/);
          expect(JSON.parse(said)).toMatchObject({ code: 'CODE' });
        },
      ),
    ));

  it('has no space at the end of its words', () => {
    expect(inStatus('CODE', 'said \n')).toBe('CODE: said');
    expect(inStatus('CODE', '')).toBe('CODE:');
  });
});

import { expect, it } from '@jest/globals';
import { heardFromDriver } from './database-away.js';
import { mayBeOneRow } from './batch-failure.js';

const ofDriver = (message: string, code?: string): unknown =>
  heardFromDriver(Object.assign(new Error(message), code === undefined ? {} : { code }));

it.each(['22P02', '22021', '23505', '23514'])('looks for the delivery to blame after %s', (code) => {
  expect(mayBeOneRow(ofDriver('refused', code))).toBe(true);
});

it('looks for the delivery to blame when our own code fails', () => {
  expect(mayBeOneRow(new Error('planted'))).toBe(true);
  expect(mayBeOneRow(heardFromDriver(new TypeError('Converting circular structure to JSON')))).toBe(true);
});

it.each(['08006', '57P01', '57P03', '57014', '53300', '53100', '55P03', '40001', '25P03', 'XX000'])(
  'blames no delivery for %s',
  (code) => {
    expect(mayBeOneRow(ofDriver('away', code))).toBe(false);
  },
);

it.each([
  ['Connection terminated unexpectedly', undefined],
  ['Query read timeout', undefined],
  ['timeout exceeded when trying to connect', undefined],
  ['connect ECONNREFUSED 127.0.0.1:1', 'ECONNREFUSED'],
  ['write EPIPE', 'EPIPE'],
])('blames no delivery when the driver says "%s"', (message, code) => {
  expect(mayBeOneRow(ofDriver(message, code))).toBe(false);
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import type { z } from 'zod';
import { ReceiptInput } from '../../src/modules/escalation/escalation.dto.js';
import { type DeviceMessage, pushOf, Receipt, RingCardWire, RingPush } from '../../src/plugins/kit/index.js';
import { MESSAGES } from '../../src/plugins/kit/testing/notifier-contract.js';
import { spoilt } from '../../src/plugins/kit/testing/spoiling.js';

interface Vectors {
  readonly cases: readonly { readonly name: string; readonly valid: boolean; readonly value: unknown }[];
}

const ring = join(import.meta.dirname, '../../proto/ring');
const jsonIn = (path: string): unknown => JSON.parse(readFileSync(join(ring, path), 'utf8'));
const SHAPES: Record<string, z.ZodType> = {
  'ring-card': RingCardWire,
  'ring-push': RingPush,
  receipt: Receipt,
};

const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false });
addFormats.default(ajv);
for (const name of Object.keys(SHAPES)) ajv.addSchema(jsonIn(`${name}.schema.json`) as object);
const bySchema = (name: string, value: unknown) =>
  ajv.validate(`https://barry.invalid/ring/${name}.schema.json`, value);
const byShape = (name: string, value: unknown) => SHAPES[name]?.safeParse(value).success;

it('has vectors for every schema, of both sorts', () => {
  expect(readdirSync(join(ring, 'vectors')).sort()).toEqual(
    Object.keys(SHAPES)
      .map((name) => `${name}.json`)
      .sort(),
  );
  for (const name of Object.keys(SHAPES)) {
    const { cases } = jsonIn(`vectors/${name}.json`) as Vectors;
    expect(new Set(cases.map(({ valid }) => valid)).size).toBe(2);
    expect(new Set(cases.map((one) => one.name)).size).toBe(cases.length);
  }
});

describe.each(Object.keys(SHAPES))('%s', (name) => {
  const { cases } = jsonIn(`vectors/${name}.json`) as Vectors;

  it.each(cases)('$name: $valid', ({ valid, value }) => {
    expect(bySchema(name, value)).toBe(valid);
    expect(byShape(name, value)).toBe(valid);
  });

  it('is judged alike by schema and server, whatever is dropped or swapped', () => {
    const good = cases.filter(({ valid }) => valid);
    fc.assert(
      fc.property(
        fc.nat(),
        fc.infiniteStream(fc.nat()),
        fc.constantFrom<unknown>(null, 0, 1, -1, 1.5, 1e6, '', 'x', '2026-03-01T12:00:00Z', [], {}, true),
        fc.integer({ min: 1, max: 3 }),
        (pick, path, swap, times) => {
          let value: unknown = structuredClone(good[pick % good.length]?.value);
          for (let i = 0; i < times; i++) value = spoilt(value, path, swap);
          expect([value, byShape(name, value)]).toEqual([value, bySchema(name, value)]);
        },
      ),
      { numRuns: 500, seed: 7 },
    );
  });
});

describe('what the server writes', () => {
  const messages: readonly DeviceMessage[] = [
    MESSAGES.ring,
    MESSAGES.update,
    MESSAGES.cancel,
    MESSAGES.inform,
    MESSAGES.test,
    { ...MESSAGES.test, card: MESSAGES.ring.card },
  ];

  it.each(messages)('is a $kind that every device can read', (message) => {
    const push = JSON.parse(JSON.stringify(pushOf(message))) as unknown;
    expect(bySchema('ring-push', push)).toBe(true);
    expect(RingPush.parse(push)).toEqual(push);
  });

  it('holds nothing that the house keeps beside a card', () => {
    const card = { ...MESSAGES.ring.card, incidentText: 'private' };
    expect(JSON.stringify(pushOf({ kind: 'ring', card }))).not.toContain('private');
  });
});

describe('what the API takes for a receipt', () => {
  const { cases } = jsonIn('vectors/receipt.json') as Vectors;
  it.each(cases)('$name: $valid', ({ valid, value }) =>
    expect(ReceiptInput.safeParse(value).success).toBe(valid),
  );
});

it('stores the IDs of a receipt in small letters, in whatever case a phone wrote them', () => {
  const { cases } = jsonIn('vectors/receipt.json') as Vectors;
  const inCapitals = cases.find(({ name }) => name === 'with IDs in capitals')?.value;
  expect(Receipt.parse(inCapitals)).toMatchObject({ ringId: MESSAGES.ring.card.ringId });
});

import fc from 'fast-check';
import { oddValue, pageToken } from './odd-values.js';

export interface ApiSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: ApiSchema;
  readonly properties?: Readonly<Record<string, ApiSchema>>;
  readonly additionalProperties?: ApiSchema | boolean;
  readonly required?: readonly string[];
  readonly anyOf?: readonly ApiSchema[];
  readonly oneOf?: readonly ApiSchema[];
}
export type Schemas = Readonly<Record<string, ApiSchema>>;

/** Stands for an id of a thing that is there; which one, is known when the request leaves. */
export const someId = (name: string): string => `~~${name}~~`;
export const SOME_ID = /~~(\w+?)~~/g;

/** Of the patterns in the documents; what matches none of these is tried with words that do not fit. */
const FITTING: readonly string[] = [
  ...['mail', 'a', 'x1-y2', 'EUR', '00:00', '23:59', '123456', '2026-11-27', 'PT5M', 'a_b', '#room', 'db-*'],
];

/** Values that the schema allows, its borders among them. `name` is that of the field. */
export function fitting(schema: ApiSchema, schemas: Schemas, name = ''): fc.Arbitrary<unknown> {
  const { $ref, anyOf, oneOf } = schema;
  if ($ref) return fitting(schemas[$ref.split('/').at(-1) ?? ''] ?? {}, schemas, name);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.const !== undefined) return fc.constant(schema.const);
  const others = anyOf ?? oneOf;
  if (others) return fc.oneof(...others.map((one) => fitting(one, schemas, name)));
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case 'string':
      return text(schema, name);
    case 'integer':
    case 'number':
      return number(schema);
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(fitting(schema.items ?? {}, schemas, name.replace(/s$/, '')), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 3, 3),
      });
    case 'object':
      return object(schema, schemas);
    default:
      return oddValue;
  }
}

function text(
  { format, pattern, minLength = 0, maxLength = 60 }: ApiSchema,
  name: string,
): fc.Arbitrary<string> {
  if (format === 'uuid') return fc.constant(someId(name));
  if (name === 'pageToken') return pageToken;
  if (format === 'date-time') return fc.constantFrom(...TIMES);
  if (format === 'email') return fc.constantFrom('new@example.org', 'a.b+c@example.co.jp');
  if (format === 'uri') return fc.constantFrom('https://example.org/', 'https://192.0.2.1:8443/a?b=c');
  if (pattern) {
    const meant = new RegExp(pattern, 'u');
    const fit = FITTING.filter((word) => meant.test(word));
    return fit.length > 0 ? fc.constantFrom(...fit) : fc.constant('x');
  }
  const borders = [minLength, maxLength]
    .filter((length) => length <= 20_000)
    .map((length) => 'x'.repeat(length));
  return fc.oneof(
    {
      weight: 3,
      arbitrary: fc.string({ unit: 'grapheme', minLength, maxLength: Math.min(maxLength, minLength + 12) }),
    },
    { weight: 1, arbitrary: fc.constantFrom(...borders) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('Tokyo', 'Asia/Tokyo', 'grafana', 'generic', 'mail', 'pocket', 'en'),
    },
  );
}

const TIMES = [
  ...[
    '2026-11-22T00:00:00Z',
    '2026-11-27T09:00:00.123456789+09:00',
    '1970-01-01T00:00:00Z',
    '2199-01-01T00:00:00Z',
  ],
  ...['2028-02-29T23:59:59Z', '0000-01-01T00:00:00Z', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z'],
];

function number({ type, minimum, maximum }: ApiSchema): fc.Arbitrary<number> {
  const [min, max] = [minimum ?? 0, maximum ?? 1_000];
  const whole = fc.constantFrom(min, max, Math.min(max, min + 1), Math.min(max, 2 ** 31), 1);
  return type === 'integer' ? whole : fc.oneof(whole, fc.double({ min, max, noNaN: true }));
}

function object(schema: ApiSchema, schemas: Schemas): fc.Arbitrary<unknown> {
  const named = Object.fromEntries(
    Object.entries(schema.properties ?? {}).map(([name, one]) => [name, fitting(one, schemas, name)]),
  );
  const requiredKeys = (schema.required ?? []).filter((name) => name in named);
  const known = fc.record(named, { requiredKeys });
  const others = schema.additionalProperties;
  if (typeof others !== 'object') return known;
  const more = fc.dictionary(fc.constantFrom('a', 'b c', '__proto__', '障害'), fitting(others, schemas), {
    maxKeys: 2,
  });
  return fc.tuple(known, more).map(([one, two]) => ({ ...one, ...two }));
}

/** One fault in a value that was fitting. */
export interface Fault {
  readonly kind: 'replace' | 'drop' | 'add';
  /** Which of the places in it, counted round. */
  readonly place: number;
  readonly value: unknown;
}

export const fault: fc.Arbitrary<Fault> = fc.record({
  kind: fc.constantFrom('replace', 'replace', 'replace', 'drop', 'add'),
  place: fc.nat(10_000),
  value: oddValue,
});

export function spoilt(value: unknown, { kind, place, value: odd }: Fault): unknown {
  const places = placesOf(value);
  const path = places[place % places.length] ?? [];
  return changed(value, path, (there) => {
    if (kind === 'replace') return odd;
    if (kind === 'drop') return DROPPED;
    if (isObject(there)) return { ...there, [place % 2 === 0 ? 'extra' : '__proto__ ']: odd };
    return Array.isArray(there) ? [...(there as unknown[]), odd] : [there, odd];
  });
}

const DROPPED = Symbol('dropped');
type Path = readonly (string | number)[];

function placesOf(value: unknown, path: Path = []): readonly Path[] {
  const inside = Array.isArray(value)
    ? value.flatMap((item, i) => placesOf(item, [...path, i]))
    : isObject(value)
      ? Object.entries(value).flatMap(([key, item]) => placesOf(item, [...path, key]))
      : [];
  return [path, ...inside];
}

function changed(value: unknown, [first, ...rest]: Path, how: (there: unknown) => unknown): unknown {
  if (first === undefined) {
    const now = how(value);
    return now === DROPPED ? undefined : now;
  }
  if (Array.isArray(value)) {
    const items = value.map((item, i) => (i === first ? changed(item, rest, how) : (item as unknown)));
    return items.filter((item) => item !== undefined);
  }
  const entries = Object.entries(value as object).map(([key, item]) =>
    key === first ? ([key, changed(item, rest, how)] as const) : ([key, item as unknown] as const),
  );
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
}

/** What only stands for something large has no inside. */
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !Object.keys(value).some((key) => key.startsWith('$'));

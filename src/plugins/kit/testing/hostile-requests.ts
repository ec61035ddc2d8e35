import fc from 'fast-check';
import type { Recorded } from './delivery.js';
import { CONTENT_TYPES, HEADER_NAMES, HEADER_VALUES, HOSTILE_JSON, PATTERNS } from './hostile-values.js';

/**
 * What is broken in the JSON of a request, and where: the path says which way to walk at each level.
 * `swell`: whatever stands beside a list is long, and the list has many members.
 */
type Change =
  | { readonly kind: 'swap'; readonly path: readonly number[]; readonly value: number }
  | { readonly kind: 'drop'; readonly path: readonly number[] }
  | {
      readonly kind: 'text';
      readonly path: readonly number[];
      readonly pattern: number;
      readonly length: number;
    }
  | {
      readonly kind: 'nest';
      readonly path: readonly number[];
      readonly open: '[' | '{';
      readonly levels: number;
    }
  | { readonly kind: 'list' | 'swell'; readonly path: readonly number[] }
  | { readonly kind: 'name'; readonly path: readonly number[]; readonly name: string }
  | { readonly kind: 'many'; readonly path: readonly number[]; readonly times: number }
  | { readonly kind: 'wide'; readonly path: readonly number[]; readonly pairs: number };

/** What is broken in the bytes of a request, whatever they mean. */
type Damage =
  | { readonly kind: 'cut'; readonly at: number }
  | { readonly kind: 'bytes'; readonly at: number; readonly bytes: readonly number[] }
  | { readonly kind: 'mark' }
  | { readonly kind: 'utf-16' }
  | { readonly kind: 'twice'; readonly at: number }
  | { readonly kind: 'form'; readonly fields: number }
  | { readonly kind: 'only-text'; readonly pattern: number; readonly length: number };

/** One way to spoil a recorded request; small, so that a failure can be read and run again. */
export interface Spoiling {
  readonly which: number;
  readonly changes: readonly Change[];
  readonly damage: readonly Damage[];
  readonly contentType: number | undefined;
  readonly headers: readonly { readonly name: number; readonly value: number }[];
  readonly rest: string | undefined;
}

/** A request as it comes over the wire. */
export interface HostileRequest extends Recorded {
  readonly bytes: Uint8Array;
  readonly options?: object | undefined;
}

/** The house takes no more of anybody but mail. */
const LARGEST = 1024 * 1024;
const SWOLLEN_TEXT = 40_000;
const SWOLLEN_LIST = 300;

const path = fc.array(fc.nat({ max: 400 }), { minLength: 1, maxLength: 10 });
/** Mostly small: of what takes long there need not be many. */
const length = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(300, 5_000) },
  { weight: 2, arbitrary: fc.constant(70_000) },
  { weight: 1, arbitrary: fc.constant(LARGEST) },
);
const few = fc.oneof(
  { weight: 6, arbitrary: fc.constant(100) },
  { weight: 1, arbitrary: fc.constant(10_000) },
);
const pattern = fc.nat({ max: PATTERNS.length - 1 });
const at = fc.double({ min: 0, max: 1, noNaN: true });

const change: fc.Arbitrary<Change> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('swap' as const),
      path,
      value: fc.nat({ max: HOSTILE_JSON.length - 1 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('drop' as const), path }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('text' as const), path, pattern, length }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('nest' as const),
      path,
      open: fc.constantFrom('[' as const, '{' as const),
      levels: fc.constantFrom(50, 99, 101, 500, 5_000, 100_000),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('list' as const, 'swell' as const), path }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('name' as const),
      path,
      name: fc.constantFrom('__proto__', 'constructor', 'toString', '', '\u0000', '\ud800'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('many' as const),
      path,
      times: fc.constantFrom(2, 30, 300, 3_000),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('wide' as const), path, pairs: few }),
  },
);

const damage: fc.Arbitrary<Damage> = fc.oneof(
  fc.record({ kind: fc.constant('cut' as const), at }),
  fc.record({
    kind: fc.constant('bytes' as const),
    at,
    bytes: fc.array(fc.constantFrom(0xff, 0xfe, 0xc0, 0x80, 0xed, 0xa0, 0x00, 0x1b, 0x0d), {
      minLength: 1,
      maxLength: 6,
    }),
  }),
  fc.record({ kind: fc.constant('mark' as const) }),
  fc.record({ kind: fc.constant('utf-16' as const) }),
  fc.record({ kind: fc.constant('twice' as const), at }),
  fc.record({ kind: fc.constant('form' as const), fields: few }),
  fc.record({ kind: fc.constant('only-text' as const), pattern, length }),
);

/** Ways to spoil a request: most of them in its JSON, a third in its bytes, a few in its headers and path. */
export const spoilings: fc.Arbitrary<Spoiling> = fc.record({
  which: fc.nat({ max: 9_999 }),
  changes: fc.array(change, { minLength: 1, maxLength: 4 }),
  damage: fc.oneof(
    { weight: 2, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(damage, { minLength: 1, maxLength: 2 }) },
  ),
  contentType: fc.option(fc.nat({ max: CONTENT_TYPES.length - 1 }), { freq: 3, nil: undefined }),
  headers: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    {
      weight: 1,
      arbitrary: fc.array(
        fc.record({
          name: fc.nat({ max: HEADER_NAMES.length - 1 }),
          value: fc.nat({ max: HEADER_VALUES.length - 1 }),
        }),
        { maxLength: 4 },
      ),
    },
  ),
  rest: fc.option(
    fc.constantFrom('%', '%00', '%ff/x', '..', '%2f%2f', 'a'.repeat(5_000), '__proto__', ' ', '%20'),
    { freq: 8, nil: undefined },
  ),
});

/** The recorded request, spoilt in that way. */
export function hostile(
  recorded: Recorded,
  { changes, damage: done, contentType, headers, rest }: Spoiling,
): HostileRequest {
  const { body, ...kept } = recorded;
  const asSent = recorded.rawBody ?? (body === undefined ? '' : JSON.stringify(body));
  const text = isStructure(body) ? spoiltJson(body, changes) : changes.reduce(spliced, asSent);
  const bytes = done.reduce(damaged, new TextEncoder().encode(text)).subarray(0, LARGEST);
  const spoiltHeaders = Object.fromEntries(
    headers.map(({ name, value }) => [HEADER_NAMES[name] ?? '', HEADER_VALUES[value] ?? '']),
  );
  const type = contentType === undefined ? {} : { 'content-type': CONTENT_TYPES[contentType] ?? '' };
  return {
    ...kept,
    ...(rest !== undefined && recorded.path !== undefined ? { path: withRest(recorded.path, rest) } : {}),
    headers: { ...recorded.headers, ...spoiltHeaders, ...type },
    bytes,
  };
}

/** What is no JSON has no places with names: something is put in, or taken out, somewhere. */
function spliced(text: string, { kind, path: [first = 0, second = 0] }: Change): string {
  const place = Math.floor((text.length * first) / 400);
  if (kind === 'drop') return text.slice(0, place) + text.slice(place + second);
  const size = kind === 'text' || kind === 'nest' || kind === 'wide' ? 70_000 : 300;
  const put =
    kind === 'swap'
      ? (HOSTILE_JSON[second % HOSTILE_JSON.length] ?? '')
      : textOf({ pattern: second % PATTERNS.length, length: size });
  return text.slice(0, place) + put + text.slice(place);
}

/** Into the query: what stands in the path decides whose address it is. */
const withRest = (sent: string, rest: string): string =>
  `${sent}${sent.includes('?') ? '&' : '?'}${rest}=${rest}`;

const isStructure = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Stands in the tree for JSON that cannot be made by writing a value. */
const placeholder = (index: number): string => `@@hostile ${index}@@`;

function spoiltJson(body: object, changes: readonly Change[]): string {
  const written: string[] = [];
  const raw = (json: string): string => placeholder(written.push(json) - 1);
  let tree: unknown = structuredClone(body);
  for (const one of changes)
    tree =
      one.kind === 'swell'
        ? swollen(tree)
        : changedAt(
            tree,
            one.path,
            (value) => changed(value, one, raw),
            one.kind === 'name' ? one.name : undefined,
          );
  return (JSON.stringify(tree) ?? '').replace(
    /"@@hostile (\d+)@@"/g,
    (_, index: string) => written[Number(index)] ?? '',
  );
}

function changed(value: unknown, one: Change, raw: (json: string) => string): unknown {
  switch (one.kind) {
    case 'swap':
      return raw(HOSTILE_JSON[one.value] ?? 'null');
    case 'drop':
      return undefined;
    case 'text':
      return textOf(one);
    case 'nest': {
      const [open, close] = one.open === '[' ? ['[', ']'] : ['{"a":', '}'];
      return raw(`${open.repeat(one.levels)}0${close.repeat(one.levels)}`);
    }
    case 'list':
      return Array.isArray(value) ? { ...value } : [value];
    case 'many':
      return Array.isArray(value) ? repeated(value, one.times) : [value];
    case 'wide':
      return Object.fromEntries(
        Array.from({ length: one.pairs }, (_, index) => [`name-${index}`, `value ${index}`]),
      );
    case 'name':
    case 'swell':
      return value;
  }
}

const textOf = ({
  pattern: index,
  length: size,
}: {
  readonly pattern: number;
  readonly length: number;
}): string => {
  const part = PATTERNS[index] ?? 'a';
  return part.repeat(Math.ceil(size / part.length));
};

function swollen(node: unknown): unknown {
  if (!isStructure(node) || Array.isArray(node)) return node;
  return Object.fromEntries(
    Object.entries(node).map(([name, value]: [string, unknown]) => {
      if (typeof value === 'string') return [name, value.padEnd(SWOLLEN_TEXT, ' and more')];
      return [name, Array.isArray(value) ? repeated(value, SWOLLEN_LIST) : value];
    }),
  );
}

const repeated = (list: readonly unknown[], times: number): readonly unknown[] =>
  Array.from({ length: Math.ceil(times / Math.max(1, list.length)) }, () => list)
    .flat()
    .slice(0, times);

/** Walks down as the path says and changes what it finds there; with `name`, what it found is put under that name. */
function changedAt(
  node: unknown,
  [step = 0, ...further]: readonly number[],
  change_: (value: unknown) => unknown,
  name?: string,
): unknown {
  const keys = isStructure(node) ? Object.keys(node) : [];
  if (!isStructure(node) || keys.length === 0) return change_(node);
  const key = keys[step % keys.length] ?? '';
  const entries = Object.entries(node).map(([one, value]): [string, unknown] => {
    if (one !== key) return [one, value];
    const isHere = step % 3 === 0 || further.length === 0;
    if (!isHere) return [one, changedAt(value, further, change_, name)];
    return [name ?? one, change_(value)];
  });
  return Array.isArray(node) ? entries.map(([, value]) => value) : Object.fromEntries(entries);
}

const UTF_8 = new TextDecoder();

function damaged(bytes: Uint8Array, one: Damage): Uint8Array {
  const text = (): string => UTF_8.decode(bytes);
  const encode = (given: string): Uint8Array => new TextEncoder().encode(given);
  switch (one.kind) {
    case 'cut':
      return bytes.subarray(0, Math.floor(bytes.length * one.at));
    case 'bytes': {
      const place = Math.floor(bytes.length * one.at);
      return Uint8Array.from([
        ...bytes.subarray(0, place).subarray(-LARGEST),
        ...one.bytes,
        ...bytes.subarray(place),
      ]);
    }
    case 'mark':
      return Uint8Array.from([0xef, 0xbb, 0xbf, ...bytes]);
    case 'utf-16':
      return new Uint8Array(Buffer.from(text(), 'utf16le'));
    case 'twice': {
      // The same name once more, with another value.
      const sent = text();
      const names = [...sent.slice(0, 20_000).matchAll(/[{,]("[^"\\]{1,40}"):/g)];
      const found = names[Math.floor(names.length * one.at)];
      return found
        ? encode(`${sent.slice(0, found.index + 1)}${found[1] ?? ''}:[7],${sent.slice(found.index + 1)}`)
        : bytes;
    }
    case 'form': {
      const fields = Array.from(
        { length: one.fields },
        (_, index) => `field-${index}=%E3%81%${index % 100}+v`,
      );
      return encode(
        [`data=${encodeURIComponent(text().slice(0, 20_000).toWellFormed())}`, ...fields].join('&'),
      );
    }
    case 'only-text':
      return encode(textOf(one));
  }
}

import fc from 'fast-check';

/** Stands for a long text until it is sent: thousands of requests are made before the first one leaves. */
export interface Huge {
  readonly $huge: number;
  readonly of: string;
}
/** `depth` lists or objects in each other. */
export interface Deep {
  readonly $deep: number;
  readonly by: 'list' | 'object';
}

const NUL = '\u0000';
const RIGHT_TO_LEFT = '\u202Egnp.exe\u202C';

/** What people, machines and attackers put where a word is expected. */
export const ODD_TEXTS: readonly string[] = [
  ...['', ' ', '\t\r\n', NUL, `a${NUL}b`, '\uD800', 'x\uDFFFy', '\uFFFE\uFFFF', RIGHT_TO_LEFT, '\uFEFFbom'],
  ...[
    'e\u0301\u0301\u0301\u0301',
    '👩‍👩‍👧‍👦',
    '障害',
    'İıſK',
    '%',
    '%00',
    '%ZZ',
    '..',
    '../../etc/passwd',
    '.',
    '/',
  ],
  ...[
    `'`,
    `''; drop table users; --`,
    `" or 1=1`,
    '$1',
    '\\',
    '\\u0000',
    '{{7*7}}',
    '${7*7}',
    '<script>1</script>',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'null',
    'undefined',
    'true',
    '0',
    '-1',
    'NaN',
  ],
  ...['1e309', '9223372036854775808', '00000000-0000-0000-0000-000000000000', '2026-13-45T99:99:99Z'],
  ...[
    '+275760-09-13T00:00:00Z',
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:59.999999999Z',
    '2026-11-27T24:00:00Z',
  ],
  ...[
    '2026-11-27T00:00:00+99:99',
    'javascript:alert(1)',
    'http://[::1]:1/',
    'http://127.1/',
    'file:///etc/passwd',
  ],
  ...[
    'a@b',
    'A@EXAMPLE.ORG',
    '@',
    '+0',
    '+819012345678',
    '(a+)+$',
    '[',
    '*'.repeat(40),
    'a,b,,c',
    ',',
    '2026-02-30',
  ],
];

/** Page tokens that anybody can write. */
const TOKENS = [
  ['x', 'y'],
  ['2026-01-01T00:00:00Z', 'y'],
  ['0000-01-01T00:00:00Z', '01999999-9999-7999-8999-999999999999'],
  ['\u0000', '01999999-9999-7999-8999-999999999999'],
  [1e308],
  [0.5],
  [],
].map((values) => Buffer.from(JSON.stringify(values)).toString('base64url'));

const ODD_NUMBERS = [
  ...[0, -0, -1, 1, 0.5, 200, 201, 255, 256, 32_767, 65_536, 2 ** 31 - 1, 2 ** 31, -(2 ** 31) - 1, 2 ** 32],
  ...[Number.MAX_SAFE_INTEGER, 2 ** 53, 1e21, 1.8e308, 5e-324, -1e300],
];

export const pageToken: fc.Arbitrary<string> = fc.constantFrom(...TOKENS);

export const oddText: fc.Arbitrary<string> = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...ODD_TEXTS) },
  { weight: 1, arbitrary: fc.constantFrom(...TOKENS) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
);

const huge: fc.Arbitrary<Huge> = fc.record({
  $huge: fc.constantFrom(101, 256, 501, 2_001, 20_001, 70_000),
  of: fc.constantFrom('a', 'あ', '\uD83D', '"', '0'),
});
const deep: fc.Arbitrary<Deep> = fc.record({
  $deep: fc.constantFrom(20, 300, 3_000, 20_000),
  by: fc.constantFrom('list', 'object'),
});

export const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: oddText },
  { weight: 4, arbitrary: fc.constantFrom(...ODD_NUMBERS) },
  { weight: 3, arbitrary: fc.constantFrom(null, true, false, [], {}, [null], [[]], { a: {} }) },
  { weight: 1, arbitrary: fc.array(oddText, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.constant({ $many: 300 }) },
  { weight: 1, arbitrary: huge },
  { weight: 1, arbitrary: deep },
);

/** As JSON, with what only stood for something large written out. */
export function jsonOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if ('$huge' in value) return JSON.stringify(hugeText(value as Huge));
  if ('$many' in value) return `[${Array.from({ length: 300 }, (_, i) => i).join(',')}]`;
  if ('$deep' in value) {
    const { $deep, by } = value as Deep;
    const [open, close] = by === 'list' ? ['[', ']'] : ['{"a":', '}'];
    return `${open.repeat($deep)}${by === 'list' ? '' : '1'}${close.repeat($deep)}`;
  }
  if (Array.isArray(value)) return `[${value.map(jsonOf).join(',')}]`;
  const members = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}:${jsonOf(item)}`);
  return `{${members.join(',')}}`;
}

export const hugeText = ({ $huge, of }: Huge): string => of.repeat($huge);

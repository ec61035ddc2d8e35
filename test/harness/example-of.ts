/**
 * What a recipe asks for, as an example for people: what differs from run to run (ids, tokens, codes, names made up)
 * is replaced by what does not.
 */
export function exampleOf(input: unknown): unknown {
  const known = new Map<string, string>();
  const steady = (text: string): string =>
    text.replaceAll(DIFFERS, (found) => {
      const stays = known.get(found) ?? replaced(found, known.size + 1);
      known.set(found, stays);
      return stays;
    });
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') return steady(value);
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, walk(item)]));
  };
  return walk(input);
}

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/;
const TOKEN = /barry_[a-z]+_[\w-]{16,}/;
const RECOVERY_CODE = /[0-9a-z]{4}(?:-[0-9a-z]{4}){3}/;
const CODE = /^\d{6}$/;
/** Made up for one use, to be like no other. */
const NAME = /[0-9a-f]{8}/;
/** The longer before what may be a part of it. */
const DIFFERS = new RegExp(
  [TOKEN, UUID, RECOVERY_CODE, CODE, NAME].map(({ source }) => `(?:${source})`).join('|'),
  'g',
);

function replaced(found: string, number: number): string {
  const is = (pattern: RegExp): boolean => new RegExp(`^(?:${pattern.source})$`).test(found);
  if (is(TOKEN)) return `${found.split('_', 2).join('_')}_example-of-a-secret`;
  if (is(UUID)) return `01995a00-0000-7000-8000-${String(number).padStart(12, '0')}`;
  if (is(RECOVERY_CODE)) return 'a1b2-c3d4-e5f6-g7h8';
  if (is(CODE)) return '123456';
  return String(number);
}

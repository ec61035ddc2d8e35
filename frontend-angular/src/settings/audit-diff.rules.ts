export interface FieldChange {
  /** Dotted, where it lies deeper. */
  readonly field: string;
  /** Nothing: it was not there. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Every change has another one, and it says nothing to people. */
const SILENT: ReadonlySet<string> = new Set(['version']);

/** Field by field, only what differs; what is new or gone is told whole. */
export function changesOf(before: unknown, after: unknown): readonly FieldChange[] {
  const [old, now] = [flat(before), flat(after)];
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((field) => !SILENT.has(field) && old.get(field) !== now.get(field))
    .map((field) => ({ field, before: old.get(field), after: now.get(field) }));
}

function flat(value: unknown): Map<string, string> {
  const fields = new Map<string, string>();
  gather(value, '', fields);
  return fields;
}

function gather(value: unknown, path: string, fields: Map<string, string>): void {
  if (value === undefined || value === null) return;
  if (isRecord(value)) {
    for (const [key, part] of Object.entries(value))
      gather(part, path === '' ? key : `${path}.${key}`, fields);
    return;
  }
  fields.set(path === '' ? 'value' : path, wordsOf(value));
}

/** Lists of plain words in one line; what else there is as JSON. */
function wordsOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value.join(', ');
  return JSON.stringify(value);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A field of a reading, with the colour its value has in the body. */
export interface ReadField {
  readonly name: string;
  readonly value: string;
  readonly mark: number;
}

export interface ReadSignal {
  readonly fields: readonly ReadField[];
}

const KNOWN = [
  'title',
  'severity',
  'dedupKey',
  'action',
  'startedAt',
  'service',
  'host',
  'description',
] as const;
const MARKS = 6;
/** Kept whole beside the reading; not worth a line each. */
const DETAIL = /^details\b|^raw\b|^links\.\d+\.(kind|text)$/;

/** What Barry read, signal by signal, whatever shape the reading has: known fields first, then the rest. */
export function readSignals(reading: unknown): readonly ReadSignal[] {
  return rawSignals(reading).map((signal) => {
    const entries = Object.entries(flat(signal)).filter(
      ([name, value]) => value !== '' && !DETAIL.test(name),
    );
    const rank = (name: string): number => {
      const at = KNOWN.findIndex((known) => known === name);
      return at === -1 ? KNOWN.length : at;
    };
    const marks = new Map<string, number>();
    const fields = entries
      .sort(([a], [b]) => rank(a) - rank(b))
      .map(([name, value]) => {
        // One value has one colour, however many fields were read from it.
        const mark = marks.get(value) ?? (marks.size % MARKS) + 1;
        marks.set(value, mark);
        return { name, value, mark };
      });
    return { fields };
  });
}

export function marksOf(signals: readonly ReadSignal[]): ReadonlyMap<string, number> {
  return new Map(
    signals.flatMap(({ fields }) =>
      fields.filter(({ value }) => value.length > 1).map(({ value, mark }) => [value, mark] as const),
    ),
  );
}

/** The signals themselves. */
export function rawSignals(reading: unknown): readonly Record<string, unknown>[] {
  if (Array.isArray(reading)) return reading.filter(isRecord);
  if (!isRecord(reading)) return [];
  const signals = reading['signals'];
  return Array.isArray(signals) ? signals.filter(isRecord) : [reading];
}

function flat(signal: Record<string, unknown>, before = ''): Record<string, string> {
  const out: Record<string, string> = {};
  for (const [key, value] of Object.entries(signal)) {
    const name = before === '' ? key : `${before}.${key}`;
    if (isRecord(value)) Object.assign(out, flat(value, name));
    else if (Array.isArray(value)) {
      value.forEach((one: unknown, index) => {
        if (isRecord(one)) Object.assign(out, flat(one, `${name}.${index}`));
        else out[`${name}.${index}`] = String(one);
      });
    } else if (value !== undefined && value !== null) out[name] = String(value);
  }
  return out;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

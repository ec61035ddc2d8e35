import { isRecord, textOf } from '../../kit/index.js';

/** A variable that Datadog does not know stays as it was written; one that does not apply is "null" or empty. */
const UNFILLED = /^\s*\$[A-Z][A-Z0-9_]{1,60}(\[[^\]]{0,60}\])?\s*$/;

/** The fields of a template, looked up by the names that people give them. */
export class Filled {
  private readonly literal = new Set<string>();

  constructor(private readonly sent: Readonly<Record<string, unknown>>) {
    for (const value of valuesIn(sent)) if (UNFILLED.test(value)) this.literal.add(value.trim());
  }

  /** The variables that stand there by their names. */
  get unfilled(): readonly string[] {
    return [...this.literal].slice(0, 20);
  }

  /** The first of these that says something. */
  text(...names: readonly string[]): string | undefined {
    return names.map((name) => saidBy(this.sent[name])).find((value) => value !== undefined);
  }

  /** Does one of these hold a variable by its name? */
  isLiteral(...names: readonly string[]): boolean {
    return names.some((name) => UNFILLED.test(textOf(this.sent[name]) ?? ''));
  }

  list(...names: readonly string[]): readonly string[] {
    const value = names.map((name) => this.sent[name]).find((one) => one !== undefined);
    const list: readonly unknown[] = Array.isArray(value) ? value : (saidBy(value)?.split(',') ?? []);
    return list.flatMap((one) => saidBy(one)?.trim() ?? []).filter(Boolean);
  }

  /** What has no place of its own, as it was sent; without what was never filled. */
  rest(...taken: readonly string[]): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(this.sent).filter(
        ([name, value]) => !taken.includes(name) && (isRecord(value) || saidBy(value) !== undefined),
      ),
    );
  }
}

function saidBy(value: unknown): string | undefined {
  const text = textOf(value)?.trim();
  return text === undefined || text === '' || text === 'null' || UNFILLED.test(text) ? undefined : text;
}

const valuesIn = (sent: Readonly<Record<string, unknown>>): readonly string[] =>
  Object.values(sent)
    .flatMap((value) => (isRecord(value) ? Object.values(value) : value))
    .flatMap((value) => textOf(value) ?? []);

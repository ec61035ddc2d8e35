import { z } from 'zod';
import type { AnyAlertSource } from '../../plugins/kit/index.js';

interface Form {
  readonly writeOnly?: boolean;
  readonly properties?: Readonly<Record<string, Form>>;
}

const SHOWN = '[secret]';

export const formOf = (schema: z.ZodType): object =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });

/** Options as they may be shown: secrets only as being there. */
export const redacted = (source: AnyAlertSource, options: unknown): unknown =>
  walked(formOf(source.options), options, undefined, () => SHOWN);

/** A form sends a secret back as it was shown: then the stored one stays. */
export const restored = (source: AnyAlertSource, given: unknown, stored: unknown): unknown =>
  walked(formOf(source.options), given, stored, (value, before) => (value === SHOWN ? before : value));

function walked(
  form: Form,
  value: unknown,
  before: unknown,
  secret: (value: unknown, before: unknown) => unknown,
): unknown {
  if (form.writeOnly) return value === undefined ? undefined : secret(value, before);
  if (!form.properties || typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const old = (typeof before === 'object' && before !== null ? before : {}) as Readonly<
    Record<string, unknown>
  >;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]) => {
      const inner = form.properties?.[name];
      const next: unknown = inner ? walked(inner, item, old[name], secret) : item;
      return next === undefined ? [] : [[name, next]];
    }),
  );
}

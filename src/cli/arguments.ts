import type { z } from 'zod';
import { WrongUsage } from './failures.js';

const GRPC_PORT = 50051;
const DEFAULT_SERVER = `127.0.0.1:${GRPC_PORT}`;

/** Where to go, in order; the environment counts only when nothing was typed. */
export function serversOf(given: readonly string[], environment: string | undefined): readonly string[] {
  const texts = (given.length > 0 ? given : [environment ?? '']).flatMap((text) => text.split(','));
  const servers = texts.map((text) => text.trim()).filter((text) => text !== '');
  return servers.length === 0 ? [DEFAULT_SERVER] : [...new Set(servers.map(serverOf))];
}

function serverOf(text: string): string {
  const [, host = '', port = String(GRPC_PORT)] =
    /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(\d{1,5}))?$/i.exec(text) ?? [];
  if (host === '' || Number(port) < 1 || Number(port) > 65_535)
    throw new WrongUsage(`--server ${text}: write host:port, without http://`);
  return `${host}:${port}`;
}

/** `key=value`, as often as one likes. */
export function withLabel(
  text: string,
  labels: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const at = text.indexOf('=');
  if (at < 1) throw new WrongUsage(`--label ${text}: write key=value`);
  return { ...labels, [text.slice(0, at)]: text.slice(at + 1) };
}

export function secondsOf(text: string): number {
  const seconds = Number(text);
  if (!/^\d+$/.test(text) || seconds < 1 || seconds > 86_400)
    throw new WrongUsage(`--timeout ${text}: write whole seconds, 1 to 86400`);
  return seconds;
}

export function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new WrongUsage(`${text}: write a whole number from 1`);
  return Number(text);
}

/** RFC 3339; the year comes first and the zone is said. */
export function instantOf(text: string): string {
  const isInstant = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/i.test(text);
  const date = new Date(text.replace(' ', 'T'));
  if (!isInstant || Number.isNaN(date.getTime()))
    throw new WrongUsage(`--at ${text}: write a time with its zone, such as 2026-11-30T09:00:00+09:00`);
  return date.toISOString();
}

/** `ALT-12`, as people see it. */
export const alertNumberOf = (text: string): number | undefined => {
  const [, digits] = /^ALT-(\d{1,9})$/i.exec(text) ?? [];
  return digits === undefined ? undefined : Number(digits);
};

export const isId = (text: string): boolean =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);

type Given<T> = { [Key in keyof T]: Exclude<T[Key], undefined> };

/** What was typed and nothing else: what is left out is left to the server. */
export function given<const T extends object>(fields: T): Partial<Given<T>> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<
    Given<T>
  >;
}

/** Says before the request what the server would say of it. */
export function checked<Schema extends z.ZodType>(schema: Schema, input: unknown): z.input<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return input as z.input<Schema>;
  const faults = parsed.error.issues.map(
    ({ path, message }) => `${path.join('.') || 'arguments'}: ${message}`,
  );
  throw new WrongUsage(faults.join('; '));
}

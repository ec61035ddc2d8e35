import type { LoggerService } from '@nestjs/common';
import { type DestinationStream, pino } from 'pino';

const KEY_IN_PATH = /(\/(?:ping|(?:webhooks|integrations\/v1|callbacks)\/[^/\s"]+)\/)[^/\s"?]+/g;
const TOKEN = /\bbarry_[a-z]_[A-Za-z0-9_.-]+/g;

/** Keys in addresses and tokens are cut wherever they turn up. */
export const redacted = (text: string): string => text.replace(KEY_IN_PATH, '$1…').replace(TOKEN, 'barry_…');

/** One JSON line an entry; to people's eyes by `pino-pretty`, where installed. */
export function appLogger(level: string, to?: DestinationStream): LoggerService {
  const log = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, to);
  const say =
    (kind: 'info' | 'error' | 'warn' | 'debug' | 'trace') =>
    (message: unknown, ...rest: unknown[]) => {
      const context = typeof rest.at(-1) === 'string' ? (rest.at(-1) as string) : undefined;
      log[kind]({ context, ...fieldsOf(message) }, redacted(textOf(message, rest)));
    };
  return {
    log: say('info'),
    error: say('error'),
    warn: say('warn'),
    debug: say('debug'),
    verbose: say('trace'),
  };
}

function fieldsOf(message: unknown): object {
  if (typeof message !== 'object' || message === null) return {};
  const { err, ...rest } = message as { readonly err?: unknown };
  const error = message instanceof Error ? message : err;
  const said = message instanceof Error ? {} : plain(rest);
  if (!(error instanceof Error)) return said;
  return {
    ...said,
    error: { name: error.name, message: redacted(error.message), stack: redacted(error.stack ?? '') },
  };
}

/** Names and numbers that say what a line is about. What is nested may hold anything, and is left out. */
const plain = (fields: object): object =>
  Object.fromEntries(
    Object.entries(fields).flatMap(
      ([key, value]: [string, unknown]): readonly (readonly [string, string | number | boolean])[] => {
        if (typeof value === 'string') return [[key, redacted(value)]];
        return typeof value === 'number' || typeof value === 'boolean' ? [[key, value]] : [];
      },
    ),
  );

function textOf(message: unknown, rest: readonly unknown[]): string {
  if (typeof message === 'string') return message;
  if (message instanceof Error) return message.message;
  const second = rest[0];
  return typeof second === 'string' ? second : '';
}

import type { LoggerService } from '@nestjs/common';
import { pino } from 'pino';

const KEY_IN_PATH = /(\/(?:webhooks|integrations\/v1|callbacks)\/[^/\s"]+\/)[^/\s"?]+/g;
const TOKEN = /\bbarry_[a-z]_[A-Za-z0-9_.-]+/g;

/** Keys in addresses and tokens are cut wherever they turn up. */
export const redacted = (text: string): string => text.replace(KEY_IN_PATH, '$1…').replace(TOKEN, 'barry_…');

/** One JSON line an entry; to people's eyes by `pino-pretty`, where installed. */
export function appLogger(level: string): LoggerService {
  const log = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime });
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
  const error = message instanceof Error ? message : (message as { err?: unknown } | null)?.err;
  if (!(error instanceof Error)) return {};
  return {
    error: { name: error.name, message: redacted(error.message), stack: redacted(error.stack ?? '') },
  };
}

function textOf(message: unknown, rest: readonly unknown[]): string {
  if (typeof message === 'string') return message;
  if (message instanceof Error) return message.message;
  const second = rest[0];
  return typeof second === 'string' ? second : '';
}

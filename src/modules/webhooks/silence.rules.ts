import type { Signal } from '../../plugins/kit/index.js';
import { judgedAt } from './hearing.rules.js';
import { KEPT_KEYS, spokenTime } from './heartbeat.rules.js';

/** An integration that is expected to say something from time to time. */
export interface Talker {
  readonly silentAfterSeconds: number;
  /** Of a delivery that proved itself. Absent: never, so nobody misses it. */
  readonly lastHeardAt?: Date | undefined;
  /** It counts from here, at the earliest: since it was set so. */
  readonly silentFrom?: Date | undefined;
  readonly silentSince?: Date | undefined;
}

/** What a look shows that was not known: it has fallen silent, or it talks again. */
export function change(one: Talker, now: Date, listeningSince: Date): 'silent' | 'talks' | undefined {
  const { silentAfterSeconds, lastHeardAt, silentFrom, silentSince } = one;
  if (!lastHeardAt) return undefined;
  const from = silentFrom && silentFrom > lastHeardAt ? silentFrom : lastHeardAt;
  const endsAt = new Date(from.getTime() + silentAfterSeconds * 1000);
  if (silentSince) return lastHeardAt > silentSince || endsAt > now ? 'talks' : undefined;
  const times = { everySeconds: silentAfterSeconds, graceSeconds: 0 };
  return judgedAt(endsAt, listeningSince, times) <= now ? 'silent' : undefined;
}

export const SILENT_KEY = `${KEPT_KEYS}silent`;

export const silentSignal = (name: string, { silentAfterSeconds, lastHeardAt }: Talker): Signal => ({
  action: 'trigger',
  kind: 'monitoring-fault',
  severity: 'high',
  dedupKey: SILENT_KEY,
  title: `${name}: nothing has come for ${spokenTime(silentAfterSeconds)}`,
  description: [
    ...(lastHeardAt ? [`The last delivery came at ${lastHeardAt.toISOString()}.`] : []),
    'Its alerts may ring nobody: look whether it runs and reaches Barry.',
  ].join('\n'),
});

export const talksSignal = (note: string, actor?: string): Signal => ({
  action: 'resolve',
  dedupKey: SILENT_KEY,
  note,
  ...(actor === undefined ? {} : { actor }),
});

import { createHash } from 'node:crypto';
import type { Link, Signal } from '../../plugins/kit/index.js';
import { storable, storableJson } from '../../platform/database/storable.js';

/** What a title may be long where it is shown; the whole of it is kept beside. */
export const SHOWN_TITLE = 255;
const LONGEST_KEY = 512;
const EARLIEST = Date.UTC(1970, 0, 1);
const LATEST = Date.UTC(2200, 0, 1);

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A signal as sources may send it, made fit to be stored; absent stays absent. */
export function cleaned(signal: Signal): Signal {
  const text = (value: string | undefined): string | undefined =>
    value === undefined ? undefined : storable(value).trim() || undefined;
  return {
    ...signal,
    sourceSeverity: text(signal.sourceSeverity),
    dedupKey: text(signal.dedupKey),
    groupKey: text(signal.groupKey),
    title: text(signal.title),
    description: text(signal.description),
    service: text(signal.service),
    component: text(signal.component),
    host: text(signal.host),
    environment: text(signal.environment),
    teams: signal.teams?.flatMap((team) => text(team) ?? []),
    labels: signal.labels && (storableJson(signal.labels) as Record<string, string>),
    labelsAdded: signal.labelsAdded && (storableJson(signal.labelsAdded) as Record<string, string>),
    details: signal.details && (storableJson(signal.details) as Record<string, unknown>),
    links: signal.links && (storableJson(signal.links) as readonly Link[]),
    startedAt: instant(signal.startedAt),
    endedAt: instant(signal.endedAt),
    expiresAt: instant(signal.expiresAt),
    until: instant(signal.until),
    actor: text(signal.actor),
    note: text(signal.note),
  };
}

/** A year that no monitor can mean is as good as none. */
function instant(date: Date | undefined): Date | undefined {
  const ms = date?.getTime() ?? Number.NaN;
  return ms >= EARLIEST && ms < LATEST ? date : undefined;
}

/** As stored and compared; what is too long for an index is hashed. */
export const boundedKey = (key: string): string =>
  Buffer.byteLength(key) <= LONGEST_KEY ? key : `sha256:${hash(key)}`;

/** For signals without a key: what it says is what it is. */
export const keyOfContent = ({ title, host, service, component }: Signal): string =>
  `hash:${hash(JSON.stringify([title ?? '', host ?? '', service ?? '', component ?? '']))}`;

/** Cut between characters, not inside of one. */
export function shownTitle(title: string): string {
  if (title.length <= SHOWN_TITLE) return title;
  return `${title.slice(0, SHOWN_TITLE - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** Group keys that name no group: the source's way of saying "everything". */
const NO_GROUP = new Set(['', '{}', '{}:{}']);

/** Alerts of one key make one call. */
export function groupKeyOf(
  teamId: string,
  integrationId: string,
  alert: {
    readonly sourceGroupKey?: string | undefined;
    readonly service?: string | undefined;
    readonly dedupKey: string;
  },
): string {
  const group = alert.sourceGroupKey?.trim() ?? '';
  const by = !NO_GROUP.has(group)
    ? ['group', group]
    : alert.service
      ? ['service', alert.service.toLowerCase()]
      : ['alert', alert.dedupKey];
  return hash(JSON.stringify([teamId, integrationId, ...by])).slice(0, 40);
}

import type { CancelReason, RingCard, Severity } from './definitions.js';

/**
 * What a push says, as far as it is for us (`proto/ring/ring-push.schema.json`). Whatever the schema refuses is
 * ignored, and what it does not name is no fault: an old device lives beside a new server.
 */
export type Push =
  | { readonly kind: 'ring' | 'update'; readonly card: RingCard }
  | {
      readonly kind: 'cancel';
      readonly ringId: string;
      readonly revision: number;
      readonly reason: CancelReason;
    }
  | { readonly kind: 'inform'; readonly title: string; readonly body: string; readonly link: string }
  | { readonly kind: 'test'; readonly body: string; readonly card?: RingCard };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const SEVERITIES: readonly string[] = ['critical', 'high', 'warning', 'info', 'unknown'] satisfies Severity[];
const REASONS: readonly string[] = [
  'accepted-by-other',
  'resolved',
  'cancelled',
  'timed-out',
] satisfies CancelReason[];

export function readPush(value: unknown): Push | undefined {
  if (!isObject(value) || value['v'] !== 1) return undefined;
  const { kind, title, body, link, ringId, revision, reason } = value;
  switch (kind) {
    case 'ring':
    case 'update': {
      const card = readCard(value['card']);
      return card && { kind, card };
    }
    case 'cancel':
      if (!isId(ringId) || !isWhole(revision, 1) || !isText(reason) || !REASONS.includes(reason))
        return undefined;
      return { kind, ringId: ringId.toLowerCase(), revision, reason: reason as CancelReason };
    case 'inform':
      return isText(title, 1) && isText(body) && isText(link) ? { kind, title, body, link } : undefined;
    case 'test': {
      if (!isText(body)) return undefined;
      if (value['card'] === undefined) return { kind, body };
      const card = readCard(value['card']);
      return card && { kind, body, card };
    }
    default:
      return undefined;
  }
}

export function readCard(value: unknown): RingCard | undefined {
  if (!isObject(value)) return undefined;
  const { ringId, revision, title, severity, team, count, expiresAt, ringSeconds } = value;
  const receipt = readReceiptAddress(value['receipt']);
  if (!isId(ringId) || !isWhole(revision, 1) || !isText(title, 1) || !isText(team) || !isWhole(count, 1)) {
    return undefined;
  }
  if (!isText(severity) || !SEVERITIES.includes(severity) || !receipt) return undefined;
  if (!isInstant(expiresAt) || !isWhole(ringSeconds, 1) || ringSeconds > 3_600) return undefined;
  return {
    ringId: ringId.toLowerCase(),
    revision,
    title,
    severity: severity as Severity,
    team,
    count,
    expiresAt,
    ringSeconds,
    receipt,
  };
}

function readReceiptAddress(value: unknown): RingCard['receipt'] | undefined {
  if (!isObject(value)) return undefined;
  const { token, urls } = value;
  if (!isText(token, 16) || !Array.isArray(urls) || urls.length < 2) return undefined;
  return urls.every((url) => isText(url) && /^https?:\/\/\S+$/.test(url))
    ? { token, urls: urls as string[] }
    : undefined;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown, least = 0): value is string =>
  typeof value === 'string' && value.length >= least;
const isWhole = (value: unknown, least: number): value is number =>
  Number.isSafeInteger(value) && (value as number) >= least;
const isId = (value: unknown): value is string => isText(value) && UUID.test(value);
/** JavaScript rolls the thirtieth of February over; a day that does not exist is no day. */
function isInstant(value: unknown): value is string {
  if (!isText(value) || !INSTANT.test(value) || Number.isNaN(Date.parse(value))) return false;
  return new Date(value).toISOString().slice(0, 10) === value.slice(0, 10);
}

import type { Effect, Kind, Link, Severity, Signal } from '../../plugins/kit/index.js';
import { isAbove } from './severity.rules.js';
import { shownTitle } from './signal.rules.js';

/** An alert as it stands; never changed, only followed by the next one. */
export interface AlertState {
  readonly alertId: string;
  /** Absent until the database has given one. */
  readonly number?: number | undefined;
  readonly dedupKey: string;
  readonly sourceGroupKey?: string | undefined;
  readonly status: 'firing' | 'resolved';
  readonly severity: Severity;
  readonly sourceSeverity?: string | undefined;
  /** Where a rule has put another in its place: what it would be without. */
  readonly saidSeverity?: Severity | undefined;
  readonly kind: Kind;
  readonly title: string;
  /** Present where `title` had to be cut. */
  readonly fullTitle?: string | undefined;
  readonly description: string;
  readonly service?: string | undefined;
  readonly component?: string | undefined;
  readonly host?: string | undefined;
  readonly environment?: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly details?: Readonly<Record<string, unknown>> | undefined;
  readonly links: readonly Link[];
  readonly startedAt: Date;
  readonly endedAt?: Date | undefined;
  /** As the source said, never guessed: only these are compared. */
  readonly sourceStartedAt?: Date | undefined;
  readonly sourceEndedAt?: Date | undefined;
  readonly firstReceivedAt: Date;
  readonly lastReceivedAt: Date;
  readonly count: number;
  readonly acknowledgedBy?: string | undefined;
  readonly acknowledgedAt?: Date | undefined;
  /** When it was last said that somebody has it, or has it no more: what was said before that is overtaken. */
  readonly acknowledgementSaidAt?: Date | undefined;
  /** By a source whose word was trusted then: the alert needs nobody to ring. */
  readonly acknowledgementCounts?: boolean | undefined;
  readonly suppressed?: string | undefined;
  readonly suppressedUntil?: Date | undefined;
  /** As the source said: it holds until then unless it is said again. */
  readonly sourceExpiresAt?: Date | undefined;
  /** While it fires: resolved by itself then. */
  readonly expiresAt?: Date | undefined;
  readonly previousId?: string | undefined;
  /** The latest ones only. */
  readonly deliveryIds: readonly string[];
}

/** A cleaned signal with its key, ready to meet the alert of that key. */
export interface Keyed {
  readonly signal: Signal;
  readonly key: string;
  /** The id that a new alert would get. */
  readonly newAlertId: string;
  readonly originName: string;
  readonly receivedAt: Date;
  /** When its sender said it: earlier than that it was received, where it is read once more. */
  readonly saidAt: Date;
  readonly deliveryId?: string | undefined;
  /** `body`: the same bytes came a moment ago; `id`: the sender's own id was taken already. */
  readonly repeat?: 'body' | 'id' | undefined;
  /** An acknowledgement in it stops the ringing. */
  readonly isTrusted?: boolean | undefined;
}

export type Happened = 'opened' | 'rose' | 'resolved' | 'acknowledged' | 'updated' | 'noted';

export interface Decision {
  readonly effect: Effect;
  /** How the alert stands now; absent where there is none. */
  readonly alert?: AlertState | undefined;
  readonly happened: readonly Happened[];
}

const KEPT_DELIVERIES = 20;

const unchanged = (effect: Effect, alert?: AlertState): Decision => ({ effect, alert, happened: [] });

/** What a signal does to the newest alert of its key. Pure: the same two always make the same third. */
export function decide(latest: AlertState | undefined, item: Keyed): Decision {
  if (item.repeat === 'id') return unchanged('recorded', latest);
  const open = latest?.status === 'firing' ? latest : undefined;
  switch (item.signal.action) {
    case 'trigger':
      return open ? triggerAgain(open, item) : trigger(latest, item);
    case 'change':
      return unchanged('recorded');
    default:
      return open ? follow(open, item) : unchanged('noMatch');
  }
}

function trigger(latest: AlertState | undefined, item: Keyed): Decision {
  const { startedAt } = item.signal;
  // Reordered by a retry: this fault was over before it got here. Compared only where the source said both times.
  const isLate = latest?.sourceEndedAt && startedAt && startedAt < latest.sourceEndedAt;
  if (isLate) return unchanged('recorded', latest);
  return { effect: 'opened', alert: opened(item, latest?.alertId), happened: ['opened'] };
}

function triggerAgain(open: AlertState, item: Keyed): Decision {
  const merged = { ...merge(open, item), count: open.count + 1 };
  if (item.repeat && !isAbove(merged.severity, open.severity)) return unchanged('recorded', open);
  return followed(open, merged, item);
}

function follow(open: AlertState, item: Keyed): Decision {
  const { signal, receivedAt } = item;
  switch (signal.action) {
    case 'resolve': {
      // It ends an earlier time that this alert fired.
      if (signal.endedAt && open.sourceStartedAt && signal.endedAt < open.sourceStartedAt)
        return unchanged('recorded', open);
      const alert = {
        ...merge(open, { ...item, signal: { ...signal, severity: undefined } }),
        ...LOUD,
        status: 'resolved' as const,
        endedAt: signal.endedAt ?? receivedAt,
        // A source whose clock runs ahead must not make every later fault look older than this end.
        sourceEndedAt: signal.endedAt && signal.endedAt > receivedAt ? receivedAt : signal.endedAt,
      };
      return { effect: 'resolved', alert, happened: ['resolved'] };
    }
    case 'acknowledge': {
      if (isOvertaken(open, item)) return unchanged('recorded', open);
      const by = signal.actor ?? item.originName;
      const isTrusted = item.isTrusted === true;
      // The same name again says nothing new, unless it counts only now.
      if (open.acknowledgedBy === by && (open.acknowledgementCounts === true || !isTrusted))
        return saidAgain(open, item);
      const alert = {
        ...touched(open, item),
        acknowledgementSaidAt: item.saidAt,
        acknowledgedBy: by,
        acknowledgedAt: item.receivedAt,
        acknowledgementCounts: isTrusted ? true : undefined,
      };
      return { effect: 'acknowledged', alert, happened: ['acknowledged'] };
    }
    case 'unacknowledge':
      return isOvertaken(open, item)
        ? unchanged('recorded', open)
        : updated({ ...touched(open, item), ...unacknowledged(item) });
    case 'snooze':
      return updated({ ...touched(open, item), ...snoozed(signal.until, receivedAt) });
    case 'note':
      return item.repeat
        ? unchanged('recorded', open)
        : { effect: 'recorded', alert: touched(open, item), happened: ['noted'] };
    default:
      return followed(open, merge(open, item), item);
  }
}

/** What becomes worse is called again, whatever kept it quiet until now. */
function followed(open: AlertState, alert: AlertState, item: Keyed): Decision {
  if (!isAbove(alert.severity, open.severity)) return updated(alert);
  return {
    effect: 'updated',
    // Whoever has acknowledged it has not seen how bad it is now.
    alert: { ...alert, ...LOUD, ...unacknowledged(item) },
    happened: ['updated', 'rose'],
  };
}

/** Not, or no longer, kept quiet. */
const LOUD: Pick<AlertState, 'suppressed' | 'suppressedUntil'> = {
  suppressed: undefined,
  suppressedUntil: undefined,
};

type Acknowledgement = Pick<
  AlertState,
  'acknowledgedBy' | 'acknowledgedAt' | 'acknowledgementSaidAt' | 'acknowledgementCounts'
>;

const unacknowledged = ({ saidAt }: Keyed): Acknowledgement => ({
  acknowledgedBy: undefined,
  acknowledgedAt: undefined,
  acknowledgementSaidAt: saidAt,
  acknowledgementCounts: undefined,
});

/** Reordered, spooled or read once more: since it was said, something newer was, or the alert itself is newer. */
const isOvertaken = (open: AlertState, { saidAt }: Keyed): boolean =>
  saidAt < open.firstReceivedAt ||
  (open.acknowledgementSaidAt !== undefined && saidAt < open.acknowledgementSaidAt);

/** Nothing for anybody to read, but what is older than this is overtaken from now on. */
const saidAgain = (open: AlertState, item: Keyed): Decision =>
  item.repeat || (open.acknowledgementSaidAt && item.saidAt <= open.acknowledgementSaidAt)
    ? unchanged('acknowledged', open)
    : {
        effect: 'acknowledged',
        alert: { ...touched(open, item), acknowledgementSaidAt: item.saidAt },
        happened: ['noted'],
      };

/** Until now means: no longer. A sender that takes a suppression back has no other word for it. */
const snoozed = (until: Date | undefined, now: Date): Pick<AlertState, 'suppressed' | 'suppressedUntil'> =>
  until && until <= now ? LOUD : { suppressed: 'snoozed', suppressedUntil: until };

const updated = (alert: AlertState): Decision => ({ effect: 'updated', alert, happened: ['updated'] });

const touched = (alert: AlertState, { receivedAt, deliveryId }: Keyed): AlertState => ({
  ...alert,
  lastReceivedAt: receivedAt > alert.lastReceivedAt ? receivedAt : alert.lastReceivedAt,
  deliveryIds:
    deliveryId === undefined || alert.deliveryIds.includes(deliveryId)
      ? alert.deliveryIds
      : [...alert.deliveryIds, deliveryId].slice(-KEPT_DELIVERIES),
});

function labelsOf(
  before: AlertState['labels'],
  { labels, labelsAdded, labelsRemoved }: Signal,
): AlertState['labels'] {
  const given = labels ?? before;
  if (!labelsAdded && !labelsRemoved) return given;
  const kept = Object.entries(given).filter(([name]) => !labelsRemoved?.includes(name));
  return { ...Object.fromEntries(kept), ...labelsAdded };
}

/** What is said replaces, what is not said stays. */
function merge(open: AlertState, item: Keyed): AlertState {
  const { signal } = item;
  const full = signal.title ?? open.fullTitle ?? open.title;
  const title = shownTitle(full);
  return {
    ...touched(open, item),
    sourceGroupKey: signal.groupKey ?? open.sourceGroupKey,
    severity: signal.severity ?? open.severity,
    sourceSeverity: signal.sourceSeverity ?? open.sourceSeverity,
    kind: signal.kind ?? open.kind,
    title,
    fullTitle: title === full ? undefined : full,
    description: signal.description ?? open.description,
    service: signal.service ?? open.service,
    component: signal.component ?? open.component,
    host: signal.host ?? open.host,
    environment: signal.environment ?? open.environment,
    labels: labelsOf(open.labels, signal),
    details: signal.details ?? open.details,
    links: signal.links && signal.links.length > 0 ? signal.links : open.links,
    sourceStartedAt: signal.startedAt ?? open.sourceStartedAt,
    // Said anew without an end means: no end is known any more.
    sourceExpiresAt:
      signal.action === 'trigger' ? signal.expiresAt : (signal.expiresAt ?? open.sourceExpiresAt),
  };
}

function opened(item: Keyed, previousId: string | undefined): AlertState {
  const { signal, receivedAt } = item;
  const full = signal.title ?? item.originName;
  const title = shownTitle(full);
  return {
    alertId: item.newAlertId,
    dedupKey: item.key,
    sourceGroupKey: signal.groupKey,
    status: 'firing',
    severity: signal.severity ?? 'unknown',
    sourceSeverity: signal.sourceSeverity,
    kind: signal.kind ?? 'problem',
    title,
    fullTitle: title === full ? undefined : full,
    description: signal.description ?? '',
    service: signal.service,
    component: signal.component,
    host: signal.host,
    environment: signal.environment,
    labels: signal.labels ?? {},
    details: signal.details,
    links: signal.links ?? [],
    startedAt: signal.startedAt ?? receivedAt,
    sourceStartedAt: signal.startedAt,
    sourceExpiresAt: signal.expiresAt,
    firstReceivedAt: receivedAt,
    lastReceivedAt: receivedAt,
    count: 1,
    previousId,
    deliveryIds: item.deliveryId === undefined ? [] : [item.deliveryId],
  };
}

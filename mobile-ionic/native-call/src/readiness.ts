import type { Level, Readiness, ReadinessCheck } from './definitions.js';
import { readyRegistration } from './web-surface.js';

export interface ReadinessFacts {
  readonly audioUnlocked: boolean;
  readonly lastReceiptAt: string | undefined;
  readonly now: number;
}

const WEEK_MS = 7 * 24 * 3_600_000;
const RANK: Readonly<Record<Level, number>> = { ok: 0, unknown: 0, warn: 1, fail: 2 };

export async function webReadiness(facts: ReadinessFacts): Promise<Readiness> {
  const registration = await readyRegistration();
  const subscribed = await registration?.pushManager?.getSubscription().catch(() => null);
  return summed([
    notifications(),
    {
      id: 'audioUnlocked',
      level: facts.audioUnlocked ? 'ok' : 'fail',
      fix: facts.audioUnlocked ? 'none' : 'request',
    },
    { id: 'serviceWorker', level: registration ? 'ok' : 'warn', fix: 'none' },
    // Without push the open page still rings by its own connection: weaker, not silent.
    { id: 'webPush', level: subscribed ? 'ok' : 'warn', fix: subscribed ? 'none' : 'request' },
    { id: 'network', level: navigator.onLine ? 'ok' : 'fail', fix: 'none' },
    lastReceipt(facts),
  ]);
}

export function summed(checks: readonly ReadinessCheck[]): Readiness {
  const worst = checks.reduce<Level>(
    (level, check) => (RANK[check.level] > RANK[level] ? check.level : level),
    'ok',
  );
  return { overall: worst, checks };
}

function notifications(): ReadinessCheck {
  if (!('Notification' in window))
    return { id: 'notifications', level: 'warn', detail: 'unsupported', fix: 'none' };
  const permission = Notification.permission;
  if (permission === 'granted') return { id: 'notifications', level: 'ok', detail: permission, fix: 'none' };
  return {
    id: 'notifications',
    level: 'fail',
    detail: permission,
    // A browser asks once; after a "no" only its own settings help.
    fix: permission === 'denied' ? 'settings' : 'request',
  };
}

function lastReceipt({ lastReceiptAt, now }: ReadinessFacts): ReadinessCheck {
  if (lastReceiptAt === undefined) return { id: 'lastReceipt', level: 'unknown', fix: 'none' };
  const old = now - Date.parse(lastReceiptAt) > WEEK_MS;
  return { id: 'lastReceipt', level: old ? 'warn' : 'ok', detail: lastReceiptAt, fix: 'none' };
}

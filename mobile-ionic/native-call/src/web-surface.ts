import type { RingLabels, RingSnapshot, Suppression } from './definitions.js';
import type { Ringer } from './ringer.js';
import type { RingSurface } from './ring-driver.js';

/**
 * A browser's way to ring: the bell in the open page, and the service worker's notification, which is seen
 * over other windows and on a lock screen. Either of them is a ring; neither is suppressed, and is said so.
 */
export class WebSurface implements RingSurface {
  labels: RingLabels | undefined;
  private readonly sounding = new Set<string>();

  constructor(private readonly ringer: Ringer) {}

  get isSounding(): boolean {
    return this.sounding.size > 0;
  }

  async start(ring: RingSnapshot): Promise<Suppression | undefined> {
    this.sounding.add(ring.ringId);
    const audible = this.ringer.start(ring.severity);
    const notified = await this.notify(ring);
    if (await audible) return undefined;
    if (notified) return undefined;
    return canNotify() ? 'audioLocked' : 'permission';
  }

  show(ring: RingSnapshot): void {
    if (ring.state === 'ringing') void this.notify(ring, true);
  }

  stop(ringId: string): void {
    this.sounding.delete(ringId);
    if (this.sounding.size === 0) this.ringer.stop();
    void this.closeNotifications(ringId);
  }

  private async notify(ring: RingSnapshot, silently = false): Promise<boolean> {
    if (!canNotify()) return false;
    // Somebody who looks at the page sees the ring itself; with sound, nothing more is needed.
    if (document.visibilityState === 'visible' && this.ringer.unlocked) return false;
    const registration = await readyRegistration();
    if (!registration) return false;
    try {
      await registration.showNotification(this.titleOf(ring), {
        body: ring.subtitle === undefined ? ring.title : `${ring.subtitle} · ${ring.title}`,
        tag: ring.ringId,
        requireInteraction: true,
        silent: silently,
        data: { ringId: ring.ringId },
        ...extras(silently),
      });
      return true;
    } catch {
      return false;
    }
  }

  private titleOf(ring: RingSnapshot): string {
    const severity = this.labels?.severity[ring.severity] ?? ring.severity;
    if (ring.count > 1 && this.labels) return this.labels.several.replace('{count}', String(ring.count));
    return `${severity}: ${ring.team}`;
  }

  private async closeNotifications(ringId: string): Promise<void> {
    const registration = await readyRegistration();
    const shown = await registration?.getNotifications({ tag: ringId }).catch(() => []);
    shown?.forEach((notification) => notification.close());
  }
}

export const canNotify = (): boolean => 'Notification' in window && Notification.permission === 'granted';

/** The worker, if there is one: `ready` alone would wait for ever on a page that has none. */
export async function readyRegistration(): Promise<ServiceWorkerRegistration | undefined> {
  if (!('serviceWorker' in navigator)) return undefined;
  const known = await navigator.serviceWorker.getRegistration().catch(() => undefined);
  return known?.active ? known : undefined;
}

/** Known to browsers, not to the DOM types. */
const extras = (silently: boolean): NotificationOptions =>
  ({ renotify: !silently, ...(!silently && { vibrate: [500, 200, 500, 200, 500] }) }) as NotificationOptions;

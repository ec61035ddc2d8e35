import { Injectable, inject, signal } from '@angular/core';
import { Device } from '../ringing/device';
import { RingStore } from '../ringing/ring-store';
import { Live, type News } from '../session/live';
import { Session } from '../session/session';

export interface Inform {
  readonly key: string;
  readonly title: string;
  readonly body: string;
  /** A place in console and app. */
  readonly link: string;
}

const SEEN_FOR_MS = 15_000;
const MOST_SHOWN = 2;

/** News for this person that ring nobody: somebody took it, nobody answered. In their own words, from the server. */
@Injectable({ providedIn: 'root' })
export class Informs {
  private readonly device = inject(Device);
  private readonly rings = inject(RingStore);
  private readonly session = inject(Session);
  private readonly list = signal<readonly Inform[]>([]);
  readonly shown = this.list.asReadonly();

  constructor() {
    inject(Live).news.subscribe((news) => this.hear(news));
  }

  close(key: string): void {
    this.list.set(this.list().filter((inform) => inform.key !== key));
  }

  private hear({ kind, userId, escalationId, position, params }: News): void {
    if (kind !== 'inform.sent' || userId !== this.session.userId()) return;
    // Whoever was rung for it reads it on the ring's own screen.
    if (this.rings.ring()?.calls.some((call) => call.escalationId === escalationId)) return;
    const { title = '', body = '', link = '' } = params ?? {};
    const key = position ?? `${title}${body}`;
    this.list.set(
      [...this.list().filter((inform) => inform.key !== key), { key, title, body, link }].slice(-MOST_SHOWN),
    );
    this.closeLater(key);
    if (document.visibilityState === 'hidden') void this.notify(key, title, body, link);
  }

  /** Time in which nobody looked does not count. */
  private closeLater(key: string): void {
    setTimeout(() => {
      if (document.visibilityState === 'hidden') this.closeLater(key);
      else this.close(key);
    }, SEEN_FOR_MS);
  }

  private async notify(key: string, title: string, body: string, link: string): Promise<void> {
    // With push the worker has said it already.
    const isPushed = this.device.readiness()?.checks.find(({ id }) => id === 'webPush')?.level === 'ok';
    if (isPushed || globalThis.Notification?.permission !== 'granted') return;
    const registration = await navigator.serviceWorker?.getRegistration().catch(() => undefined);
    await registration
      ?.showNotification(title, {
        body,
        tag: `inform-${key}`,
        icon: 'icons/icon-192.png',
        data: { barry: true, link },
      })
      .catch(() => undefined);
  }
}

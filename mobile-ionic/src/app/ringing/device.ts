import { Injectable, effect, inject, signal, untracked } from '@angular/core';
import { NativeCall, type PushTokens, type Readiness, type RingLabels } from '@barry/native-call';
import { Api } from '../../generated/api/api';
import { updateDevice } from '../../generated/api/functions';
import { Clock } from '../session/clock';
import { Live } from '../session/live';
import { Servers } from '../session/servers';
import { Session } from '../session/session';
import { Texts } from '../texts/texts';
import { RingStore } from './ring-store';

/** This device as something that rings: set up at each start, its readiness known here and told to the server. */
@Injectable({ providedIn: 'root' })
export class Device {
  private readonly api = inject(Api);
  private readonly session = inject(Session);
  private readonly servers = inject(Servers);
  private readonly texts = inject(Texts);
  private readonly live = inject(Live);
  private readonly rings = inject(RingStore);

  private readonly known = signal<Readiness | undefined>(undefined);
  readonly readiness = this.known.asReadonly();
  private started = false;
  private reported = '';

  constructor() {
    inject(Clock).onOffset((offsetMs) => void NativeCall.syncClock({ offsetMs }).catch(() => undefined));
    effect(() => {
      const signedIn = this.session.signedIn();
      this.texts.language();
      untracked(() => void (signedIn ? this.start() : this.stop()));
    });
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') void this.check();
    });
  }

  /** From a gesture: sound, notifications, then the addresses by which the closed app is rung. */
  async enable(): Promise<void> {
    this.known.set(await NativeCall.requestPermissions());
    await this.register();
    await this.check();
  }

  async check(): Promise<void> {
    if (!this.session.signedIn()) return;
    const readiness = await NativeCall.checkReadiness();
    this.known.set(readiness);
    await this.report(readiness);
  }

  /** Before the token is given up: nobody shall ring a signed-out device. */
  async stop(): Promise<void> {
    if (!this.started) return;
    this.started = false;
    this.live.stop();
    this.rings.close();
    await NativeCall.unregister().catch(() => undefined);
  }

  private async start(): Promise<void> {
    await NativeCall.configure({
      hosts: this.servers.addresses(),
      deviceId: this.session.deviceId(),
      variant: 'normal',
      labels: this.labels(),
    });
    if (this.started) return;
    this.started = true;
    await NativeCall.removeAllListeners();
    await NativeCall.addListener('ringEvent', (event) => {
      this.rings.onNative(event);
      void NativeCall.ackEvents({ upTo: event.seq });
    });
    await NativeCall.addListener('readiness', (readiness) => this.known.set(readiness));
    await NativeCall.addListener('tokens', (tokens) => void this.tellAddresses(tokens));
    this.live.start();
    await this.rings.restore();
    await this.register().catch(() => undefined);
    await this.check();
  }

  private async register(): Promise<void> {
    const vapidPublicKey = this.session.vapidPublicKey();
    // Without the permission a browser would ask here, out of nowhere.
    if (vapidPublicKey === undefined || globalThis.Notification?.permission !== 'granted') return;
    await NativeCall.register({ vapidPublicKey });
  }

  private async tellAddresses({ webPush }: PushTokens): Promise<void> {
    const notifier = this.session.webPushNotifier();
    if (!webPush || notifier === undefined) return;
    const { endpoint, keys } = webPush;
    await this.api
      .invoke(updateDevice, {
        deviceId: this.session.deviceId(),
        body: { addresses: [{ notifier, target: { endpoint, keys } }] },
      })
      .catch(() => undefined);
  }

  private async report({ checks }: Readiness): Promise<void> {
    const told = checks.map(({ id, level, detail }) => ({
      check: id,
      level,
      ...(detail !== undefined && { detail: detail.slice(0, 200) }),
    }));
    const text = JSON.stringify(told);
    if (text === this.reported) return;
    await this.api
      .invoke(updateDevice, { deviceId: this.session.deviceId(), body: { checks: told } })
      .then(() => (this.reported = text))
      .catch(() => undefined);
  }

  private labels(): RingLabels {
    const { t, word } = this.texts;
    return {
      appName: t('app.name'),
      answer: t('ring.answer'),
      decline: t('ring.decline'),
      several: t('ring.several', { count: '{count}' }),
      over: {
        'accepted-by-other': t('over.takenByOther'),
        resolved: t('over.resolved'),
        cancelled: t('over.cancelled'),
        'timed-out': t('over.rangOut'),
      },
      severity: {
        critical: word('severity', 'critical'),
        high: word('severity', 'high'),
        warning: word('severity', 'warning'),
        info: word('severity', 'info'),
        unknown: word('severity', 'unknown'),
      },
    };
  }
}
